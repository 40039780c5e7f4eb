package com.posthog.doctor.fix;

/** A step that is not done because it could do harm, with one sentence that says why. */
public final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  /** A refusal. */
  public Refused(String sentence) {
    super(sentence);
  }

  /** Why. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
