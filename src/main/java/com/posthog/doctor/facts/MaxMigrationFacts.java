package com.posthog.doctor.facts;

import java.util.List;

/**
 * The Django apps whose folder of migrations names its last one in {@code max_migration.txt}.
 *
 * @param apps by the path of their folder
 */
public record MaxMigrationFacts(List<App> apps) {
  public static final FactKey<MaxMigrationFacts> KEY =
      FactKey.of("max-migrations", MaxMigrationFacts.class);

  public MaxMigrationFacts {
    apps = List.copyOf(apps);
  }

  /**
   * One app.
   *
   * @param label as Django knows it: {@code posthog}
   * @param folder relative to the checkout: {@code posthog/migrations}
   * @param max what the file names; empty when it has a conflict or cannot be read
   * @param problem why it could not be read; one sentence without its subject, or empty
   * @param conflictLine the line of the first conflict mark; 0 when there is none
   * @param exists whether there is a migration of that name
   * @param leaves the newest migrations that no other one follows
   */
  public record App(
      String label,
      String folder,
      String max,
      String problem,
      int conflictLine,
      boolean exists,
      List<String> leaves) {
    public App {
      leaves = List.copyOf(leaves);
    }
  }
}
