package com.posthog.doctor.faults;

import com.posthog.doctor.support.ClickHouseFront;
import com.posthog.doctor.support.TestCheckout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a stack that was migrated holds, by the files of its checkout. */
final class Content {
  /** The folders of sqlx migrations, and the database of each. */
  static final Map<String, String> SQLX =
      Map.of(
          "rust/cyclotron-core/migrations", "cyclotron",
          "rust/cyclotron-node-migrations", "cyclotron_node",
          "rust/persons_migrations", "posthog_persons",
          "rust/behavioral_cohorts_migrations", "behavioral_cohorts",
          "rust/flags_read_store_migrations", "flags_read_store");

  private Content() {}

  /** The statements that make Django's rows: every migration file is applied. */
  static List<String> django(TestCheckout checkout) throws IOException {
    List<String> statements = new ArrayList<>();
    statements.add(
        "CREATE TABLE django_migrations (id bigserial, app text, name text, applied timestamptz)");
    statements.add("CREATE TABLE posthog_user (id int, email text, is_active bool, is_staff bool)");
    statements.add("CREATE TABLE posthog_organization (id int)");
    statements.add("CREATE TABLE posthog_team (id int)");
    statements.add("INSERT INTO posthog_user VALUES (1, 'test@posthog.com', true, true)");
    statements.add("INSERT INTO posthog_organization VALUES (1)");
    statements.add("INSERT INTO posthog_team VALUES (1)");
    try (Stream<Path> files = Files.walk(checkout.folder())) {
      for (Path file : files.filter(Content::isDjango).sorted().toList()) {
        statements.add(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('%s', '%s', now())"
                .formatted(app(file), stem(file)));
      }
    }
    return statements;
  }

  private static boolean isDjango(Path file) {
    Path folder = file.getParent();
    return folder.endsWith("migrations")
        && !folder.toString().contains("clickhouse")
        && file.getFileName().toString().matches("[0-9].*\\.py");
  }

  /** The label of an app: its folder, or its product's where that is {@code backend}. */
  private static String app(Path file) {
    Path app = file.getParent().getParent();
    return (app.endsWith("backend") ? app.getParent() : app).getFileName().toString();
  }

  private static String stem(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.lastIndexOf('.'));
  }

  /** The statements that make sqlx's rows for a folder. */
  static List<String> sqlx(TestCheckout checkout, String folder) throws IOException {
    List<String> statements = new ArrayList<>();
    statements.add("DROP TABLE IF EXISTS _sqlx_migrations");
    statements.add(
        "CREATE TABLE _sqlx_migrations (version bigint PRIMARY KEY, description text NOT NULL,"
            + " installed_on timestamptz NOT NULL DEFAULT now(), success boolean NOT NULL,"
            + " checksum bytea NOT NULL, execution_time bigint NOT NULL)");
    try (Stream<Path> files = Files.list(checkout.at(folder))) {
      for (Path file : files.sorted().toList()) {
        String[] parts = stem(file).split("_", 2);
        statements.add(
            "INSERT INTO _sqlx_migrations VALUES (%s, '%s', now(), true, '\\x%s', 1)"
                .formatted(parts[0], parts[1].replace('_', ' '), sha384(file)));
      }
    }
    return statements;
  }

  private static String sha384(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-384").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException absent) {
      throw new IOException(absent);
    }
  }

  /** The statements, one JSON string a line, that make what ClickHouse's migrations make. */
  static String clickhouse() {
    List<String> lines = new ArrayList<>(List.of("CREATE DATABASE IF NOT EXISTS posthog"));
    for (String table : List.of("sharded_events", "events", "person", "person_distinct_id2")) {
      lines.add("CREATE TABLE posthog." + table + " (id UInt64) ENGINE = MergeTree ORDER BY id");
    }
    lines.add(
        "CREATE TABLE posthog.infi_clickhouse_orm_migrations (package_name String, module_name"
            + " String, applied Date) ENGINE = MergeTree ORDER BY (package_name, module_name)");
    for (String name :
        List.of("0001_initial", "0002_events", "0003_person", "0004_person_distinct_id2")) {
      lines.add(
          "INSERT INTO posthog.infi_clickhouse_orm_migrations VALUES"
              + " ('posthog.clickhouse.migrations', '"
              + name
              + "', today())");
    }
    // an engine without a server has no keeper: a table stands for the one there
    lines.add("CREATE DATABASE IF NOT EXISTS emulated");
    lines.add(ClickHouseFront.TABLES);
    lines.add("CREATE TABLE emulated.zookeeper (name String, path String) ENGINE = Memory");
    lines.add("INSERT INTO emulated.zookeeper VALUES ('clickhouse', '/')");
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append('"').append(line).append("\"\n"));
    return text.toString();
  }
}
