package com.posthog.doctor.facts;

/**
 * The configuration of the process manager that {@code hogli} has generated.
 *
 * @param path relative to the checkout
 * @param kind as in {@link FileFacts}
 * @param problem why it cannot be used; one sentence without its subject, or empty
 * @param processes how many processes it starts
 * @param otherwise the file that is used when this one is missing
 */
public record GeneratedConfigFacts(
    String path, String kind, String problem, int processes, String otherwise) {
  public static final FactKey<GeneratedConfigFacts> KEY =
      FactKey.of("generated-config", GeneratedConfigFacts.class);
}
