package com.posthog.doctor.fix;

/** A step that is not done because it could do harm, with one sentence that says why. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  Refused(String sentence) {
    super(sentence);
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
