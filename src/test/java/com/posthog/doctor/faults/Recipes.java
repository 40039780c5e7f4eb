package com.posthog.doctor.faults;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How each service of the stack is started in its container. */
final class Recipes {
  /** What no image can do without: its health is looked at often, and for little. */
  private static final List<String> LOOKED_AT =
      List.of(
          "--health-interval",
          "1s",
          "--health-timeout",
          "5s",
          "--health-retries",
          "1",
          "--health-cmd",
          "test ! -e /tmp/sick");

  private Recipes() {}

  /** The services by name, in the order of the compose file. */
  static Map<String, Containers.Recipe> all() {
    Map<String, Containers.Recipe> all = new LinkedHashMap<>();
    all.put("db", new Containers.Recipe(5432, LOOKED_AT, POSTGRES));
    all.put("redis7", new Containers.Recipe(6379, LOOKED_AT, REDIS));
    all.put("clickhouse", new Containers.Recipe(8123, List.of(), CLICKHOUSE));
    all.put("zookeeper", new Containers.Recipe(2181, List.of(), ZOOKEEPER));
    all.put("kafka", new Containers.Recipe(9092, LOOKED_AT, KAFKA));
    all.put("objectstorage", new Containers.Recipe(19000, List.of(), STORAGE));
    all.put("temporal", new Containers.Recipe(7233, List.of(), TEMPORAL));
    all.put("maildev", new Containers.Recipe(1080, List.of(), MAILDEV));
    all.put("proxy", new Containers.Recipe(8000, List.of("--add-host", "web:host-gateway"), PROXY));
    return all;
  }

  /** What answers every connection with these words, in the place of a service. */
  static String stranger(int port, String words) {
    return "while true; do printf '%s\\r\\n' | /bin/nc -l -p %d; done".formatted(words, port);
  }

  /** More options than a recipe has. */
  static List<String> with(Containers.Recipe recipe, String... more) {
    List<String> all = new ArrayList<>(recipe.options());
    all.addAll(List.of(more));
    return all;
  }

  /** Postgres refuses to run as root, so it runs as nobody; inside it trusts, as its image does. */
  static final String POSTGRES =
      """
      P=$(echo /usr/lib/postgresql/*/bin)
      AS='/usr/bin/setpriv --reuid=65534 --regid=65534 --clear-groups'
      if [ ! -e /data ]; then
        mkdir -p /data /tmp /var/run/postgresql; echo posthog >/tmp/password
        chmod 777 /data /tmp /var/run/postgresql
        $AS $P/initdb -D /data/d --auth-local=trust --auth-host=scram-sha-256 -U admin \
          --pwfile=/tmp/password --no-sync --locale=C -E UTF8
        echo 'host all all all scram-sha-256' >>/data/d/pg_hba.conf
      fi
      rm -f /data/d/postmaster.pid
      exec $AS $P/postgres -D /data/d -k /var/run/postgresql -c 'listen_addresses=*' -c fsync=off
      """;

  static final String REDIS =
      """
      exec /usr/bin/redis-server --port 6379 --bind 0.0.0.0 --protected-mode no --save '' \
        --dir /tmp --maxmemory-policy allkeys-lru --maxmemory 200mb
      """;

  static final String CLICKHOUSE =
      """
      mkdir -p /data
      /usr/bin/sed "s/'127.0.0.1'/'0.0.0.0'/" /front/clickhouse-front.js >/tmp/front.js
      (cat /content/clickhouse; /usr/bin/tail -f /dev/null) |
        /usr/bin/node /tmp/front.js /servers/chdb/node_modules/chdb 8123 /data/db \
          '{"default":"","app":"apppass"}'
      """;

  static final String ZOOKEEPER =
      """
      mkdir -p /data
      printf 'tickTime=2000\\ndataDir=/data\\nclientPort=2181\\nadmin.enableServer=false\\n%s\\n' \
        '4lw.commands.whitelist=srvr,ruok' >/tmp/zoo.cfg
      exec /usr/bin/java -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
        -cp '/servers/zookeeper/lib/*' org.apache.zookeeper.server.quorum.QuorumPeerMain /tmp/zoo.cfg
      """;

  static final String KAFKA =
"""
      cat >/tmp/server.properties <<END
      process.roles=broker,controller
      node.id=1
      controller.quorum.voters=1@127.0.0.1:9094
      listeners=CLIENTS://0.0.0.0:9092,INSIDE://127.0.0.1:9093,CONTROLLER://127.0.0.1:9094
      advertised.listeners=CLIENTS://${ADVERTISED:-localhost:$PORT},INSIDE://127.0.0.1:9093
      listener.security.protocol.map=CLIENTS:PLAINTEXT,INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT
      inter.broker.listener.name=INSIDE
      controller.listener.names=CONTROLLER
      log.dirs=/data/kafka
      offsets.topic.replication.factor=1
      offsets.topic.num.partitions=1
      group.initial.rebalance.delay.ms=0
END
      set -f
      J='/usr/bin/java -Xms128m -Xmx384m -XX:+UseSerialGC -XX:TieredStopAtLevel=1
        -cp /servers/kafka/lib/*'
      if [ ! -e /data/kafka ]; then
        mkdir -p /data
        $J kafka.tools.StorageTool format -t MkU3OEVBNTcwNTJENDM2Qk -c /tmp/server.properties
      fi
      exec $J kafka.Kafka /tmp/server.properties""";

  static final String STORAGE =
      """
      mkdir -p /data
      exec /usr/bin/node /servers/s3rver/node_modules/.bin/s3rver -d /data -p 19000 -a 0.0.0.0 \
        --configure-bucket posthog --configure-bucket ducklake-dev --configure-bucket ai-blobs
      """;

  /** A server of gRPC begins as every server of HTTP/2 does. */
  static final String TEMPORAL =
      "exec /usr/bin/node -e \"require('http2').createServer().listen(7233)\"";

  static final String MAILDEV =
      """
      exec /usr/bin/node /servers/maildev/node_modules/.bin/maildev --ip 0.0.0.0 --web 1080 \
        --smtp 1025
      """;

  /** Passes everything on to the backend on the host; 502 when it is not there. */
  static final String PROXY =
"""
      cat >/tmp/proxy.js <<'END'
      const http = require('http');
      http.createServer((request, response) => {
        const there = { host: 'web', port: process.env.BACKEND, path: request.url };
        const on = http.get(there, (answer) => {
          response.writeHead(answer.statusCode, answer.headers);
          answer.pipe(response);
        });
        on.on('error', () => response.writeHead(502).end());
      }).listen(8000);
END
      exec /usr/bin/node /tmp/proxy.js""";
}
