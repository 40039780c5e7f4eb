package com.posthog.doctor.model;

import java.util.Locale;

/**
 * How bad a failure is: an error stops the product, a warning costs time, advice may stay as it is.
 */
public enum Severity {
  ERROR,
  WARNING,
  ADVICE;

  /** The word for reports and options: {@code error}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The severity that a word names. */
  public static Severity of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Whether this is as bad as the given one, or worse. */
  public boolean reaches(Severity threshold) {
    return compareTo(threshold) <= 0;
  }
}
