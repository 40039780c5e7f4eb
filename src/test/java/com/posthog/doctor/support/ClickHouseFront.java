package com.posthog.doctor.support;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Today's ClickHouse engine, npm's chdb, behind the small HTTP front of {@code
 * src/test/servers/clickhouse-front.js}: real queries, real types, real errors; users and passwords
 * are the front's own. A table {@code emulated.NAME} stands for {@code system.NAME}, which only a
 * server fills.
 */
public final class ClickHouseFront implements AutoCloseable {
  private static final Path ENGINE = PrivateServer.installed("chdb", "node_modules/chdb");
  private static final Gson JSON = new Gson();

  /** The list of tables with the one that is emulated. */
  public static final String TABLES =
      "CREATE VIEW emulated.tables AS SELECT database, name FROM system.tables"
          + " UNION ALL SELECT 'system', 'zookeeper'";

  private final Process process;
  private final BufferedWriter statements;
  private final BlockingQueue<JsonObject> results = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> listening = new LinkedBlockingQueue<>();
  private final List<JsonObject> queries = new CopyOnWriteArrayList<>();
  private final int port;

  private ClickHouseFront(Process process) throws IOException {
    this.process = process;
    this.statements = process.outputWriter();
    Thread reader = new Thread(this::read, "clickhouse-front");
    reader.setDaemon(true);
    reader.start();
    this.port = await(listening);
  }

  /** Starts one on a free port with the users of the checkouts. */
  public static ClickHouseFront start(Path temporary, String... options) throws IOException {
    Map<String, String> users = new LinkedHashMap<>();
    users.put("default", "");
    users.put("app", "apppass");
    return start(temporary, 0, users, options);
  }

  /**
   * Starts one with these users and passwords.
   *
   * @param port 0 for a free one
   * @param options of the engine: {@code --config-file=…}
   */
  public static ClickHouseFront start(
      Path temporary, int port, Map<String, String> users, String... options) throws IOException {
    Assumptions.assumeTrue(Files.isDirectory(ENGINE), "chdb: see src/test/servers/install");
    Path data = Files.createTempDirectory(temporary, "chdb");
    List<String> argv =
        new ArrayList<>(
            List.of(
                "node",
                Path.of(System.getProperty("basedir", "."))
                    .resolve("src/test/servers/clickhouse-front.js")
                    .toString(),
                ENGINE.toString(),
                Integer.toString(port),
                data.toString(),
                JSON.toJson(users)));
    argv.addAll(List.of(options));
    Process process =
        new ProcessBuilder(argv)
            .redirectError(temporary.resolve("clickhouse-front.log").toFile())
            .start();
    ClickHouseFront front = new ClickHouseFront(process);
    front.run("SELECT 1");
    return front;
  }

  private void read() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("listening ")) {
          listening.add(Integer.parseInt(line.substring("listening ".length())));
          continue;
        }
        JsonObject said = JsonParser.parseString(line).getAsJsonObject();
        if (said.has("query")) {
          queries.add(said);
        } else {
          results.add(said);
        }
      }
    } catch (IOException closed) {
      return; // the process was ended
    }
  }

  private static <T> T await(BlockingQueue<T> queue) throws IOException {
    try {
      T said = queue.poll(60, TimeUnit.SECONDS);
      if (said == null) {
        throw new IOException("the ClickHouse front says nothing");
      }
      return said;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }

  /** Runs a statement, past users and limits. */
  public ClickHouseFront run(String statement) {
    try {
      statements.write(JSON.toJson(statement));
      statements.newLine();
      statements.flush();
      JsonObject result = await(results);
      if (result.has("error")) {
        throw new IllegalStateException(statement + ": " + result.get("error").getAsString());
      }
      return this;
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /** Makes what the migrations of the fixture checkouts make, with plain tables. */
  public ClickHouseFront migrated() {
    run("CREATE DATABASE IF NOT EXISTS posthog");
    for (String table : List.of("sharded_events", "events", "person", "person_distinct_id2")) {
      run("CREATE TABLE posthog." + table + " (id UInt64) ENGINE = MergeTree ORDER BY id");
    }
    run(
        "CREATE TABLE posthog.infi_clickhouse_orm_migrations (package_name String, module_name"
            + " String, applied Date) ENGINE = MergeTree ORDER BY (package_name, module_name)");
    for (String name :
        List.of("0001_initial", "0002_events", "0003_person", "0004_person_distinct_id2")) {
      applied(name);
    }
    return this;
  }

  /** Notes a migration as applied. */
  public ClickHouseFront applied(String name) {
    return run(
        "INSERT INTO posthog.infi_clickhouse_orm_migrations VALUES"
            + " ('posthog.clickhouse.migrations', '"
            + name
            + "', today())");
  }

  /** Lets a table stand for {@code system.zookeeper}, which the engine has only in a server. */
  public ClickHouseFront withKeeper() {
    run("CREATE DATABASE IF NOT EXISTS emulated");
    run(TABLES);
    run("CREATE TABLE emulated.zookeeper (name String, path String) ENGINE = Memory");
    return run("INSERT INTO emulated.zookeeper VALUES ('clickhouse', '/')");
  }

  /** Lets the server look as if it had been started so long ago. */
  public ClickHouseFront uptime(long seconds) {
    return run("CREATE OR REPLACE FUNCTION emulated_uptime AS () -> " + seconds);
  }

  /** The queries that came in by HTTP, with the user and the settings of each. */
  public List<JsonObject> queries() {
    return List.copyOf(queries);
  }

  /** The port that it listens on, on 127.0.0.1. */
  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
