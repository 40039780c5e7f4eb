package com.posthog.doctor.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.posthog.doctor.support.ComposeStandIn;
import com.posthog.doctor.support.Cure;
import com.posthog.doctor.support.Cures;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.ServerProcess;
import com.posthog.doctor.support.ToolMachine;
import com.posthog.doctor.support.Tree;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The remedies of servers on the real stack: each fault is made in the server itself, and cured by
 * what the doctor starts. Programs of PostHog, which are not here, are stand-ins that change the
 * real servers as those would.
 */
@Tag("real")
class RemediesRealTest {
  private static final String DEV = "docker-compose.dev.yml";

  @TempDir static Path temporary;
  private static Stack stack;

  @TempDir Path programs;
  private ComposeStandIn compose;
  private Map<String, String> checkout;

  @BeforeAll
  static void start() throws Exception {
    stack = Stack.start(temporary);
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  @BeforeEach
  void standIns() throws IOException {
    compose = new ComposeStandIn(programs.resolve("bin"));
    checkout = Tree.of(stack.checkout().folder());
  }

  /** None of these remedies writes a file. */
  @AfterEach
  void theCheckoutIsAsItWas() {
    assertEquals(checkout, Tree.of(stack.checkout().folder()));
  }

  private Cure cure(String check, String risk) {
    Doctor doctor = stack.doctor().with("PATH", compose.path());
    return Cure.of(
        doctor.with("DOCKER_HOST", null).with("DOCKER_CONTEXT", null),
        programs.resolve("state"),
        check,
        risk);
  }

  /** A program on PATH. */
  private void program(String name, String body) throws IOException {
    ToolMachine.script(programs.resolve("bin").resolve(name), body);
  }

  @Test
  @Cures("recreate-redis")
  void aRedisThatKeepsEverythingIsMadeAnew() throws Exception {
    stack.servers().redis("config", "set", "maxmemory-policy", "noeviction");
    String[] up = {
      "-p", Stack.PROJECT, "-f", DEV, "up", "-d", "--no-deps", "--force-recreate", "redis7"
    };
    compose.takes(stack.containers().madeAnew("redis7"), up);
    cure("redis.policy", "data").lasting("docker compose " + String.join(" ", up));
    assertEquals(1, compose.asked());
    stack.servers().redis("config", "set", "maxmemory-policy", "noeviction", "maxmemory", "1");
    cure("redis.writable", "data").lasting("docker compose " + String.join(" ", up));
    assertEquals(2, compose.asked());
  }

  @Test
  @Cures("start-server")
  void aServerOnThePortOfAnEarlierCheckoutIsMadeOnThatOfToday() throws Exception {
    stack.containers().upOn(ServerProcess.freePort(), "redis7");
    String[] up = {"-p", Stack.PROJECT, "-f", DEV, "up", "-d", "--no-deps", "redis7"};
    compose.takes(stack.containers().madeAnew("redis7"), up);
    cure("redis.ping", "restarts").lasting("docker compose " + String.join(" ", up));
    assertEquals(1, compose.asked());
  }

  @Test
  @Cures({"recreate-kafka", "make-topics"})
  void aBrokerThatSendsItsClientsAwayIsMadeAnewAndGetsItsTopics() throws Exception {
    Containers.Recipe recipe = stack.containers().recipe("kafka");
    stack
        .containers()
        .up("kafka", Recipes.with(recipe, "-e", "ADVERTISED=localhost:1"), recipe.script());
    // its port is open before it answers
    Doctor.Run there = stack.doctor().check("--wait", "60s", "kafka.broker");
    assertEquals("pass", there.status("kafka.broker"), there::out);
    String[] up = {
      "-p", Stack.PROJECT, "-f", DEV, "up", "-d", "--no-deps", "--force-recreate", "kafka"
    };
    compose.takes(stack.containers().madeAnew("kafka"), up);
    cure("kafka.advertised", "data").lasting("docker compose " + String.join(" ", up));
    String[] make = {"-p", Stack.PROJECT, "-f", DEV, "up", "--no-deps", "kafka-init"};
    compose.takes(topicsMade(), make);
    cure("kafka.topics", "data").lasting("docker compose " + String.join(" ", make));
    assertEquals(2, compose.asked());
  }

  /** The line of a shell that makes every topic of the checkout. */
  private static String topicsMade() throws URISyntaxException {
    Path classes =
        Path.of(Topics.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return String.format(
        "'%s/bin/java' -XX:TieredStopAtLevel=1 -cp '%s:%s/lib/*' %s %d %s",
        System.getProperty("java.home"),
        classes,
        ServerProcess.installed("kafka"),
        Topics.class.getName(),
        stack.port("kafka"),
        String.join(" ", Declaration.topics(stack.checkout())));
  }

  @Test
  @Cures("restart-clickhouse")
  void tablesThatHaveLostKafkaReadAgainAfterARestart() throws Exception {
    stack
        .servers()
        .clickhouse(
            "CREATE FUNCTION emulated_uptime AS () -> 7200",
            "CREATE TABLE emulated.kafka_consumers (database String, table String,"
                + " `exceptions.time` Array(DateTime), `exceptions.text` Array(String),"
                + " last_commit_time DateTime) ENGINE = Memory",
            "INSERT INTO emulated.kafka_consumers VALUES ('posthog', 'kafka_events_json',"
                + " [now() - 5], ['Local: Broker transport failure'], 0)");
    try {
      cure("clickhouse.kafka-tables", "restarts")
          .lasting("docker restart " + Containers.name("clickhouse"));
    } finally {
      stack.fresh("clickhouse");
    }
  }

  @Test
  @Cures("restart-keeper")
  void clickHouseFindsZooKeeperAgainAfterARestart() throws Exception {
    stack.servers().loseKeeper();
    try {
      cure("clickhouse.keeper", "restarts")
          .lasting(
              "docker restart " + Containers.name("zookeeper"),
              "docker restart " + Containers.name("clickhouse"));
    } finally {
      stack.fresh("clickhouse");
    }
  }

  @Test
  @Cures("reset-password")
  void aRoleOfAnOlderVolumeGetsThePasswordOfTheCheckout() {
    stack.servers().sql("postgres", "ALTER ROLE posthog PASSWORD 'another'");
    cure("postgres.login", "data")
        .lasting(
            "docker exec "
                + Containers.name("db")
                + " psql -U posthog -d postgres -c"
                + " 'ALTER ROLE posthog PASSWORD '\\''posthog'\\'''");
  }

  @Test
  @Cures("migrate")
  void pendingMigrationsAreAppliedByTheScriptOfTheCheckout() throws IOException {
    String rows = " FROM django_migrations WHERE app = 'posthog' AND name = '0003_feature_flag'";
    stack.servers().sql("posthog", "DELETE" + rows);
    stack
        .servers()
        .sql(
            "cyclotron",
            "DELETE FROM _sqlx_migrations WHERE version ="
                + " (SELECT max(version) FROM _sqlx_migrations)");
    String cyclotron = "rust/cyclotron-core/migrations";
    List<String> statements = Content.sqlx(stack.checkout(), cyclotron);
    program(
        "sqlx",
        "case \"$*\" in 'migrate run -D '*' --source '*/"
            + cyclotron
            + ") ;; *) exit 0 ;; esac\n"
            + psql("cyclotron", "sqlx", statements));
    String row =
        "INSERT INTO django_migrations (app, name, applied)"
            + " VALUES ('posthog', '0003_feature_flag', now())";
    python("manage.py migrate", psql("posthog", "django", List.of(row)));
    cure("postgres.migrations", "data").lasting("env DEBUG=1 ./bin/migrate");
  }

  @Test
  @Cures("migrate-clickhouse")
  void aPendingMigrationOfClickHouseIsApplied() throws IOException {
    stack.servers().clickhouse(ServerFaults.delete("0004_person_distinct_id2"));
    Path insert = programs.resolve("insert.sql");
    Files.writeString(insert, ServerFaults.insert("0004_person_distinct_id2"));
    python(
        "manage.py migrate_clickhouse",
        "curl -sf --data-binary '@"
            + insert
            + "' http://127.0.0.1:"
            + stack.port("clickhouse")
            + "/");
    cure("clickhouse.migrations", "data")
        .lasting("env DEBUG=1 python manage.py migrate_clickhouse");
  }

  @Test
  @Cures("make-demo-data")
  void anEmptyPostHogGetsItsDemoData() throws IOException {
    stack.servers().sql("posthog", "TRUNCATE posthog_user, posthog_organization, posthog_team");
    String user = "INSERT INTO posthog_user VALUES (1, 'test@posthog.com', true, true)";
    python(
        "manage.py generate_demo_data",
        psql(
            "posthog",
            "demo",
            List.of(
                user,
                "INSERT INTO posthog_organization VALUES (1)",
                "INSERT INTO posthog_team VALUES (1)")));
    cure("postgres.demo-data", "data").lasting("env DEBUG=1 python manage.py generate_demo_data");
    stack.servers().sql("posthog", "TRUNCATE posthog_user");
    python("manage.py generate_demo_data", psql("posthog", "user", List.of(user)));
    cure("postgres.staff-user", "data").lasting("env DEBUG=1 python manage.py generate_demo_data");
  }

  /** A Python that does this by these arguments in debug mode, and nothing by any other. */
  private void python(String argv, String cure) throws IOException {
    program("python", "[ \"$DEBUG\" = 1 ] && [ \"$*\" = '" + argv + "' ] || exit 0\n" + cure);
  }

  /** A line of a shell that runs statements of a file in a database. */
  private String psql(String database, String name, List<String> statements) throws IOException {
    Path file = programs.resolve(name + ".sql");
    Files.writeString(file, String.join(";\n", statements) + ";\n");
    return "PGPASSWORD=posthog psql -qX -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "
        + stack.port("db")
        + " -U posthog -d "
        + database
        + " -f '"
        + file
        + "'";
  }
}
