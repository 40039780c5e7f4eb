package com.posthog.doctor.facts;

import java.util.List;

/**
 * The env files that a checkout of this era has, and whether they can be read at all.
 *
 * @param files in the order from weak to strong
 */
public record CheckoutEnvFacts(List<EnvFile> files) {
  public static final FactKey<CheckoutEnvFacts> KEY =
      FactKey.of("checkout-env-files", CheckoutEnvFacts.class);

  public CheckoutEnvFacts {
    files = List.copyOf(files);
  }

  /**
   * One env file.
   *
   * @param name relative to the checkout: {@code .env.services}
   * @param kind as in {@link FileFacts}
   * @param expected whether a set-up checkout of this era has it
   * @param tracked whether it comes with git, rather than from an example
   * @param example the file to copy it from; empty when there is none
   * @param problem why it could not be read; one sentence without its subject, or empty
   * @param badLines the numbers of the lines that are no assignment, at most 20
   */
  public record EnvFile(
      String name,
      String kind,
      boolean expected,
      boolean tracked,
      String example,
      String problem,
      List<String> badLines) {
    public EnvFile {
      badLines = List.copyOf(badLines);
    }
  }
}
