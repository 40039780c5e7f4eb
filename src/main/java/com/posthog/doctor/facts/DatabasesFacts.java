package com.posthog.doctor.facts;

import java.util.List;
import java.util.Optional;

/**
 * The Postgres databases that the checkout declares, and the version that it asks for.
 *
 * @param databases in the order in which they are declared; without those of test suites, which
 *     make them themselves
 * @param required the range of versions: {@code >=14}; empty when none is declared
 * @param requiredIn where the range stands: {@code posthog/settings/service_requirements.py:11}
 * @param problems what could not be understood, one sentence each
 */
public record DatabasesFacts(
    List<Database> databases, String required, String requiredIn, List<String> problems) {
  public static final FactKey<DatabasesFacts> KEY = FactKey.of("databases", DatabasesFacts.class);

  public DatabasesFacts {
    databases = List.copyOf(databases);
    problems = List.copyOf(problems);
  }

  /**
   * A database.
   *
   * @param source the file and line that declares it
   * @param usedBy the variable by which programs are led to it: {@code CYCLOTRON_DATABASE_URL};
   *     empty when only an init script names it
   */
  public record Database(String name, String source, String usedBy) {}

  /** The database of this name. */
  public Optional<Database> find(String name) {
    return databases.stream().filter(one -> one.name().equals(name)).findFirst();
  }
}
