package com.posthog.doctor.model;

import java.util.regex.Pattern;

/** The name of a check, {@code area.question}: a contract that never changes once published. */
public record CheckId(String value) implements Comparable<CheckId> {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*");

  public CheckId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a check id: " + value);
    }
  }

  /** Whether the text has the form {@code area.question}. */
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  /** The part before the dot: {@code docker}. */
  public String area() {
    return value.substring(0, value.indexOf('.'));
  }

  /** The part behind the dot: {@code memory}. */
  public String question() {
    return value.substring(value.indexOf('.') + 1);
  }

  @Override
  public int compareTo(CheckId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
