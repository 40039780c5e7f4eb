package com.posthog.doctor.symptom;

/** The codes by which programs colour their text and move the cursor. */
final class Escapes {
  private static final byte ESCAPE = 0x1b;
  private static final byte BELL = 0x07;

  private Escapes() {}

  /**
   * Copies bytes without escape codes. A code never reaches over the end of a line; one that has no
   * end is its beginning alone.
   *
   * @param target as long as the bytes, or longer; may be the bytes themselves
   * @param places indexes into the bytes, ascending; each becomes the index of the same place in
   *     the copy
   * @return how many bytes were copied
   */
  static int strip(byte[] bytes, int end, byte[] target, int[] places) {
    int to = 0;
    int next = 0;
    int at = 0;
    while (at < end) {
      while (next < places.length && places[next] <= at) {
        places[next++] = to;
      }
      if (bytes[at] == ESCAPE) {
        at = behind(bytes, at, end);
      } else {
        target[to++] = bytes[at++];
      }
    }
    while (next < places.length) {
      places[next++] = to;
    }
    return to;
  }

  /** The text without escape codes. */
  static String strip(String text) {
    if (text.indexOf(ESCAPE) < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] target = new byte[bytes.length];
    int length = strip(bytes, bytes.length, target, new int[0]);
    return new String(target, 0, length, java.nio.charset.StandardCharsets.UTF_8);
  }

  /** Where the code ends that begins at a place. */
  private static int behind(byte[] bytes, int start, int end) {
    int at = start + 1;
    if (at >= end) {
      return end;
    }
    byte kind = bytes[at];
    if (kind == '[') {
      at++;
      while (at < end && bytes[at] >= 0x20 && bytes[at] < 0x40) {
        at++;
      }
      return at < end && bytes[at] >= 0x40 ? at + 1 : at;
    }
    if (kind == ']' || kind == 'P' || kind == '_' || kind == '^' || kind == 'X') {
      return behindText(bytes, at + 1, end);
    }
    while (at < end && bytes[at] >= 0x20 && bytes[at] < 0x30) {
      at++;
    }
    return at < end && bytes[at] >= 0x30 ? at + 1 : at;
  }

  /** The end of a code that holds a text: a bell, or escape and backslash. */
  private static int behindText(byte[] bytes, int start, int end) {
    int at = start;
    while (at < end && bytes[at] != '\n' && bytes[at] != '\r') {
      if (bytes[at] == BELL) {
        return at + 1;
      }
      if (bytes[at] == ESCAPE) {
        return at + 1 < end && bytes[at + 1] == '\\' ? at + 2 : at;
      }
      at++;
    }
    return start; // it has no end: what follows is text as well
  }
}
