package com.posthog.doctor.facts;

import java.util.List;
import java.util.Optional;

/**
 * What databases say of the migrations that were applied to them: the raw answer, from which {@link
 * MigrationFacts} are made.
 *
 * @param databases one entry per database that was asked
 */
public record AppliedMigrations(List<Database> databases) {
  public AppliedMigrations {
    databases = List.copyOf(databases);
  }

  /**
   * The answer of one database.
   *
   * @param django app and name of each, {@code posthog.0001_initial}
   * @param sqlx those of sqlx
   * @param hasDjango whether it has Django's table
   * @param hasSqlx whether it has the table of sqlx
   * @param problem why it gave no answer; empty when it did
   */
  public record Database(
      String name,
      List<String> django,
      List<Sqlx> sqlx,
      boolean hasDjango,
      boolean hasSqlx,
      String problem) {
    public Database {
      django = List.copyOf(django);
      sqlx = List.copyOf(sqlx);
    }
  }

  /**
   * A migration of sqlx.
   *
   * @param checksum SHA-384 of the file it was applied from, in hexadecimal digits
   */
  public record Sqlx(long version, boolean success, String checksum) {}

  /** The answer of the database of this name. */
  public Optional<Database> find(String name) {
    return databases.stream().filter(one -> one.name().equals(name)).findFirst();
  }
}
