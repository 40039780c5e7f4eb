package com.posthog.doctor.report;

/** Text for terminals that can show nothing else. */
final class Ascii {
  private Ascii() {}

  static String of(String words) {
    StringBuilder ascii = null;
    for (int i = 0; i < words.length(); i++) {
      char letter = words.charAt(i);
      if (letter >= 128 && ascii == null) {
        ascii = new StringBuilder(words.substring(0, i));
      }
      if (ascii != null) {
        ascii.append(letter < 128 ? String.valueOf(letter) : of(letter));
      }
    }
    return ascii == null ? words : ascii.toString();
  }

  private static String of(char letter) {
    return switch (letter) {
      case '…' -> "...";
      case '→' -> "->";
      case '–', '—', '·' -> "-";
      case '“', '”' -> "\"";
      case '‘', '’' -> "'";
      case '≥' -> ">=";
      case '≤' -> "<=";
      case '\u00a0' -> " ";
      default -> Character.isLowSurrogate(letter) ? "" : "?";
    };
  }
}
