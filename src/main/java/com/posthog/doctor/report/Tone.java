package com.posthog.doctor.report;

/** What a piece of text means to its reader; colour repeats it, and never says it alone. */
public enum Tone {
  ERROR,
  WARNING,
  ADVICE,
  UNKNOWN,
  GOOD,
  STRONG,
  FAINT,
  COMMAND,
  PLAIN
}
