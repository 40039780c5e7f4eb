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

  /** For recorded answers: they come at once, so that only a busy machine could reach a limit. */
  public static final Limits RECORDED = new Limits(Duration.ofSeconds(60), Duration.ofSeconds(120));
}
