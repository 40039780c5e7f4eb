package com.posthog.doctor.facts;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A fact, or why it could not be read. A failure is kept like a success: nothing is asked twice.
 *
 * @param value the fact; null when it could not be read
 * @param failure one sentence without a period; empty when it was read
 * @param took how long the reading took
 */
public record Fact<F>(@Nullable F value, String failure, Duration took) {

  /** A fact that was read. */
  public static <F> Fact<F> of(F value, Duration took) {
    return new Fact<>(value, "", took);
  }

  /** A fact that could not be read. */
  public static <F> Fact<F> failed(String failure, Duration took) {
    return new Fact<>(null, failure, took);
  }
}
