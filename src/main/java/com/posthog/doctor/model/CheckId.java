package com.posthog.doctor.model;

/** The name of a check, {@code area.question}: a contract that never changes once published. */
public record CheckId(String value) implements Comparable<CheckId> {

  public CheckId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a check id: " + value);
    }
  }

  /** Whether the text has the form {@code area.question}. */
  public static boolean isValid(String text) {
    int dot = text.indexOf('.');
    return dot > 0 && isWord(text, 0, dot) && isWord(text, dot + 1, text.length());
  }

  /**
   * Whether there is a small letter, then small letters, digits and hyphens; no regex: hundreds are
   * read at start.
   */
  private static boolean isWord(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      char letter = text.charAt(i);
      boolean first = letter >= 'a' && letter <= 'z';
      if (!first && (i == start || letter != '-' && (letter < '0' || letter > '9'))) {
        return false;
      }
    }
    return start < end;
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

  // written out: those of a record are made at run time, by classes that no archive can hold

  @Override
  public boolean equals(Object other) {
    return other instanceof CheckId id && id.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}
