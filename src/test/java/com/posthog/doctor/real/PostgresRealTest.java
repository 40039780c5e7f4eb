package com.posthog.doctor.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.posthog.doctor.support.BadServer;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.FakeEngine;
import com.posthog.doctor.support.PostgresServer;
import com.posthog.doctor.support.ScriptedServer;
import com.posthog.doctor.support.TestCheckout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real PostgreSQL with the databases of a checkout: each fault is made, seen and taken away. */
@Tag("real")
class PostgresRealTest {
  private static final String[] DATABASES = {
    "agent-runtime-queue",
    "behavioral_cohorts",
    "cyclotron",
    "cyclotron_node",
    "cyclotron_shadow",
    "ducklake",
    "flags_read_store",
    "posthog_persons",
    "posthog_visual_review"
  };

  @TempDir static Path temporary;
  private static PostgresServer server;
  private static TestCheckout checkout;

  @BeforeAll
  static void startServer() throws IOException {
    assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed here");
    server = PostgresServer.startForPosthog("max_connections=20");
    checkout = TestCheckout.of("layered", temporary);
    replace("docker-compose.dev.yml", "'5432:5432'", "'" + server.port() + ":5432'");
    replace(".env.services", "@db:5432", "@127.0.0.1:" + server.port());
    replace(".env.services", "PGHOST=db", "PGHOST=127.0.0.1\nPGPORT=" + server.port());
    for (String name : DATABASES) {
      server.sql("postgres", "CREATE DATABASE \"" + name + "\" OWNER posthog");
    }
    addDjango();
    addSqlx("cyclotron", "rust/cyclotron-core/migrations");
    addSqlx("cyclotron_node", "rust/cyclotron-node-migrations");
    addSqlx("posthog_persons", "rust/persons_migrations");
    addSqlx("behavioral_cohorts", "rust/behavioral_cohorts_migrations");
    addSqlx("flags_read_store", "rust/flags_read_store_migrations");
  }

  private static void addDjango() throws IOException {
    String table =
        "CREATE TABLE django_migrations (id serial, app varchar(255), name varchar(255))";
    server.sql(
        "posthog",
        "SET ROLE posthog",
        table,
        "INSERT INTO django_migrations (app, name) VALUES ('posthog', '0001_initial'),"
            + " ('posthog', '0002_instance_setting'), ('posthog', '0003_feature_flag'),"
            + " ('ee', '0001_initial'), ('ee', '0002_hook'), ('ee', '0003_license'),"
            + " ('ee', '0004_conversation'), ('early_access_features', '0001_initial'),"
            + " ('auth', '0001_initial')",
        "CREATE TABLE posthog_user (id serial, email varchar, is_active bool, is_staff bool)",
        "INSERT INTO posthog_user (email, is_active, is_staff) VALUES ('a@example.com', true, true)",
        "CREATE TABLE posthog_organization (id uuid)",
        "INSERT INTO posthog_organization VALUES (gen_random_uuid())",
        "CREATE TABLE posthog_team (id serial)",
        "INSERT INTO posthog_team DEFAULT VALUES");
    server.sql(
        "posthog_visual_review",
        "SET ROLE posthog",
        table,
        "INSERT INTO django_migrations (app, name) VALUES ('visual_review', '0001_initial')");
  }

  private static void addSqlx(String database, String folder) throws IOException {
    StringBuilder rows = new StringBuilder("INSERT INTO _sqlx_migrations VALUES ");
    try (Stream<Path> files = Files.list(checkout.at(folder))) {
      for (Path file : files.sorted().toList()) {
        String version = String.valueOf(file.getFileName()).split("_", 2)[0];
        rows.append(rows.toString().endsWith(")") ? ", " : "")
            .append("(" + version + ", 'x', now(), true, '\\x" + sha384(file) + "', 1)");
      }
    }
    server.sql(
        database,
        "SET ROLE posthog",
        "CREATE TABLE _sqlx_migrations (version bigint, description text, installed_on timestamptz,"
            + " success boolean, checksum bytea, execution_time bigint)",
        rows.toString());
  }

  private static String sha384(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-384").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void replace(String file, String old, String text) throws IOException {
    String before = Files.readString(checkout.at(file));
    assertTrue(before.contains(old), () -> file + " does not hold " + old);
    checkout.write(file, before.replace(old, text));
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  private static Doctor.Run look() {
    return look(Doctor.in(checkout.folder()));
  }

  private static Doctor.Run look(Doctor doctor) {
    return doctor.check("postgres.*", "tests.database");
  }

  /** Sees that one check fails with these words, and that nothing else is a headline. */
  private static void expect(Doctor.Run run, String check, String words) {
    assertEquals(List.of(check), run.headlines(), () -> run.out() + run.err());
    expectAlone(run, check, words);
  }

  private static void expectAlone(Doctor.Run run, String check, String words) {
    String said = run.messages(check, "fail");
    assertTrue(said.contains(words), () -> words + " is not in: " + said + run.out());
    assertNoClassNames(run);
  }

  private static void assertNoClassNames(Doctor.Run run) {
    assertFalse(run.out().contains("Exception"), run::out);
    assertFalse(run.out().contains("org.postgresql"), run::out);
    assertEquals("", run.err());
  }

  private static void expectHealth() {
    Doctor.Run run = look();
    assertEquals(List.of(), run.headlines(), run::out);
    assertEquals(8, run.findings("").stream().map(f -> f.get("check")).distinct().count());
    run.findings("").forEach(f -> assertEquals("pass", f.get("status").getAsString(), run::out));
  }

  @Test
  void aServerWithAllThatTheCheckoutWantsPassesEverything() {
    expectHealth();
  }

  @Test
  void aWrongPasswordIsSaidAndTheRestWaits() throws IOException {
    server.sql("postgres", "ALTER ROLE posthog PASSWORD 'another'");
    try {
      Doctor.Run run = look();
      expect(run, "postgres.login", "refuses the password of posthog");
      assertEquals("blocked", run.status("postgres.migrations"));
      assertTrue(run.out().contains("SQLSTATE 28P01"), run::out);
    } finally {
      server.sql("postgres", "ALTER ROLE posthog PASSWORD 'posthog'");
    }
    expectHealth();
  }

  @Test
  void aMissingRoleIsToldFromAWrongPassword() throws IOException {
    server.admit("host all all 127.0.0.1/32 trust");
    server.sql("postgres", "ALTER ROLE posthog RENAME TO other");
    try {
      expect(look(), "postgres.login", "has no role posthog");
    } finally {
      server.sql(
          "postgres",
          "ALTER ROLE other RENAME TO posthog",
          "ALTER ROLE posthog PASSWORD 'posthog'");
      server.admitAll();
    }
    expectHealth();
  }

  @Test
  void aMissingDatabaseComesWithThoseThatThereAre() throws IOException {
    server.sql("postgres", "ALTER DATABASE posthog RENAME TO posthog_old");
    try {
      expect(look(), "postgres.login", "has no database posthog");
      expect(look(), "postgres.login", "it has agent-runtime-queue");
    } finally {
      server.sql("postgres", "ALTER DATABASE posthog_old RENAME TO posthog");
    }
    expectHealth();
  }

  @Test
  void aListOfClientsThatRejectsIsSaid() throws IOException {
    server.admit("host all all 127.0.0.1/32 reject");
    try {
      expect(look(), "postgres.login", "says its pg_hba.conf");
    } finally {
      server.admitAll();
    }
    expectHealth();
  }

  @Test
  void aServerThatWantsTlsIsObeyedUnlessTheUrlForbidsIt() throws IOException {
    server.certify();
    server.down();
    server.up("max_connections=20", "ssl=on");
    server.admit("hostssl all all 127.0.0.1/32 scram-sha-256");
    try {
      expectHealth();
      String url = "postgres://posthog:posthog@127.0.0.1:" + server.port() + "/posthog";
      Doctor plain = Doctor.in(checkout.folder()).with("DATABASE_URL", url + "?sslmode=disable");
      expect(look(plain), "postgres.login", "wants TLS, and DATABASE_URL does not allow it");
    } finally {
      server.admitAll();
      server.down();
      server.up("max_connections=20");
    }
    expectHealth();
  }

  @Test
  void aUrlThatWantsTlsOfAServerWithoutIsSaid() {
    String url = "postgres://posthog:posthog@127.0.0.1:" + server.port() + "/posthog";
    Doctor doctor = Doctor.in(checkout.folder()).with("DATABASE_URL", url + "?sslmode=require");
    expect(look(doctor), "postgres.login", "wants TLS (sslmode=require)");
  }

  @Test
  void aServerThatTakesNoLoginsYetIsSaid() throws IOException {
    server.down();
    checkoutFile(server.data().resolve("standby.signal"), "");
    server.up("max_connections=20", "hot_standby=off");
    try {
      expect(look(), "postgres.login", "is starting up and takes no logins yet");
    } finally {
      server.down();
      Files.delete(server.data().resolve("standby.signal"));
      server.up("max_connections=20");
    }
    expectHealth();
  }

  private static void checkoutFile(Path file, String text) throws IOException {
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aServerThatShutsDownIsSaid() throws IOException, SQLException {
    ProcessHandle ending;
    try (Connection last = connect()) {
      assertTrue(last.isValid(5));
      ending = server.stopSlowly();
      expect(look(), "postgres.login", "is shutting down");
    }
    ending.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    server.up("max_connections=20");
    expectHealth();
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + server.port() + "/posthog?gssEncMode=disable",
        "posthog",
        "posthog");
  }

  @Test
  void exhaustedConnectionsAreSaidWhileAndAfterASuperuserStillGetsOne() throws SQLException {
    Deque<Connection> open = new ArrayDeque<>();
    try {
      for (int i = 0; i < 17; i++) {
        open.push(connect());
      }
      expect(look(), "postgres.connections", "of 20 connections are in use");
      for (int i = 17; i < 20; i++) {
        open.push(connect());
      }
      expect(look(), "postgres.login", "has no connection left");
    } finally {
      while (!open.isEmpty()) {
        open.pop().close();
      }
    }
  }

  @Test
  void aStoppedServerIsBehindAStackThatWasNotStarted() throws IOException {
    try (FakeEngine engine = engine("[]")) {
      server.down();
      try {
        Doctor.Run run = look(Doctor.in(checkout.folder()).with("DOCKER_HOST", engine.host()));
        assertEquals("blocked", run.status("postgres.login"), run::out);
        assertEquals("blocked", run.status("postgres.version"), run::out);
      } finally {
        server.up("max_connections=20");
      }
    }
    expectHealth();
  }

  @Test
  void aStoppedServerOfAStartedStackIsSaid() throws IOException {
    try (FakeEngine engine = engine(container("redis7", "running"))) {
      server.down();
      try {
        Doctor.Run run = look(Doctor.in(checkout.folder()).with("DOCKER_HOST", engine.host()));
        expectAlone(run, "postgres.login", "nothing listens on 127.0.0.1 port " + server.port());
      } finally {
        server.up("max_connections=20");
      }
    }
    expectHealth();
  }

  @Test
  void anotherPostgresInFrontOfTheContainerIsNamed() throws IOException {
    try (PostgresServer shadow = PostgresServer.start();
        FakeEngine engine = engine(container("db", "created"))) {
      String url = "postgres://posthog:posthog@127.0.0.1:" + shadow.port() + "/posthog";
      replace("docker-compose.dev.yml", server.port() + ":5432", shadow.port() + ":5432");
      try {
        Doctor.Run run =
            look(
                Doctor.in(checkout.folder())
                    .with("DOCKER_HOST", engine.host())
                    .with("DATABASE_URL", url));
        expectAlone(run, "postgres.login", "postgres (pid " + shadow.pid());
        expectAlone(run, "postgres.login", "not the stack's posthog-db-1");
        assertTrue(run.out().contains("version 15"), run::out);
      } finally {
        replace("docker-compose.dev.yml", shadow.port() + ":5432", server.port() + ":5432");
      }
    }
  }

  private static FakeEngine engine(String containers) {
    return FakeEngine.at(
        temporary.resolve("engine.sock"),
        path ->
            path.startsWith("/containers/json")
                ? FakeEngine.http("200 OK", containers)
                : path.startsWith("/info")
                    ? FakeEngine.http("200 OK", "{\"ID\":\"X\",\"ServerVersion\":\"28.5.2\"}")
                    : FakeEngine.http("200 OK", "[]"));
  }

  private static String container(String service, String state) {
    return "[{\"Id\":\"1\",\"Names\":[\"/posthog-"
        + service
        + "-1\"],\"Image\":\"x\",\"ImageID\":\"sha256:1\",\"State\":\""
        + state
        + "\",\"Status\":\"Created\",\"Created\":1,\"Ports\":[],\"Mounts\":[],\"Labels\":{"
        + "\"com.docker.compose.project\":\"posthog\",\"com.docker.compose.service\":\""
        + service
        + "\",\"com.docker.compose.oneoff\":\"False\"}}]";
  }

  @Test
  void anInitDatabaseThatWasNeverMadeIsAWarning() throws IOException {
    server.sql("postgres", "DROP DATABASE ducklake");
    try {
      Doctor.Run run = look();
      expect(run, "postgres.databases", "The database ducklake does not exist");
      assertEquals(0, run.code());
    } finally {
      server.sql("postgres", "CREATE DATABASE ducklake OWNER posthog");
    }
    expectHealth();
  }

  @Test
  void aDatabaseThatAVariableLeadsToIsAnErrorAndHasNoMigrations() throws IOException {
    server.sql("postgres", "ALTER DATABASE cyclotron RENAME TO away");
    try {
      Doctor.Run run = look();
      expect(run, "postgres.databases", "CYCLOTRON_DATABASE_URL leads programs to it");
      assertEquals(1, run.code());
    } finally {
      server.sql("postgres", "ALTER DATABASE away RENAME TO cyclotron");
    }
    expectHealth();
  }

  @Test
  void aPendingMigrationIsAnError() throws IOException {
    server.sql("posthog", "DELETE FROM django_migrations WHERE name = '0003_feature_flag'");
    try {
      expect(look(), "postgres.migrations", "posthog.0003_feature_flag");
    } finally {
      server.sql(
          "posthog",
          "INSERT INTO django_migrations (app, name) VALUES ('posthog', '0003_feature_flag')");
    }
    expectHealth();
  }

  @Test
  void aMigrationOfAnotherBranchIsAWarning() throws IOException {
    server.sql(
        "posthog", "INSERT INTO django_migrations (app, name) VALUES ('posthog', '0009_mine')");
    try {
      Doctor.Run run = look();
      expect(run, "postgres.migrations", "that the checkout does not have: posthog.0009_mine");
      assertEquals(0, run.code());
    } finally {
      server.sql("posthog", "DELETE FROM django_migrations WHERE name = '0009_mine'");
    }
    expectHealth();
  }

  @Test
  void aProductsOwnDatabaseKeepsItsOwnMigrations() throws IOException {
    server.sql("posthog_visual_review", "DELETE FROM django_migrations");
    try {
      expect(look(), "postgres.migrations", "was ever applied to posthog_visual_review");
    } finally {
      server.sql(
          "posthog_visual_review",
          "INSERT INTO django_migrations (app, name) VALUES ('visual_review', '0001_initial')");
    }
    expectHealth();
  }

  @Test
  void aFileOfSqlxThatChangedLaterIsAnError() throws IOException {
    String file = "rust/persons_migrations/20251001000001_initial_schema.sql";
    String before = Files.readString(checkout.at(file));
    checkout.write(file, before + "-- changed\n");
    try {
      expect(look(), "postgres.migrations", "changed after being applied to posthog_persons");
    } finally {
      checkout.write(file, before);
    }
    expectHealth();
  }

  @Test
  void aMigrationOfSqlxThatStoppedHalfwayIsAnError() throws IOException {
    server.sql("cyclotron_node", "UPDATE _sqlx_migrations SET success = false");
    try {
      expect(look(), "postgres.migrations", "stopped halfway in cyclotron_node");
    } finally {
      server.sql("cyclotron_node", "UPDATE _sqlx_migrations SET success = true");
    }
    expectHealth();
  }

  @Test
  void noStaffUserIsAdvice() throws IOException {
    server.sql("posthog", "UPDATE posthog_user SET is_staff = false");
    try {
      Doctor.Run run = look();
      expectAlone(run, "postgres.staff-user", "The only user is no staff");
      assertEquals(List.of(), run.headlines());
    } finally {
      server.sql("posthog", "UPDATE posthog_user SET is_staff = true");
    }
    expectHealth();
  }

  @Test
  void noTeamIsAdvice() throws IOException {
    server.sql("posthog", "DELETE FROM posthog_team");
    try {
      expectAlone(look(), "postgres.demo-data", "no project in them");
    } finally {
      server.sql("posthog", "INSERT INTO posthog_team DEFAULT VALUES");
    }
    expectHealth();
  }

  @Test
  void aRoleThatMayNotCreateDatabasesIsAdvised() throws IOException {
    server.sql("postgres", "ALTER ROLE posthog NOSUPERUSER NOCREATEDB");
    try {
      Doctor.Run run = look();
      expectAlone(run, "tests.database", "posthog may not create databases");
      assertEquals(List.of(), run.headlines(), run::out);
    } finally {
      server.sql("postgres", "ALTER ROLE posthog SUPERUSER");
    }
    expectHealth();
  }

  @Test
  void aVersionThatTheCheckoutDoesNotAllowIsAWarning() throws IOException {
    String file = "posthog/settings/service_requirements.py";
    String before = Files.readString(checkout.at(file));
    checkout.write(file, before.replace(">=14", ">=99"));
    replace("docker-compose.base.yml", "postgres:15.12-alpine", "postgres:99-alpine");
    try {
      expect(look(), "postgres.version", ">=99 is needed, and only development skips that");
    } finally {
      checkout.write(file, before);
      replace("docker-compose.base.yml", "postgres:99-alpine", "postgres:15.12-alpine");
    }
    expectHealth();
  }

  @Test
  void escapesSeveralHostsAndADatabaseInTheUrlAreUnderstood() {
    String url = "postgres://post%68og:p%6Fsthog@127.0.0.1:1,127.0.0.1:" + server.port();
    Doctor doctor = Doctor.in(checkout.folder()).with("DATABASE_URL", url + "/posth%6Fg");
    assertEquals("pass", look(doctor).status("postgres.login"));
  }

  @Test
  void anAddressOfTheNewerKindInTheUrlIsUnderstood() throws IOException {
    server.down();
    server.up("max_connections=20", "listen_addresses=127.0.0.1,::1");
    try {
      server.admit("host all all ::1/128 scram-sha-256");
      String url = "postgres://posthog:posthog@[::1]:" + server.port() + "/posthog?sslmode=prefer";
      Doctor.Run run = look(Doctor.in(checkout.folder()).with("DATABASE_URL", url));
      assertEquals("pass", run.status("postgres.login"), run::out);
      assertTrue(run.messages("postgres.login", "pass").contains("[::1]"), run::out);
    } finally {
      server.admitAll();
      server.down();
      server.up("max_connections=20");
    }
  }

  @Test
  void aKindOfLoginThatNobodyKnowsIsSaid() throws IOException {
    byte[] unknown = {'R', 0, 0, 0, 8, 0, 0, 0, 99};
    byte[] plain = {'N'};
    // the eight bytes that ask for encryption get a no, and a login is asked for in the kind 99
    try (ScriptedServer odd = ScriptedServer.saying(said -> said.length == 8 ? plain : unknown)) {
      String url = "postgres://posthog:posthog@127.0.0.1:" + odd.port() + "/posthog";
      Doctor.Run run = look(Doctor.in(checkout.folder()).with("DATABASE_URL", url));
      expect(run, "postgres.login", "asks for a kind of login that the app's clients do not know");
    }
  }

  @Test
  void aUrlThatIsNoneOrLeadsElsewhereIsNotFollowed() {
    for (String url :
        List.of(
            "nonsense",
            "postgres://posthog:posthog@db.example.com:5432/posthog",
            "postgres:///posthog?host=/var/run/postgresql")) {
      Doctor.Run run = look(Doctor.in(checkout.folder()).with("DATABASE_URL", url));
      assertEquals("blocked", run.status("postgres.login"), run::out);
      assertNoClassNames(run);
    }
  }

  @ParameterizedTest
  @EnumSource(BadServer.Kind.class)
  void aServerThatIsNoPostgresIsSaidInASentenceBeforeTheLimit(BadServer.Kind kind)
      throws IOException {
    try (BadServer bad = BadServer.of(kind)) {
      String url = "postgres://posthog:posthog@127.0.0.1:" + bad.port() + "/posthog";
      Doctor.Run run =
          Doctor.in(checkout.folder())
              .with("DATABASE_URL", url)
              .check("postgres.*", "--probe-limit", "4s", "--deadline", "40s");
      String words =
          switch (kind) {
            case HTTP -> "is a web server, not Postgres";
            case SSH -> "is an SSH server, not Postgres";
            case CLOSES -> "hangs up at once";
            case BLACK_HOLE -> "takes connections and says nothing";
            case TLS -> "is a server that wants TLS, not Postgres";
            case GARBAGE, DRIP -> "127.0.0.1 port " + bad.port();
          };
      expect(run, "postgres.login", words);
    }
  }
}
