package com.posthog.doctor.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the servers of the stack hold: how it gets there, and how a fault changes it. */
final class Servers {
  private final Stack stack;

  Servers(Stack stack) {
    this.stack = stack;
  }

  /** Lets every server hold what it holds after the first start of PostHog. */
  void fill() throws Exception {
    fillPostgres();
    fillKafka();
  }

  /** Lets a server that was made anew hold it. */
  void refill(String service) throws Exception {
    switch (service) {
      case "db" -> fillPostgres();
      case "kafka" -> fillKafka();
      default -> {} // it holds nothing, or fills itself
    }
  }

  /** Runs statements in a database as a role that nothing in the checkout names. */
  void sql(String database, String... statements) {
    List<String> argv =
        new ArrayList<>(
            List.of("exec", "-e", "PGPASSWORD=posthog", Containers.name("db"), "/usr/bin/psql"));
    argv.addAll(List.of("-qX", "-h", "127.0.0.1", "-U", "admin", "-d", database));
    argv.addAll(List.of("-v", "ON_ERROR_STOP=1"));
    for (String statement : statements) {
      argv.addAll(List.of("-c", statement));
    }
    stack.engine().docker(argv.toArray(new String[0]));
  }

  /** Makes the role and the database, runs the checkout's own scripts, and notes the migrations. */
  private void fillPostgres() throws IOException {
    sql(
        "postgres",
        "CREATE ROLE posthog LOGIN SUPERUSER PASSWORD 'posthog'",
        "CREATE DATABASE posthog OWNER posthog");
    stack
        .containers()
        .exec(
            "db",
            "/usr/bin/env",
            "PGPASSWORD=posthog",
            "PGHOST=127.0.0.1",
            "PGDATABASE=posthog",
            "POSTGRES_USER=posthog",
            "POSTGRES_DB=posthog",
            "POSTGRES_PASSWORD=posthog",
            "PATH=/usr/bin:/bin",
            "/usr/bin/bash",
            "-c",
            "for f in /init/*; do case $f in *.sql) psql -U posthog -f $f;; *) bash $f;; esac; done");
    sql("posthog", Content.django(stack.checkout()).toArray(new String[0]));
    for (String folder : Content.SQLX.keySet()) {
      fillSqlx(folder);
    }
  }

  /** Notes every sqlx migration of a folder as applied. */
  void fillSqlx(String folder) throws IOException {
    List<String> statements = Content.sqlx(stack.checkout(), folder);
    sql(Content.SQLX.getOrDefault(folder, ""), statements.toArray(new String[0]));
  }

  /** Makes the topics that the checkout's kafka-init makes. */
  void fillKafka() throws Exception {
    Topics.make(stack.port("kafka"), Declaration.topics(stack.checkout()));
  }

  /** Runs a command of Redis. */
  void redis(String... words) {
    List<String> argv = new ArrayList<>(List.of("/usr/bin/redis-cli"));
    argv.addAll(List.of(words));
    stack.containers().exec("redis7", argv.toArray(new String[0]));
  }

  /** Runs statements in ClickHouse. */
  void clickhouse(String... statements) throws IOException {
    for (String statement : statements) {
      URI uri = URI.create("http://127.0.0.1:" + stack.port("clickhouse") + "/");
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setRequestMethod("POST");
      connection.setDoOutput(true);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(statement.getBytes(StandardCharsets.UTF_8));
      }
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        String said =
            new String(connection.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        throw new IOException(statement + ": " + said);
      }
      connection.disconnect();
    }
  }

  /** Lets ClickHouse be without ZooKeeper, as it is a moment after that has gone. */
  void loseKeeper() throws IOException {
    clickhouse(
        "RENAME TABLE emulated.zookeeper TO emulated.lost",
        "CREATE TABLE emulated.replicas (database String, table String, is_readonly UInt8)"
            + " ENGINE = Memory",
        "INSERT INTO emulated.replicas VALUES ('posthog', 'sharded_events', 1)");
  }

  /** Lets it find ZooKeeper again. */
  void findKeeper() throws IOException {
    clickhouse("RENAME TABLE emulated.lost TO emulated.zookeeper", "DROP TABLE emulated.replicas");
  }
}
