package com.posthog.doctor.model;

import org.jspecify.annotations.Nullable;

/**
 * What one step would do here, worked out before anything is done.
 *
 * @param note why it does nothing or cannot be done, or what else is to be known; may be empty
 * @param diff the change of a file as a unified diff, without its secrets; may be empty
 * @param change what would become of a file; null for all other steps
 */
public record Prospect(
    Step step, Effect effect, String note, String diff, @Nullable Change change) {

  /** What a step comes to. */
  public enum Effect {
    /** It changes a file. */
    CHANGES,
    /** It runs a program, or ends one. */
    RUNS,
    /** What it does shows only when the step before it has run. */
    LATER,
    /** All is so already. */
    NOTHING,
    /** It only says something. */
    SAYS,
    /** It cannot be done, or is too dangerous to be done. */
    REFUSED
  }

  /** A step of this effect that changes no file. */
  public static Prospect of(Step step, Effect effect, String note) {
    return new Prospect(step, effect, note, "", null);
  }
}
