package com.posthog.doctor.facts;

import java.util.List;

/**
 * The migrations of ClickHouse that the checkout has.
 *
 * @param folder relative to the checkout: {@code posthog/clickhouse/migrations}
 * @param names in order, without {@code .py}
 */
public record ClickHouseMigrationFacts(String folder, List<String> names) {
  public static final FactKey<ClickHouseMigrationFacts> KEY =
      FactKey.of("clickhouse-migrations", ClickHouseMigrationFacts.class);

  public ClickHouseMigrationFacts {
    names = List.copyOf(names);
  }
}
