package com.posthog.doctor.facts;

/**
 * Whether git tracks a file of the checkout.
 *
 * @param path relative to the checkout
 * @param tracked whether it stands in git's index
 * @param source what was read: {@code .git/index}
 */
public record TrackedFacts(String path, boolean tracked, String source) {
  /** The key of a file of the checkout. */
  public static FactKey<TrackedFacts> key(String path) {
    return FactKey.of("tracked", path, TrackedFacts.class);
  }
}
