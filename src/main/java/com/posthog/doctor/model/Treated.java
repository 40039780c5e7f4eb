package com.posthog.doctor.model;

import java.util.List;

/**
 * What came of a remedy, judged by a second look and not by how its steps went.
 *
 * @param why what went wrong, or why it was skipped; may be empty
 * @param last the last lines of a program that failed
 * @param still what is still found of what it was for
 */
public record Treated(
    Plan.Item item, Cure cure, String why, List<String> last, List<Finding> still) {
  public Treated {
    last = List.copyOf(last);
    still = List.copyOf(still);
  }

  /** What came of it. */
  public enum Cure {
    /** It was applied, and what it was for passes. */
    CURED,
    /** It was applied, and what it was for does not pass. */
    STILL_FAILING,
    /** It was applied, and counts in the terminals that are opened from now on. */
    NEW_TERMINAL,
    /** One of its steps went wrong. */
    FAILED,
    /** Its reader did not want it. */
    SKIPPED,
    /** Something has changed since it was planned: it was not applied. */
    PUT_OFF
  }
}
