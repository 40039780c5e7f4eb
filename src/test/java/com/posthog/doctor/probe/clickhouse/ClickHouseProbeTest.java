package com.posthog.doctor.probe.clickhouse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ClickHouseFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.Fact;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.FactTree;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.host.RecordedHost;
import com.posthog.doctor.support.Fixtures;
import com.posthog.doctor.support.RecordedMachine;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where ClickHouse is asked, as whom, and what becomes of its answers; the driver is a mock. */
class ClickHouseProbeTest {
  private static final String CHECKOUT = "/home/ada/posthog";
  private static final String PING = "tcp://127.0.0.1:8123 /ping";

  @TempDir Path temporary;

  private final Driver driver = mock(Driver.class);
  private final List<String> asked = new ArrayList<>();
  private final List<String> users = new ArrayList<>();

  /** What the server says to a query. */
  private interface Server {
    List<List<String>> answer(String user, String query) throws SQLException;
  }

  private void serve(Server server) throws SQLException {
    when(driver.connect(anyString(), any()))
        .thenAnswer(
            call -> {
              Properties properties = call.getArgument(1);
              String user = properties.getProperty("user");
              users.add(user + "/" + properties.getProperty("password"));
              assertEquals("2", properties.getProperty("clickhouse_setting_readonly"));
              assertEquals("0", properties.getProperty("compress"));
              Statement statement = mock(Statement.class);
              when(statement.executeQuery(anyString()))
                  .thenAnswer(
                      query -> {
                        asked.add(query.getArgument(0));
                        return rows(server.answer(user, query.getArgument(0)));
                      });
              Connection connection = mock(Connection.class);
              when(connection.createStatement()).thenReturn(statement);
              return connection;
            });
  }

  private static ResultSet rows(List<List<String>> rows) throws SQLException {
    ResultSetMetaData columns = mock(ResultSetMetaData.class);
    when(columns.getColumnCount()).thenReturn(rows.isEmpty() ? 0 : rows.get(0).size());
    Iterator<List<String>> left = rows.iterator();
    List<List<String>> current = new ArrayList<>(List.of(List.of()));
    ResultSet result = mock(ResultSet.class);
    when(result.getMetaData()).thenReturn(columns);
    when(result.next())
        .thenAnswer(
            call -> {
              boolean more = left.hasNext();
              if (more) {
                current.set(0, left.next());
              }
              return more;
            });
    when(result.getString(anyInt()))
        .thenAnswer(call -> current.get(0).get(call.<Integer>getArgument(0) - 1));
    return result;
  }

  private static List<String> row(String... texts) {
    List<String> row = new ArrayList<>(List.of(texts));
    while (row.size() < 5) {
      row.add("");
    }
    return row;
  }

  private static Facts facts(Map<String, String> settings) {
    Map<String, Object> values = new java.util.TreeMap<>();
    settings.forEach(
        (name, value) -> values.put(name, Map.of("setting", value, "source", ".env.services:1")));
    Map<FactKey<?>, Fact<?>> all =
        Map.of(
            CheckoutFacts.KEY,
            fact(CheckoutFacts.KEY, Map.of("found", true, "path", CHECKOUT)),
            SettingsFacts.KEY,
            fact(SettingsFacts.KEY, Map.of("values", values)),
            ComposeFacts.KEY,
            fact(
                ComposeFacts.KEY,
                Map.of(
                    "services",
                    List.of(
                        Map.of(
                            "name",
                            "clickhouse",
                            "image",
                            "clickhouse/clickhouse-server:26.6.2.158",
                            "source",
                            "docker-compose.base.yml:54",
                            "ports",
                            List.of(
                                Map.of("host", 9000, "container", 9000),
                                Map.of(
                                    "host",
                                    8123,
                                    "container",
                                    8123,
                                    "source",
                                    "docker-compose.dev.yml:218")))))));
    return Facts.of(all);
  }

  private static <F> Fact<F> fact(FactKey<F> key, Object tree) {
    return Fact.of(FactTree.read(key.type(), tree), Duration.ZERO);
  }

  private RecordedMachine machine() {
    return RecordedMachine.of("linux", temporary)
        .mount(CHECKOUT, Fixtures.at("checkouts/layered"))
        .http(PING, 200, "Ok.\n");
  }

  private static Contact open() {
    return new Contact(
        "clickhouse",
        "localhost",
        8123,
        "",
        List.of("127.0.0.1"),
        "127.0.0.1",
        "open",
        Contact.Stage.GREETING,
        "");
  }

  private ClickHouseFacts ask(RecordedHost host, Map<String, String> settings) {
    return new ClickHouseProbe(() -> driver)
        .ask(
            ClickHouseFacts.KEY,
            open(),
            host,
            facts(settings),
            com.posthog.doctor.host.Deadline.in(Duration.ofSeconds(10)));
  }

  @Test
  void itIsAskedWhereTheAppAsksAtThePortThatIsPublished() {
    var place =
        new ClickHouseProbe(() -> driver)
            .place(ClickHouseFacts.KEY, facts(Map.of("CLICKHOUSE_HOST", "clickhouse")));
    assertEquals("clickhouse", place.name());
    assertEquals(8123, place.port());
    assertEquals(".env.services:1, docker-compose.dev.yml:218", place.source());
    var other = new ClickHouseProbe(() -> driver).place(ClickHouseFacts.KEY, facts(Map.of()));
    assertEquals("localhost", other.name());
    assertEquals("built in, docker-compose.dev.yml:218", other.source());
  }

  @Test
  void oneQueryGivesNearlyAll() throws Exception {
    serve(
        (user, query) ->
            query.startsWith("SELECT 'server'")
                ? List.of(
                    row("server", "26.6.2.158", "300"),
                    row("database", "posthog"),
                    row("database", "default"),
                    row("table", "sharded_events"),
                    row("table", "infi_clickhouse_orm_migrations"),
                    row("system", "zookeeper"),
                    row("system", "kafka_consumers"),
                    row("replicas", "7"),
                    row("read-only", "posthog.person"),
                    row("disk", "default", "/var/lib/clickhouse/", "5", "18446744073709551615"),
                    row("error", "MEMORY_LIMIT_EXCEEDED 241", "3", "12", "(total) limit"))
                : query.contains("infi_clickhouse_orm_migrations")
                    ? List.of(row("migration", "0002_b"), row("migration", "0001_a"))
                    : query.contains("kafka_consumers")
                        ? List.of(
                            row("consumer", "posthog.k", "", "-1", "4"),
                            row("consumer", "posthog.k", "Broker: x\nline", "9", "-1"))
                        : query.equals("SHOW GRANTS")
                            ? List.of(List.of("GRANT SELECT, CREATE ON *.* TO default"))
                            : List.of(row("one")));
    ClickHouseFacts server =
        ask(machine().host(), Map.of("CLICKHOUSE_DATABASE", "posthog", "DEBUG", "1"));
    assertEquals(Contact.Stage.READY, server.contact().stage());
    assertEquals(List.of("default/", "app/apppass", "default/"), users);
    assertEquals(6, asked.size(), asked::toString);
    assertEquals("26.6.2.158", server.version().running());
    assertEquals(">=24.8,<=25.12", server.version().range());
    assertFalse(server.version().enforced());
    assertEquals(300, server.uptimeSeconds());
    assertEquals(List.of("default", "posthog"), server.schema().databases());
    assertEquals(List.of("sharded_events"), server.schema().tables());
    assertEquals(List.of("0001_a", "0002_b"), server.schema().applied());
    assertEquals(7, server.replicas().count());
    assertEquals(List.of("posthog.person"), server.replicas().readOnly());
    assertTrue(server.keeper().answers());
    assertEquals(2, server.kafka().count());
    assertEquals("Broker: x line", server.kafka().troubled().get(0).said());
    assertEquals(Long.MAX_VALUE, server.disks().get(0).totalBytes());
    assertEquals(241, server.errors().get(0).code());
    assertTrue(server.rights().createsDatabases());
    assertEquals("same", server.logins().get(1).declared());
    assertTrue(server.logins().get(0).in() && server.logins().get(1).in());
  }

  @Test
  void aUserWhoIsRefusedIsSaidInTheServersWords() throws Exception {
    String words =
        "Code: 516. DB::Exception: app: Authentication failed. (AUTHENTICATION_FAILED)"
            + " (version 26.6.2.158 (official build)) (queryId= x)";
    serve(
        (user, query) -> {
          if (user.equals("app")) {
            throw new SQLException(words, "22000", 516);
          }
          return List.of(query.startsWith("SHOW") ? List.of("GRANT ALL ON *.* TO x") : row("one"));
        });
    ClickHouseFacts server =
        ask(machine().host(), Map.of("CLICKHOUSE_APP_USER", "app", "CLICKHOUSE_APP_PASSWORD", "x"));
    assertEquals(Contact.Stage.LOGIN, server.contact().stage());
    ClickHouseFacts.Login app = server.logins().get(1);
    assertEquals(516, app.code());
    assertEquals(
        "Code: 516. DB::Exception: app: Authentication failed. (AUTHENTICATION_FAILED)",
        app.said());
    assertEquals("other", app.declared());
    assertEquals("26.6.2.158", server.version().running());
  }

  @Test
  void aServerThatKnowsNoSettingOfTodayIsTooOld() throws Exception {
    serve(
        (user, query) -> {
          throw new SQLException(
              "Code: 0. DB::Exception: <Unreadable error message> (transport error: 404)");
        });
    ClickHouseFacts server =
        ask(
            machine()
                .http("tcp://127.0.0.1:8123 /?query=SELECT%20version()", 200, "18.16.1\n")
                .host(),
            Map.of());
    assertTrue(server.version().tooOld());
    assertEquals("18.16.1", server.version().running());
    assertEquals(Contact.Stage.QUERY, server.contact().stage());
    assertTrue(server.logins().stream().allMatch(ClickHouseFacts.Login::in));
  }

  @Test
  void aServerThatFallsSilentIsNotAskedAgain() throws Exception {
    serve(
        (user, query) -> {
          throw new SQLException("Failed to execute", new SocketTimeoutException("Read timed out"));
        });
    ClickHouseFacts server = ask(machine().host(), Map.of());
    assertEquals(Contact.Stage.QUERY, server.contact().stage());
    assertEquals("no answer to a query in time", server.contact().problem());
    assertEquals(1, asked.size());
  }

  @Test
  void whatTheDriverCannotReadIsNoClickHouse() throws Exception {
    serve(
        (user, query) -> {
          throw new IllegalStateException("com.example.Deep: something");
        });
    ClickHouseFacts server = ask(machine().host(), Map.of());
    assertEquals("it does not answer a query as ClickHouse does", server.contact().problem());
  }

  @Test
  void aWebServerIsNoClickHouseAndNoDriverIsLoaded() {
    RecordedHost host =
        RecordedMachine.of("linux", temporary).http(PING, 404, "<html>not found</html>").host();
    ClickHouseFacts server =
        new ClickHouseProbe(
                () -> {
                  throw new AssertionError("the driver was loaded");
                })
            .ask(
                ClickHouseFacts.KEY,
                open(),
                host,
                facts(Map.of()),
                com.posthog.doctor.host.Deadline.in(Duration.ofSeconds(10)));
    assertEquals(Contact.Stage.GREETING, server.contact().stage());
    assertEquals(
        "what answers on 127.0.0.1 port 8123 is another web server, not ClickHouse",
        server.contact().problem());
  }
}
