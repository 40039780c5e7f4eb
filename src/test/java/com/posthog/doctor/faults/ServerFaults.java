package com.posthog.doctor.faults;

import java.util.ArrayList;
import java.util.List;

/** Faults of the other servers, and of what the checkout says of them. */
final class ServerFaults {
  private static final String LEDGER = "posthog.infi_clickhouse_orm_migrations";

  private final List<Fault> all = new ArrayList<>();

  private ServerFaults() {}

  static List<Fault> all() {
    ServerFaults faults = new ServerFaults();
    faults.clickhouse();
    faults.redis();
    faults.kafka();
    faults.storage();
    faults.strangers();
    return faults.all;
  }

  private void add(String name, String headline, Fault.Act make, Fault.Act mend) {
    all.add(Fault.of(name, headline, make, mend));
  }

  private void clickhouse() {
    all.add(
        Fault.set(
            "a password of ClickHouse is wrong",
            "clickhouse.login app",
            "CLICKHOUSE_APP_PASSWORD=wrong"));
    all.add(
        Fault.set(
            "a database of ClickHouse is not there",
            "clickhouse.database ClickHouse",
            "CLICKHOUSE_DATABASE=nothing"));
    add(
        "a ClickHouse migration is pending",
        "clickhouse.migrations pending",
        stack -> stack.servers().clickhouse(delete("0004_person_distinct_id2")),
        stack -> stack.servers().clickhouse(insert("0004_person_distinct_id2")));
    add(
        "a ClickHouse migration is of another branch",
        "clickhouse.migrations orphaned",
        stack -> stack.servers().clickhouse(insert("0005_other")),
        stack -> stack.servers().clickhouse(delete("0005_other")));
    add(
        "ClickHouse has lost ZooKeeper, which runs",
        "clickhouse.keeper ZooKeeper",
        stack -> stack.servers().loseKeeper(),
        stack -> stack.servers().findKeeper());
    add(
        "the disk of ClickHouse is full",
        "clickhouse.disk default",
        stack ->
            stack
                .servers()
                .clickhouse(
                    "CREATE TABLE emulated.disks (name String, path String, free_space UInt64,"
                        + " total_space UInt64) ENGINE = Memory",
                    "INSERT INTO emulated.disks VALUES"
                        + " ('default', '/var/lib/clickhouse/', 4096, 64000000000)"),
        stack -> stack.servers().clickhouse("DROP TABLE emulated.disks"));
  }

  /** The statement that takes a migration off the list. */
  static String delete(String migration) {
    return "ALTER TABLE "
        + LEDGER
        + " DELETE WHERE module_name = '"
        + migration
        + "' SETTINGS mutations_sync = 2";
  }

  /** The statement that notes a migration as applied. */
  static String insert(String migration) {
    return "INSERT INTO "
        + LEDGER
        + " VALUES ('posthog.clickhouse.migrations', '"
        + migration
        + "', today())";
  }

  private void redis(String name, String headline, String make, String mend) {
    add(
        name,
        headline,
        stack -> stack.servers().redis(make.split(" ")),
        stack -> stack.servers().redis(mend.split(" ")));
  }

  private void redis() {
    redis(
        "redis7 is a read-only replica",
        "redis.writable redis7",
        "replicaof 127.0.0.1 1",
        "replicaof no one");
    redis(
        "redis7 keeps everything",
        "redis.policy redis7",
        "config set maxmemory-policy noeviction",
        "config set maxmemory-policy allkeys-lru");
    redis(
        "redis7 is full",
        "redis.writable redis7",
        "config set maxmemory-policy noeviction maxmemory 1",
        "config set maxmemory-policy allkeys-lru maxmemory 200mb");
    add(
        "redis7 wants a password",
        "redis.ping redis7",
        stack -> stack.servers().redis("config", "set", "requirepass", "secret"),
        stack -> stack.servers().redis("-a", "secret", "config", "set", "requirepass", ""));
    all.add(
        Fault.set(
            "REDIS_URL leads where nobody listens",
            "redis.ping redis7",
            "REDIS_URL=redis://localhost:1/"));
  }

  private void kafka() {
    add(
        "a topic is missing",
        "kafka.topics clickhouse_groups",
        stack -> Topics.drop(stack.port("kafka"), "clickhouse_groups"),
        stack -> stack.servers().fillKafka());
    add(
        "the broker sends its clients where nobody is",
        "kafka.advertised kafka",
        stack -> {
          stack
              .containers()
              .up(
                  "kafka",
                  Recipes.with(
                      stack.containers().recipe("kafka"), "-e", "ADVERTISED=nowhere.invalid:9092"),
                  Recipes.KAFKA);
          stack.containers().await("kafka");
          stack.app().says("capture", "/_liveness", 500, "rdkafka: unhealthy");
          stack.app().says("nodejs", "/_ready", 503, "{\"status\":\"error\"}");
        },
        stack -> {
          stack.app().isItself("nodejs", "/_ready");
          stack.app().isItself("capture", "/_liveness");
          stack.fresh("kafka");
        });
    all.add(
        Fault.set(
            "KAFKA_HOSTS leads where nobody listens",
            "kafka.broker kafka",
            "KAFKA_HOSTS=localhost:1"));
  }

  private void storage() {
    all.add(
        Fault.set(
            "the key of the storage is not known",
            "storage.credentials objectstorage",
            "OBJECT_STORAGE_ACCESS_KEY_ID=unknown"));
    add(
        "a bucket is missing",
        "storage.buckets posthog",
        stack ->
            stack.containers().exec("objectstorage", "/usr/bin/mv", "/data/posthog", "/data/.away"),
        stack ->
            stack
                .containers()
                .exec("objectstorage", "/usr/bin/mv", "/data/.away", "/data/posthog"));
  }

  /** Something else answers in the place of a server. */
  private void strangers() {
    stranger("redis7", "redis.ping redis7", "HTTP/1.1 400 Bad Request");
    stranger("db", "postgres.login db", "HTTP/1.1 400 Bad Request");
    stranger("clickhouse", "clickhouse.login clickhouse", "SSH-2.0-OpenSSH_9.2");
    stranger("kafka", "kafka.broker kafka", "HTTP/1.1 400 Bad Request");
    stranger("proxy", "app.proxy proxy", "220 mail ready");
    stranger("maildev", "maildev.answers maildev", "SSH-2.0-OpenSSH_9.2");
    stranger("zookeeper", "zookeeper.answers zookeeper", "SSH-2.0-OpenSSH_9.2");
    stranger("objectstorage", "storage.answers objectstorage", "220 mail ready");
    stranger("temporal", "temporal.answers temporal", "HTTP/1.1 400 Bad Request");
  }

  private void stranger(String service, String headline, String words) {
    add(
        "something else answers in the place of " + service,
        headline,
        stack -> {
          Containers.Recipe recipe = stack.containers().recipe(service);
          stack.containers().up(service, recipe.options(), Recipes.stranger(recipe.port(), words));
          stack.containers().await(service);
        },
        stack -> stack.fresh(service));
  }
}
