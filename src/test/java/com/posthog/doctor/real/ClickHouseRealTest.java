package com.posthog.doctor.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.posthog.doctor.support.BadServer;
import com.posthog.doctor.support.ClickHouseFront;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.OldClickHouse;
import com.posthog.doctor.support.TestCheckout;
import com.posthog.doctor.support.ZooKeeperServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * ClickHouse for real: today's engine (chdb behind a front that emulates users), Debian's server of
 * 2018, and servers that are none.
 */
@Tag("real")
class ClickHouseRealTest {
  private static final String QUICKLY = "2s";

  @TempDir Path temporary;

  private TestCheckout checkout;

  @BeforeEach
  void makeCheckout() {
    checkout = TestCheckout.of("layered", temporary);
  }

  /** The checkout as if its ClickHouse were published on this port, and on this machine's name. */
  private Doctor doctor(int port) {
    return Doctor.in(checkout.publish(8123, port).folder()).with("CLICKHOUSE_HOST", "127.0.0.1");
  }

  private static JsonObject only(Doctor.Run run, String check) {
    List<JsonObject> findings = run.findings(check);
    assertEquals(1, findings.size(), run.out() + run.err());
    return findings.get(0);
  }

  private static String text(JsonObject finding, String field) {
    return finding.get(field).isJsonNull() ? "" : finding.get(field).getAsString();
  }

  private static void expect(Doctor.Run run, String check, String status, String part) {
    assertEquals(status, run.status(check), () -> run.out() + run.err());
    assertTrue(run.messages(check, status).contains(part), () -> run.messages(check, status));
  }

  @Test
  void onTodaysEngineEveryCheckOfAMigratedServerPasses() throws IOException {
    try (ClickHouseFront front = ClickHouseFront.start(temporary).migrated().withKeeper()) {
      Doctor.Run run = doctor(front.port()).check("clickhouse.*", "tests.clickhouse");
      for (String check :
          List.of("login", "version", "database", "migrations", "replicas", "keeper", "disk")) {
        assertEquals("pass", run.status("clickhouse." + check), () -> run.out() + run.err());
      }
      expect(run, "clickhouse.login", "pass", "lets default in");
      expect(run, "clickhouse.login", "pass", "lets app in");
      expect(run, "clickhouse.kafka-tables", "pass", "No table of ClickHouse reads from Kafka");
      expect(run, "clickhouse.errors", "pass", "noted nothing of late");
      expect(run, "tests.clickhouse", "pass", "default may make databases");
    }
  }

  @Test
  void onTodaysEngineEveryQueryOnlyReads() throws IOException {
    try (ClickHouseFront front = ClickHouseFront.start(temporary).migrated().withKeeper()) {
      doctor(front.port()).check("clickhouse.*");
      List<JsonObject> queries = front.queries();
      assertTrue(queries.size() >= 4 && queries.size() <= 6, () -> queries.toString());
      for (JsonObject query : queries) {
        assertEquals("2", query.getAsJsonObject("settings").get("readonly").getAsString());
        assertTrue(query.get("query").getAsString().matches("(?s)(SELECT|SHOW) .*"));
      }
    }
  }

  @Test
  void onTodaysEngineAWrongPasswordOfTheAppIsToldFromOtherUsers() throws IOException {
    try (ClickHouseFront front = ClickHouseFront.start(temporary).migrated()) {
      Doctor wrong = doctor(front.port()).with("CLICKHOUSE_APP_PASSWORD", "nonsense");
      Doctor.Run run = wrong.check("clickhouse.*");
      expect(run, "clickhouse.login", "fail", "refuses app with the password from");
      expect(run, "clickhouse.login", "fail", "users-dev.xml has another one");
      assertFalse((run.out() + run.err()).contains("nonsense"), "the password is shown");
      assertEquals("blocked", run.status("clickhouse.migrations"));
      assertEquals(List.of("clickhouse.login"), run.headlines());
      expect(doctor(front.port()).check("clickhouse.login"), "clickhouse.login", "pass", "app");
    }
    Map<String, String> others = Map.of("default", "", "app", "another");
    try (ClickHouseFront front = ClickHouseFront.start(temporary, 0, others)) {
      Doctor.Run run = doctor(front.port()).check("clickhouse.login");
      expect(run, "clickhouse.login", "fail", "a server with these users is needed");
      assertEquals(1, count(run, "pass"), run::out);
    }
  }

  private static long count(Doctor.Run run, String status) {
    return run.findings("clickhouse.login").stream()
        .filter(one -> text(one, "status").equals(status))
        .count();
  }

  @Test
  void onTodaysEngineAMissingDatabaseIsTheOneFault() throws IOException {
    try (ClickHouseFront front = ClickHouseFront.start(temporary).withKeeper()) {
      Doctor.Run run = doctor(front.port()).check("clickhouse.*");
      expect(run, "clickhouse.database", "fail", "ClickHouse has no database posthog, only");
      assertEquals("blocked", run.status("clickhouse.migrations"));
      assertEquals(List.of("clickhouse.database"), run.headlines());
      front.migrated();
      expect(
          doctor(front.port()).check("clickhouse.database"),
          "clickhouse.database",
          "pass",
          "posthog exists");
    }
  }

  @Test
  void onTodaysEnginePendingAndOrphanedMigrationsAreToldApart() throws IOException {
    try (ClickHouseFront front = ClickHouseFront.start(temporary).migrated()) {
      checkout.write("posthog/clickhouse/migrations/0005_new.py", "operations = []\n");
      Doctor.Run run = doctor(front.port()).check("clickhouse.migrations");
      expect(run, "clickhouse.migrations", "fail", "1 migration of ClickHouse is not applied");
      assertEquals("error", text(only(run, "clickhouse.migrations"), "severity"));
      front.applied("0005_new").applied("0006_mine");
      run = doctor(front.port()).check("clickhouse.migrations");
      expect(run, "clickhouse.migrations", "fail", "not in this checkout: 0006_mine");
      assertEquals("warning", text(only(run, "clickhouse.migrations"), "severity"));
      Files.delete(checkout.at("posthog/clickhouse/migrations/0005_new.py"));
      front.run("TRUNCATE TABLE posthog.infi_clickhouse_orm_migrations");
      expect(
          doctor(front.port()).check("clickhouse.migrations"),
          "clickhouse.migrations",
          "fail",
          "No migration of ClickHouse was ever applied to posthog; the checkout has 4");
    }
  }

  @Test
  void onTodaysEngineTablesThatAreGoneAreMissed() throws IOException {
    try (ClickHouseFront front = ClickHouseFront.start(temporary).migrated()) {
      front.run("DROP TABLE posthog.sharded_events");
      expect(
          doctor(front.port()).check("clickhouse.migrations"),
          "clickhouse.migrations",
          "fail",
          "what they made is gone from posthog: sharded_events");
    }
  }

  @Test
  void onTodaysEngineFiveThousandMigrationsAreCompared() throws IOException {
    try (ClickHouseFront front = ClickHouseFront.start(temporary).migrated()) {
      front.run(
          "INSERT INTO posthog.infi_clickhouse_orm_migrations SELECT"
              + " 'posthog.clickhouse.migrations', concat('1', toString(100000 + number), '_x'),"
              + " today() FROM numbers(5000)");
      expect(
          doctor(front.port()).check("clickhouse.migrations"),
          "clickhouse.migrations",
          "fail",
          "5000 migrations that ClickHouse has applied are not in this checkout");
    }
  }

  @Test
  void onTodaysEngineAReplicatedTableThatTakesNoWritesFails() throws IOException {
    try (ZooKeeperServer keeper = ZooKeeperServer.start(temporary)) {
      Path config = temporary.resolve("keeper.xml");
      Files.writeString(
          config,
          "<clickhouse><zookeeper><node><host>127.0.0.1</host><port>"
              + keeper.port()
              + "</port></node></zookeeper></clickhouse>\n");
      try (ClickHouseFront front =
          ClickHouseFront.start(temporary, "--config-file=" + config).migrated().withKeeper()) {
        Doctor.Run run = doctor(front.port()).check("clickhouse.replicas");
        expect(run, "clickhouse.replicas", "pass", "All 0 replicated tables take writes");
        // the engine has no background threads of a server, so the table stays as it is made
        front.run(
            "CREATE TABLE posthog.replicated (id UInt64)"
                + " ENGINE = ReplicatedMergeTree('/tables/one', 'a') ORDER BY id");
        run = doctor(front.port()).check("clickhouse.replicas");
        expect(
            run,
            "clickhouse.replicas",
            "fail",
            "1 of 1 replicated tables take no writes: posthog.replicated");
      }
    }
  }

  @Test
  void onTodaysEngineWithoutZooKeeperTheKeeperIsMissed() throws IOException {
    try (ClickHouseFront front = ClickHouseFront.start(temporary).migrated()) {
      expect(
          doctor(front.port()).check("clickhouse.keeper"),
          "clickhouse.keeper",
          "fail",
          "knows of no ZooKeeper");
      front.withKeeper();
      expect(
          doctor(front.port()).check("clickhouse.keeper"), "clickhouse.keeper", "pass", "answers");
    }
  }

  @Test
  void onTodaysEngineAKeeperThatCannotBeReadFailsInItsWords() throws IOException {
    try (ClickHouseFront front = ClickHouseFront.start(temporary).migrated()) {
      front
          .run("CREATE DATABASE emulated")
          .run(ClickHouseFront.TABLES)
          .run(
              "CREATE VIEW emulated.zookeeper AS SELECT '/' AS path, 1 AS name"
                  + " WHERE throwIf(materialize(1), 'Connection loss') = 0");
      expect(
          doctor(front.port()).check("clickhouse.keeper"),
          "clickhouse.keeper",
          "fail",
          "ClickHouse cannot use ZooKeeper: Code: 395. DB::Exception: Connection loss");
    }
  }

  @Test
  void onTodaysEngineStuckConsumersAreTold() throws IOException {
    try (ClickHouseFront front = ClickHouseFront.start(temporary).migrated()) {
      front
          .run("CREATE DATABASE emulated")
          .run(
              "CREATE VIEW emulated.kafka_consumers AS SELECT 'posthog' AS database,"
                  + " 'kafka_events_json' AS table, [now() - 5] AS `exceptions.time`,"
                  + " ['Local: Broker transport failure'] AS `exceptions.text`,"
                  + " toDateTime(0) AS last_commit_time");
      // in its first minute a server has yet to find Kafka
      Doctor.Run young = doctor(front.port()).check("clickhouse.kafka-tables");
      expect(young, "clickhouse.kafka-tables", "pass", "1 consumers of ClickHouse read");
      front.uptime(3600);
      expect(
          doctor(front.port()).check("clickhouse.kafka-tables"),
          "clickhouse.kafka-tables",
          "fail",
          "posthog.kafka_events_json does not read from Kafka: Local: Broker transport failure");
    }
  }

  @Test
  void onTodaysEngineErrorsThatDoNotPassAreTold() throws IOException {
    try (ClickHouseFront front = ClickHouseFront.start(temporary).migrated()) {
      Doctor.Run run = doctor(front.port()).check("clickhouse.errors");
      expect(run, "clickhouse.errors", "pass", "noted nothing");
      boolean refused = false;
      try {
        front.run(
            "SELECT groupArray(repeat('x', 100)) FROM numbers(1000000)"
                + " SETTINGS max_memory_usage = 1000000");
      } catch (IllegalStateException tooMuch) {
        refused = true;
      }
      assertTrue(refused, "the engine did not refuse");
      run = doctor(front.port()).check("clickhouse.errors");
      expect(run, "clickhouse.errors", "fail", "ClickHouse ran out of memory");
      assertEquals("warning", text(only(run, "clickhouse.errors"), "severity"));
    }
  }

  @Test
  void onTodaysEngineAFullDiskIsTold() throws IOException {
    try (ClickHouseFront front = ClickHouseFront.start(temporary).migrated()) {
      expect(doctor(front.port()).check("clickhouse.disk"), "clickhouse.disk", "pass", "free");
      front
          .run("CREATE DATABASE emulated")
          .run(
              "CREATE VIEW emulated.disks AS SELECT 'default' AS name, '/data' AS path,"
                  + " toUInt64(1000000) AS free_space, toUInt64(100000000000) AS total_space");
      expect(
          doctor(front.port()).check("clickhouse.disk"),
          "clickhouse.disk",
          "fail",
          "disk default has 977 KiB of 93.1 GiB left");
    }
  }

  @Test
  void theServerOf2018IsTooOldAndNothingElse() throws IOException {
    try (OldClickHouse server = OldClickHouse.start(temporary)) {
      Doctor.Run run = doctor(server.port()).check("clickhouse.*", "tests.clickhouse");
      expect(run, "clickhouse.login", "pass", "lets default in");
      expect(run, "clickhouse.login", "pass", "lets app in");
      expect(run, "clickhouse.version", "fail", "ClickHouse 18.16.1 is too old for the clients");
      for (String check : List.of("clickhouse.database", "clickhouse.disk", "tests.clickhouse")) {
        assertEquals("blocked", run.status(check), () -> run.out());
      }
      assertEquals(List.of("clickhouse.version"), run.headlines());
    }
  }

  @Test
  void theServerOf2018RefusesAWrongPassword() throws IOException {
    try (OldClickHouse server = OldClickHouse.start(temporary)) {
      Doctor wrong = doctor(server.port()).with("CLICKHOUSE_APP_PASSWORD", "nonsense");
      Doctor.Run run = wrong.check("clickhouse.login");
      expect(run, "clickhouse.login", "fail", "refuses app with the password from");
      assertEquals(1, count(run, "pass"), run::out);
      Doctor stranger = doctor(server.port()).with("CLICKHOUSE_USER", "ada");
      expect(stranger.check("clickhouse.login"), "clickhouse.login", "fail", "refuses ada");
    }
  }

  @Test
  void theServerOf2018SaysNothingWhileItIsStopped() throws IOException {
    try (OldClickHouse server = OldClickHouse.start(temporary)) {
      server.pause();
      Doctor.Run run =
          doctor(server.port())
              .check("clickhouse.login", "--probe-limit", QUICKLY, "--deadline", "20s");
      expect(run, "clickhouse.login", "fail", "takes connections and says nothing");
      server.resume();
      run = doctor(server.port()).check("clickhouse.login");
      expect(run, "clickhouse.login", "pass", "lets default in");
    }
  }

  @Test
  void withoutAServerAndWithoutAStackItIsNotAsked() throws IOException {
    int port;
    try (BadServer gone = BadServer.of(BadServer.Kind.BLACK_HOLE)) {
      port = gone.port();
    }
    Doctor.Run run = doctor(port).check("clickhouse.*");
    assertEquals("blocked", run.status("clickhouse.login"), run::out);
    assertEquals("blocked", run.status("clickhouse.migrations"), run::out);
  }

  @ParameterizedTest
  @EnumSource(BadServer.Kind.class)
  void whatIsNoClickHouseIsToldInASentence(BadServer.Kind kind) throws IOException {
    try (BadServer server = BadServer.of(kind)) {
      Doctor doctor = doctor(server.port());
      long start = System.nanoTime();
      Doctor.Run run = doctor.check("clickhouse.*", "--probe-limit", QUICKLY, "--deadline", "20s");
      long millis = (System.nanoTime() - start) / 1_000_000;
      assertEquals("fail", run.status("clickhouse.login"), run::out);
      String message = run.messages("clickhouse.login", "fail");
      assertTrue(message.startsWith("ClickHouse cannot be asked: "), message);
      assertTrue(message.contains(words(kind)), () -> kind + ": " + message);
      assertFalse((run.out() + run.err()).matches("(?s).*(Exception|java\\.|com\\.).*"), run::out);
      assertTrue(millis < 15_000, () -> "it took " + millis + " ms");
      assertEquals(List.of("clickhouse.login"), run.headlines());
    }
  }

  private static String words(BadServer.Kind kind) {
    return switch (kind) {
      case BLACK_HOLE -> "takes connections and says nothing";
      case GARBAGE -> "does not speak the language of ClickHouse";
      case DRIP -> "is not ClickHouse, or stuck";
      case HTTP -> "another web server, not ClickHouse";
      case SSH -> "is an SSH server, not ClickHouse";
      case CLOSES -> "hangs up at once";
      case TLS -> "wants TLS";
    };
  }
}
