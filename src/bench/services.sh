#!/usr/bin/env bash
#
# Starts a stack of real servers and measures `check --profile services` and `check` on it, beside a bash script that asks
# the same servers with psql, redis-cli, curl and Kafka's own tools, in one hyperfine run; then `check` where every port is a
# black hole. Writes Markdown to stdout. Usage:
#
#   src/bench/services.sh                       measures; RUNS=10 sets how often each is run
#   src/bench/services.sh run COMMAND…          runs a command in the checkout of the stack instead
#   src/bench/services.sh black-holes COMMAND…  runs a command where every port is a black hole
#   src/bench/services.sh classes               writes src/main/archive/drivers.classes, the classes of the drivers that a
#                                               check of services loads, for the archive that the launcher makes
#
# Needs Linux, what src/test/servers/install fetches, and Debian's postgresql, redis-server, node, curl, git and hyperfine.
# With a Docker engine the stack has containers, too. Everything is on free ports, below one temporary folder.

set -eu
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
doctor=$root/posthog-doctor
runs=${RUNS:-10}
servers=${POSTHOG_DOCTOR_SERVERS:-${XDG_CACHE_HOME:-$HOME/.cache}/posthog-doctor/servers}
postgres=$(printf '%s\n' /usr/lib/postgresql/*/bin | tail -n 1)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
node=$(command -v node || true)
unset DATABASE_URL REDIS_URL KAFKA_HOSTS OBJECT_STORAGE_ENDPOINT CI DOCKER_HOST DOCKER_CONTEXT

for program in hyperfine node curl git redis-server redis-cli "$postgres/psql" "$java" \
  "$servers/s3rver/node_modules/.bin/s3rver" "$servers/maildev/node_modules/.bin/maildev"; do
  command -v "$program" >/dev/null || {
    echo "services.sh needs $program" >&2
    exit 78
  }
done

work=$(mktemp -d)
checkout=$work/posthog
project=phbench$$
pids=()

stop_all() {
  local id
  if ((${#pids[@]} > 0)); then kill "${pids[@]}" 2>/dev/null || true; fi
  if [[ -e $work/postgres/postmaster.pid ]]; then as_postgres "$postgres/pg_ctl" -D "$work/postgres" -m immediate stop >/dev/null || true; fi
  if has_engine; then
    while read -r id; do docker rm -f "$id" >/dev/null; done < <(docker ps -aq --filter "label=com.docker.compose.project=$project")
  fi
  if has_engine; then docker image rm -f "$project:1" >/dev/null 2>&1 || true; fi
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap stop_all EXIT
trap 'exit 130' INT TERM

# Runs in the background until the end; what it says goes to a file of the name $1.
serve() {
  local name=$1
  shift
  "$@" >"$work/$name.log" 2>&1 </dev/null &
  pids+=($!)
}

# Postgres refuses to be run by root.
as_postgres() {
  if ((EUID == 0)); then runuser -u postgres -- "$@"; else "$@"; fi
}

has_engine() { [[ -S /var/run/docker.sock ]] && docker version >/dev/null 2>&1; }

await() {
  local port=$1 tries
  for ((tries = 0; tries < 600; tries++)); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then return; fi
    sleep 0.1
  done
  echo "nothing listens on port $port; see below" >&2
  tail -n 5 "$work"/*.log >&2
  exit 1
}

free_ports() {
  "$node" -e '
    const net = require("net"), all = [];
    const next = (n) => n === 0 ? done() : all[all.push(net.createServer().listen(0, "127.0.0.1", () => next(n - 1))) - 1];
    const done = () => { console.log(all.map((s) => s.address().port).join("\n")); all.forEach((s) => s.close()); };
    next(+process.argv[1]);' "$1"
}

# A copy of the fixture checkout whose ports are free ones of this machine. Sets port[…] by the port inside the container.
declare -A port=()
make_checkout() {
  local inside number all
  cp -r "$root/fixtures/checkouts/layered" "$checkout"
  mapfile -t all < <(free_ports 80)
  while IFS= read -r inside; do
    port[$inside]=${all[${#port[@]}]}
  done < <(sed -nE "s#^ +- '?(127\.0\.0\.1:)?[^ ']+:([0-9]+)('.*)?\$#\2#p" "$checkout/docker-compose.dev.yml" | sort -u)
  for number in backend nodejs feature-flags capture frontend controller inner smtp; do
    port[$number]=${all[${#port[@]}]}
  done
  # each published port once; those of one kind (three Redis, several pages) share a server
  for inside in "${!port[@]}"; do
    sed -i -E "s#^( +- '?(127\.0\.0\.1:)?)([0-9]+|\\$\{[A-Z_]+:-[0-9]+\}):$inside('|\$)#\1${port[$inside]}:$inside\4#" \
      "$checkout/docker-compose.dev.yml"
  done
  sed -i "s/db:5432/127.0.0.1:${port[5432]}/; s/PGHOST=db/PGHOST=127.0.0.1/; s/CLICKHOUSE_HOST=clickhouse/CLICKHOUSE_HOST=127.0.0.1/
    s/redis7:6379/127.0.0.1:${port[6379]}/; s/kafka:9092/127.0.0.1:${port[9092]}/
    s/objectstorage:19000/127.0.0.1:${port[19000]}/; s/object_storage_root_\(user\|password\)/S3RVER/" "$checkout/.env.services"
  awk -v project="$project" -v units="backend=${port[backend]} nodejs=${port[nodejs]} feature-flags=${port[feature-flags]} \
capture=${port[capture]} frontend=${port[frontend]}" '
    /^    docker-compose:/ { on = 1 }
    on && NF == 0 { on = 0 }
    on { sub(/-p posthog /, "-p " project " "); compose = compose $0 "\n" }
    END {
      print "procs:"
      count = split(units, all, " ")
      for (i = 1; i <= count; i++) { split(all[i], one, "="); print "    " one[1] ": { shell: \"run --port " one[2] "\" }" }
      printf "%s", compose
    }' "$checkout/bin/mprocs.yaml" >"$work/mprocs.yaml"
  mv "$work/mprocs.yaml" "$checkout/bin/mprocs.yaml"
  git -C "$checkout" init -q
  git -C "$checkout" add -A
  git -C "$checkout" -c user.name=bench -c user.email=bench@example.com commit -q -m all
}

start_postgres() {
  mkdir "$work/postgres"
  if ((EUID == 0)); then chown postgres "$work/postgres" && chmod 755 "$work"; fi
  (cd / && as_postgres "$postgres/initdb" -D "$work/postgres" -A trust -U posthog --no-sync >"$work/initdb.log" 2>&1)
  (cd / && as_postgres "$postgres/pg_ctl" -D "$work/postgres" -l "$work/postgres/log" -w -t 60 \
    -o "-p ${port[5432]} -k '$work/postgres' -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=1000" start >/dev/null)
}

sql() { "$postgres/psql" -qX -h 127.0.0.1 -p "${port[5432]}" -U posthog -d "$1" -v ON_ERROR_STOP=1; }

# The databases of the checkout with all its migrations applied.
fill_postgres() {
  local database file folder app name
  for database in posthog agent-runtime-queue behavioral_cohorts cyclotron cyclotron_node cyclotron_shadow ducklake \
    flags_read_store posthog_persons posthog_visual_review; do
    echo "CREATE DATABASE \"$database\";"
  done | sql postgres
  {
    echo 'CREATE TABLE django_migrations (id bigserial, app text, name text, applied timestamptz);
      CREATE TABLE posthog_user (id int, email text, is_active bool, is_staff bool);
      CREATE TABLE posthog_organization (id int); CREATE TABLE posthog_team (id int);
      INSERT INTO posthog_user VALUES (1, NULL, true, true);
      INSERT INTO posthog_organization VALUES (1); INSERT INTO posthog_team VALUES (1);'
    while IFS= read -r file; do
      folder=${file%/migrations/*}
      app=${folder##*/}
      if [[ $app == backend ]]; then folder=${folder%/backend} && app=${folder##*/}; fi
      name=${file##*/}
      echo "INSERT INTO django_migrations (app, name) VALUES ('$app', '${name%.py}');"
    done < <(cd "$checkout" && git ls-files '*/migrations/[0-9]*.py' | grep -v clickhouse)
  } | sql posthog
  while read -r folder database; do
    {
      echo 'CREATE TABLE _sqlx_migrations (version bigint PRIMARY KEY, description text, installed_on timestamptz,
        success boolean, checksum bytea, execution_time bigint);'
      for file in "$checkout/$folder"/*.sql; do
        name=${file##*/}
        echo "INSERT INTO _sqlx_migrations VALUES (${name%%_*}, 'x', now(), true, '\\x$(sha384sum <"$file" | cut -d' ' -f1)', 1);"
      done
    } | sql "$database"
  done <<'FOLDERS'
rust/cyclotron-core/migrations cyclotron
rust/cyclotron-node-migrations cyclotron_node
rust/persons_migrations posthog_persons
rust/behavioral_cohorts_migrations behavioral_cohorts
rust/flags_read_store_migrations flags_read_store
FOLDERS
}

# Its statements come from a file, after which its standard input stays open: it ends with that.
start_clickhouse() {
  local table name
  {
    echo '"CREATE DATABASE posthog"'
    for table in sharded_events events person person_distinct_id2; do
      echo "\"CREATE TABLE posthog.$table (id UInt64) ENGINE = MergeTree ORDER BY id\""
    done
    echo '"CREATE TABLE posthog.infi_clickhouse_orm_migrations (package_name String, module_name String, applied Date) ENGINE = MergeTree ORDER BY (package_name, module_name)"'
    for name in 0001_initial 0002_events 0003_person 0004_person_distinct_id2; do
      echo "\"INSERT INTO posthog.infi_clickhouse_orm_migrations VALUES ('posthog.clickhouse.migrations', '$name', today())\""
    done
    echo '"CREATE DATABASE emulated"'
    echo "\"CREATE VIEW emulated.tables AS SELECT database, name FROM system.tables UNION ALL SELECT 'system', 'zookeeper'\""
    echo '"CREATE TABLE emulated.zookeeper (name String, path String) ENGINE = Memory"'
    echo "\"INSERT INTO emulated.zookeeper VALUES ('clickhouse', '/')\""
  } >"$work/clickhouse.sql"
  mkfifo "$work/clickhouse.in"
  "$node" "$root/src/test/servers/clickhouse-front.js" "$servers/chdb/node_modules/chdb" "${port[8123]}" "$work/clickhouse" \
    '{"default": "", "app": "apppass"}' <"$work/clickhouse.in" >"$work/clickhouse.log" 2>&1 &
  pids+=($!)
  exec 7>"$work/clickhouse.in"
  cat "$work/clickhouse.sql" >&7
}

start_kafka() {
  local folder=$work/kafka
  mkdir "$folder"
  cat >"$folder/server.properties" <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${port[controller]}
listeners=CLIENTS://127.0.0.1:${port[9092]},INSIDE://127.0.0.1:${port[inner]},CONTROLLER://127.0.0.1:${port[controller]}
advertised.listeners=CLIENTS://127.0.0.1:${port[9092]},INSIDE://127.0.0.1:${port[inner]}
listener.security.protocol.map=CLIENTS:PLAINTEXT,INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=INSIDE
controller.listener.names=CONTROLLER
log.dirs=$folder/data
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
PROPERTIES
  kafka kafka.tools.StorageTool format -t MkU3OEVBNTcwNTJENDM2Qk -c "$folder/server.properties" >"$work/format.log" 2>&1
  serve kafka "$java" -Xms128m -Xmx384m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$servers/kafka/lib/*" kafka.Kafka "$folder/server.properties"
}

kafka() { "$java" -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$servers/kafka/lib/*" "$@"; }

# The topics that kafka-init makes, with one client for all of them.
fill_kafka() {
  cat >"$work/Topics.java" <<'JAVA'
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

class Topics {
  public static void main(String[] args) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", args[0]))) {
      List<NewTopic> topics = new ArrayList<>();
      for (int i = 1; i < args.length; i++) {
        topics.add(new NewTopic(args[i], 1, (short) 1));
      }
      admin.createTopics(topics).all().get();
    }
  }
}
JAVA
  local topics
  topics=$(awk '/TOPICS="/ { on = 1; sub(/.*TOPICS="/, "") } on { last = /"/; gsub(/["\\]/, ""); print; if (last) exit }' "$checkout/docker-compose.dev.yml")
  # shellcheck disable=SC2086 # one word for each topic
  "$java" -cp "$servers/kafka/lib/*" "$work/Topics.java" "127.0.0.1:${port[9092]}" $topics >"$work/topics.log" 2>&1
}

start_zookeeper() {
  mkdir "$work/zookeeper"
  printf 'tickTime=500\ndataDir=%s\nclientPort=%s\nclientPortAddress=127.0.0.1\nadmin.enableServer=false\n' \
    "$work/zookeeper/data" "${port[2181]}" >"$work/zookeeper/zoo.cfg"
  serve zookeeper "$java" -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$servers/zookeeper/lib/*" \
    org.apache.zookeeper.server.quorum.QuorumPeerMain "$work/zookeeper/zoo.cfg"
}

# Temporal, Jaeger and the app, as small servers that answer as theirs do.
start_app() {
  cat >"$work/app.js" <<'JS'
const http = require('http');
const [temporal, jaeger, proxy, backend, ...units] = process.argv.slice(2);
const says = {
  '/_readyz': '{"http": true, "postgres": true, "clickhouse": true, "kafka_connected": true, "celery_broker": true, "cache": true}',
  '/_preflight': '{"django": true, "celery": true}',
  '/': '<title>Jaeger UI</title>',
};
const answer = (request, response) => {
  const body = says[request.url] || 'ok';
  response.setHeader('Content-Type', body.startsWith('{') ? 'application/json' : 'text/plain');
  response.end(body);
};
require('http2').createServer().listen(temporal, '127.0.0.1');
for (const port of [jaeger, proxy, backend, ...units]) http.createServer(answer).listen(port, '127.0.0.1');
JS
  cd "$checkout"
  serve app "$node" "$work/app.js" "${port[7233]}" "${port[16686]}" "${port[8000]}" "${port[backend]}" "${port[nodejs]}" \
    "${port[feature-flags]}" "${port[capture]}" "${port[frontend]}"
  cd "$root"
}

start_stack() {
  local name
  make_checkout
  start_kafka
  start_clickhouse
  start_zookeeper
  serve redis redis-server --port "${port[6379]}" --bind 127.0.0.1 --dir "$work" --save '' --maxmemory-policy allkeys-lru --maxmemory 200mb
  serve storage "$servers/s3rver/node_modules/.bin/s3rver" -d "$work/storage" -p "${port[19000]}" -a 127.0.0.1 \
    --configure-bucket posthog --configure-bucket ducklake-dev --configure-bucket ai-blobs
  serve maildev "$servers/maildev/node_modules/.bin/maildev" --ip 127.0.0.1 --web "${port[1080]}" --smtp "${port[1025]:-${port[smtp]}}"
  start_app
  start_postgres
  fill_postgres
  for name in 2181 6379 9092 8123 19000 1080 backend; do await "${port[$name]}"; done
  fill_kafka
  if has_engine; then start_containers; fi
}

# A container that waits, for each service that should have one: what it serves runs beside it.
start_containers() {
  local service
  mkdir -p "$work/image/bin"
  cp /bin/busybox "$work/image/bin/" && ln -s busybox "$work/image/bin/sleep"
  tar -C "$work/image" -c . | docker import - "$project:1" >/dev/null
  docker run -d --init --name "$project-first-1" --label "com.docker.compose.project=$project" "$project:1" /bin/sleep 3600 >/dev/null
  while IFS= read -r service; do
    docker run -d --init --name "$project-$service-1" --label "com.docker.compose.project=$project" \
      --label "com.docker.compose.service=$service" --label com.docker.compose.oneoff=False \
      --label "com.docker.compose.project.working_dir=$checkout" "$project:1" /bin/sleep 3600 >/dev/null
  done < <(in_checkout "$doctor" check container.running --format json 2>/dev/null | sed -n 's/^ *"subject": "\(.*\)",$/\1/p')
}

in_checkout() { (cd "$checkout" && "$@"); }

# Takes connections on every port of the checkout and never says a word.
start_black_holes() {
  make_checkout
  cat >"$work/holes.js" <<'JS'
for (const port of process.argv.slice(2)) require('net').createServer((socket) => socket.on('error', () => {}).resume()).listen(port, '127.0.0.1');
JS
  cd "$checkout"
  serve holes "$node" "$work/holes.js" "${port[@]}"
  cd "$root"
  await "${port[backend]}"
  await "${port[frontend]}"
}

# What a person would write who wants to know the same: each server is asked with its own tool.
write_script() {
  cat >"$work/ask" <<SCRIPT
#!/usr/bin/env bash
p() { "$postgres/psql" -qXAt -h 127.0.0.1 -p ${port[5432]} -U posthog "\$@"; }
c() { curl -s -m 3 "http://127.0.0.1:${port[8123]}/" --data-binary "\$1"; }
k() { "$java" -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$servers/kafka/lib/*:$servers/kafka-tools/lib/*" "\$@" --bootstrap-server 127.0.0.1:${port[9092]}; }
h() { curl -s -m 3 -o /dev/null -w '%{http_code}\n' "http://127.0.0.1:\$1"; }
p -d posthog -c 'SELECT version()' -c 'SELECT count(*) FROM pg_stat_activity' -c 'SELECT datname FROM pg_database' \
  -c 'SELECT app, name FROM django_migrations' -c 'SELECT count(*) FROM posthog_user WHERE is_staff' -c 'SELECT count(*) FROM posthog_team'
for database in cyclotron cyclotron_node posthog_persons behavioral_cohorts flags_read_store; do
  p -d \$database -c 'SELECT version, success, checksum FROM _sqlx_migrations'
done
curl -s -m 3 "http://127.0.0.1:${port[8123]}/ping"
c 'SELECT version()'
c 'SELECT name FROM system.databases'
c 'SELECT module_name FROM posthog.infi_clickhouse_orm_migrations'
c 'SELECT name, free_space, total_space FROM system.disks'
c 'SELECT name, value FROM system.errors'
c 'SELECT name FROM system.zookeeper LIMIT 1'
for number in 1 2 3; do
  redis-cli -p ${port[6379]} ping
  redis-cli -p ${port[6379]} info
done
k org.apache.kafka.tools.TopicCommand --list
k org.apache.kafka.tools.consumer.group.ConsumerGroupCommand --describe --all-groups
exec 3<>/dev/tcp/127.0.0.1/${port[2181]} && printf srvr >&3 && cat <&3
curl -s -m 3 --aws-sigv4 aws:amz:us-east-1:s3 -u S3RVER:S3RVER "http://127.0.0.1:${port[19000]}/"
h ${port[7233]} --http2-prior-knowledge
for place in ${port[1080]}/healthz ${port[16686]}/ ${port[8000]}/_health ${port[backend]}/_health ${port[backend]}/_readyz \
  ${port[backend]}/_preflight ${port[nodejs]}/_ready ${port[feature-flags]}/_readiness ${port[capture]}/_liveness ${port[frontend]}/@vite/client; do
  h \$place
done
SCRIPT
  if has_engine; then
    cat >>"$work/ask" <<SCRIPT
docker info
docker ps -a --filter label=com.docker.compose.project=$project --format '{{.Names}} {{.State}} {{.Status}}'
docker inspect \$(docker ps -aq --filter label=com.docker.compose.project=$project)
SCRIPT
  fi
  chmod +x "$work/ask"
}

judged() {
  in_checkout "$doctor" "$@" --format json 2>/dev/null | grep -o '"check": *"[^"]*"' | sort -u | wc -l
}

peak() {
  { in_checkout /usr/bin/time -f 'peak %M' "$@" 2>&1 >/dev/null || true; } | awk '/^peak / { printf "%.0f MiB", $2 / 1024 }'
}

# One row for each command; the ratio is to the first of them.
table() {
  awk -F, '
    NR == 2 { base = $4 }
    NR > 1 { printf "| `%s` | %.0f ms | %.0f ms | %.2f | %.0f ms |\n", $1, $4 * 1000, $7 * 1000, $4 / base, ($5 + $6) * 1000 }' "$1"
}

measure() {
  start_stack
  write_script
  in_checkout hyperfine -N -i --warmup 2 --runs "$runs" --export-csv "$work/times" \
    -n "the script" "'$work/ask'" \
    -n "posthog-doctor check --profile services" "'$doctor' check --profile services" \
    -n "posthog-doctor check" "'$doctor' check" >"$work/hyperfine.log" 2>&1
  local some all all_ms
  some=$(judged check --profile services)
  all=$(judged check)
  all_ms=$(awk -F, 'NR == 4 { print $4 * 1000 }' "$work/times")
  echo "$("$java" -version 2>&1 | head -n 1); $(uname -sm); $(getconf _NPROCESSORS_ONLN) processors; $runs runs each; $(
    has_engine && docker ps -aq --filter "label=com.docker.compose.project=$project" | wc -l || echo no
  ) containers."
  echo
  echo "| command | median | fastest | of the script | processor time |"
  echo "|---|---:|---:|---:|---:|"
  table "$work/times"
  echo
  echo "\`--profile services\` judged $some checks, everything $all: $(awk "BEGIN { printf \"%.1f\", $all_ms / $all }") ms per check." \
    "Peak memory: $(peak "$doctor" check --profile services) and $(peak "$doctor" check)."
  in_checkout "$doctor" check --profile services 2>&1 | tail -n 2 >&2
  stop_all
  pids=() port=()
  work=$(mktemp -d)
  checkout=$work/posthog
  start_black_holes
  in_checkout hyperfine -N -i --warmup 1 --runs "$runs" --export-csv "$work/times" \
    -n "posthog-doctor check --profile services (black holes)" "'$doctor' check --profile services" \
    -n "posthog-doctor check (black holes)" "'$doctor' check" >"$work/hyperfine.log" 2>&1
  echo
  echo "Where every port is a black hole (the limit of a probe is 3 s):"
  echo
  echo "| command | median | slowest | of the limit |"
  echo "|---|---:|---:|---:|"
  awk -F, 'NR > 1 { printf "| `%s` | %.0f ms | %.0f ms | %.2f |\n", $1, $4 * 1000, $8 * 1000, $4 / 3 }' "$work/times"
}

# The libraries that talk to servers, and what they need of Java: a run without servers loads none of it.
write_classes() {
  start_stack
  local file=$root/src/main/archive/drivers.classes
  mkdir -p "${file%/*}"
  # the options are divided by blanks, which the folder may have: the lists lie beside the checkout
  in_checkout env POSTHOG_DOCTOR_JAVA_OPTS="-XX:DumpLoadedClassList=../with" "$doctor" check >/dev/null 2>&1 || true
  (cd "$work" && POSTHOG_DOCTOR_JAVA_OPTS="-XX:DumpLoadedClassList=without" "$doctor" check >/dev/null 2>&1) || true
  LC_ALL=C grep -v -E '^#|com/posthog|/Proxy[0-9]|[$][$]Lambda' "$work/with" | LC_ALL=C sort -u >"$work/one"
  LC_ALL=C sort -u "$work/without" | LC_ALL=C comm -23 "$work/one" - >"$file"
  wc -l "$file"
}

"$doctor" --version >/dev/null # builds, when that is still to be done
case ${1-} in
  '') measure ;;
  run)
    shift
    start_stack
    write_script
    cd "$checkout"
    ASK=$work/ask "$@"
    ;;
  black-holes)
    shift
    start_black_holes
    cd "$checkout"
    "$@"
    ;;
  classes) write_classes ;;
  *)
    sed -n '3,16s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
    ;;
esac
