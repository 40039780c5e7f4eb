package com.posthog.doctor.engine;

import java.time.Duration;

/**
 * How long an examination may take.
 *
 * @param probe for reading one fact
 * @param whole for everything
 */
public record Limits(Duration probe, Duration whole) {
  /** What users get who say nothing. */
  public static final Limits DEFAULT = new Limits(Duration.ofSeconds(3), Duration.ofSeconds(20));
}
