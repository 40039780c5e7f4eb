package com.posthog.doctor.model;

import java.util.Locale;

/** What was found out about one subject of a check. */
public enum Status {
  /** The claim of the check holds. */
  PASS,
  /** The claim does not hold, at the severity of the finding. */
  FAIL,
  /** It could not be told. */
  UNKNOWN,
  /** It was not asked, because a prerequisite does not hold. */
  BLOCKED,
  /** The check does not apply here. */
  SKIPPED,
  /** It fails, and its reader has said that this may be so. */
  WAIVED;

  /** The word for reports: {@code fail}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether checks that require this one cannot be asked. */
  public boolean blocks() {
    return this == FAIL || this == UNKNOWN || this == BLOCKED;
  }
}
