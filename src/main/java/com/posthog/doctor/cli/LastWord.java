package com.posthog.doctor.cli;

/**
 * Whether a command that is interrupted still has something to say: diagnose prints what it found.
 */
public final class LastWord {
  private volatile boolean wanted;

  /** The command wants to end its work when it is interrupted. */
  void want() {
    wanted = true;
  }

  boolean isWanted() {
    return wanted;
  }
}
