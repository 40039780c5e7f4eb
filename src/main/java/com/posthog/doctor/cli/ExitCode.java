package com.posthog.doctor.cli;

/** The exit codes that do not come from findings: a contract, see {@code help exit-codes}. */
final class ExitCode {
  static final int OK = 0;
  static final int USAGE = 2;
  static final int UNTOLD = 3;
  static final int STILL_FAILING = 4;
  static final int PENDING = 5;
  static final int STALE = 6;
  static final int BUG = 70;
  static final int NO_RIGHTS = 77;
  static final int CONFIGURATION = 78;
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
