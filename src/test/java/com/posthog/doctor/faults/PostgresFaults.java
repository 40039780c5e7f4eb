package com.posthog.doctor.faults;

import java.util.ArrayList;
import java.util.List;

/** Faults of Postgres, and of what the checkout says of it. */
final class PostgresFaults {
  private static final String LOGIN = "postgres.login db";
  private static final String CYCLOTRON = "rust/cyclotron-core/migrations";

  private final List<Fault> all = new ArrayList<>();

  private PostgresFaults() {}

  static List<Fault> all() {
    PostgresFaults faults = new PostgresFaults();
    faults.logins();
    faults.databases();
    faults.django();
    faults.sqlx();
    return faults.all;
  }

  /** A fault that statements make and other statements take away. */
  private void sql(String name, String headline, String database, String make, String mend) {
    all.add(
        Fault.of(
            name,
            headline,
            stack -> stack.servers().sql(database, make.split(";")),
            stack -> stack.servers().sql(database, mend.split(";"))));
  }

  private void logins() {
    String url = "DATABASE_URL=postgres://";
    all.add(
        Fault.set(
            "a password of Postgres is wrong",
            LOGIN,
            url + "posthog:wrong@localhost:{db}/posthog"));
    all.add(Fault.set("a role is not there", LOGIN, url + "nobody:posthog@localhost:{db}/posthog"));
    all.add(
        Fault.set(
            "a database is not there", LOGIN, url + "posthog:posthog@localhost:{db}/nothing"));
    all.add(
        Fault.set(
            "DATABASE_URL leads where nobody listens",
            LOGIN,
            url + "posthog:posthog@localhost:1/posthog"));
    all.add(
        Fault.set(
            "DATABASE_URL leads to Redis",
            LOGIN,
            url + "posthog:posthog@localhost:{redis7}/posthog"));
    all.add(
        Fault.exported(
            "the shell has another password of Postgres",
            LOGIN,
            "DATABASE_URL",
            "postgres://posthog:wrong@localhost:{db}/posthog"));
    sql(
        "every connection is taken",
        LOGIN,
        "postgres",
        "ALTER ROLE posthog CONNECTION LIMIT 0 NOSUPERUSER",
        "ALTER ROLE posthog CONNECTION LIMIT -1 SUPERUSER");
    sql(
        "the role may not log in",
        LOGIN,
        "postgres",
        "ALTER ROLE posthog NOLOGIN",
        "ALTER ROLE posthog LOGIN");
    sql(
        "the role has no password",
        LOGIN,
        "postgres",
        "ALTER ROLE posthog PASSWORD NULL",
        "ALTER ROLE posthog PASSWORD 'posthog'");
  }

  private void databases() {
    sql(
        "a database is missing",
        "postgres.databases cyclotron",
        "posthog",
        "ALTER DATABASE cyclotron RENAME TO cyclotron_away",
        "ALTER DATABASE cyclotron_away RENAME TO cyclotron");
  }

  private void django() {
    String row = " FROM django_migrations WHERE app = 'posthog' AND name = '0003_feature_flag'";
    String add = "INSERT INTO django_migrations (app, name, applied) VALUES ('posthog', ";
    sql(
        "a Django migration is pending",
        "postgres.migrations posthog",
        "posthog",
        "DELETE" + row,
        add + "'0003_feature_flag', now())");
    all.add(
        Fault.of(
            "a Django migration is pending, and the backend says so",
            "postgres.migrations posthog",
            stack -> {
              stack.servers().sql("posthog", "DELETE" + row);
              stack.app().says("backend", "/_health", 503, "Migrations are not up to date.");
              stack
                  .app()
                  .says("backend", "/_readyz", 503, "{\"postgres_migrations_uptodate\":false}");
            },
            stack -> {
              stack.app().isItself("backend", "/_readyz");
              stack.app().isItself("backend", "/_health");
              stack.servers().sql("posthog", add + "'0003_feature_flag', now())");
            }));
    sql(
        "a Django migration is of another branch",
        "postgres.migrations posthog, of another branch",
        "posthog",
        add + "'0004_other', now())",
        "DELETE FROM django_migrations WHERE name = '0004_other'");
    sql(
        "no migration was ever applied",
        "postgres.migrations posthog",
        "posthog",
        "ALTER TABLE django_migrations RENAME TO away",
        "ALTER TABLE away RENAME TO django_migrations");
  }

  private void sqlx() {
    String headline = "postgres.migrations cyclotron";
    String first = "version = (SELECT min(version) FROM _sqlx_migrations)";
    sqlx("a migration of sqlx was changed", headline, "SET checksum = '\\x00' WHERE " + first);
    sqlx("a migration of sqlx has failed", headline, "SET success = false WHERE " + first);
    all.add(
        Fault.of(
            "a migration of sqlx is pending",
            headline,
            stack ->
                stack
                    .servers()
                    .sql(
                        "cyclotron",
                        "DELETE FROM _sqlx_migrations WHERE version ="
                            + " (SELECT max(version) FROM _sqlx_migrations)"),
            stack -> stack.servers().fillSqlx(CYCLOTRON)));
  }

  private void sqlx(String name, String headline, String change) {
    all.add(
        Fault.of(
            name,
            headline,
            stack -> stack.servers().sql("cyclotron", "UPDATE _sqlx_migrations " + change),
            stack -> stack.servers().fillSqlx(CYCLOTRON)));
  }
}
