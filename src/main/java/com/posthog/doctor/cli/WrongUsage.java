package com.posthog.doctor.cli;

/** A command line that cannot be followed: one sentence, with what was meant where that is near. */
final class WrongUsage extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongUsage(String sentence) {
    super(sentence);
  }
}
