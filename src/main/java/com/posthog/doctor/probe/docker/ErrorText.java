package com.posthog.doctor.probe.docker;

import org.jspecify.annotations.Nullable;

/** What an engine says when it does not answer, as a part of a sentence. */
final class ErrorText {
  static final String BROKEN_OFF = "its answer breaks off in the middle";
  private static final int LONGEST = 160;

  private ErrorText() {}

  /** The words of an error answer, after a colon; nothing when there are none. */
  static String said(@Nullable String message) {
    String text = message == null ? "" : message.replaceFirst("^Status [0-9]+: ", "").strip();
    if (text.startsWith("{\"message\":\"")) {
      int end = text.lastIndexOf('"');
      text = text.substring("{\"message\":\"".length(), Math.max(end, "{\"message\":\"".length()));
    }
    String line = text.lines().findFirst().orElse("").strip();
    if (line.isEmpty() || line.startsWith("<") || line.startsWith("{")) {
      return "";
    }
    return ": " + (line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line);
  }
}
