package com.posthog.doctor.facts;

import java.util.List;

/**
 * The migrations of the checkout beside those that the databases say were applied.
 *
 * @param ledgers one per list of applied migrations
 */
public record MigrationFacts(List<Ledger> ledgers) {
  public static final FactKey<MigrationFacts> KEY = FactKey.of("migrations", MigrationFacts.class);

  /** Migrations that Django keeps in {@code django_migrations}. */
  public static final String DJANGO = "django";

  /** Migrations that sqlx keeps in {@code _sqlx_migrations}. */
  public static final String SQLX = "sqlx";

  /** The most names that a list of them holds; its count says how many there are. */
  public static final int MOST_NAMES = 100;

  public MigrationFacts {
    ledgers = List.copyOf(ledgers);
  }

  /**
   * A list of applied migrations, and the files that belong to it.
   *
   * @param database the database that keeps it
   * @param kind {@code django} or {@code sqlx}
   * @param folder where the files are, relative to the checkout; empty when there are several
   * @param kept whether the database has such a list at all
   * @param files how many files there are
   * @param applied how many migrations the list has, of the apps that have files
   * @param pending files that were not applied
   * @param orphaned applied ones without a file
   * @param changed applied ones whose file was changed later (sqlx only)
   * @param unfinished ones that failed halfway (sqlx only)
   * @param problem why it could not be read; empty when it was
   */
  public record Ledger(
      String database,
      String kind,
      String folder,
      boolean kept,
      int files,
      int applied,
      Names pending,
      Names orphaned,
      Names changed,
      Names unfinished,
      String problem) {}

  /**
   * Names of migrations.
   *
   * @param count how many there are
   * @param first the first of them
   */
  public record Names(int count, List<String> first) {
    public Names {
      first = List.copyOf(first);
    }

    /** All of these. */
    public static Names of(List<String> all) {
      return new Names(all.size(), all.subList(0, Math.min(all.size(), MOST_NAMES)));
    }

    /** Whether there is none. */
    public boolean isEmpty() {
      return count == 0;
    }
  }
}
