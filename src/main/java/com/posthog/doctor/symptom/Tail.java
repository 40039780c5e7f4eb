package com.posthog.doctor.symptom;

/** The last bytes of a source, and the number of the line that they begin in. */
final class Tail {
  /** How much of the end of a source is kept. */
  static final int MOST = 4 << 20;

  private byte[] bytes = new byte[1 << 16];
  private int next;
  private boolean full;
  private long lines;

  /** More of the source, with so many line breaks. */
  void add(byte[] more, int from, int to, int breaks) {
    lines += breaks;
    int start = Math.max(from, to - MOST);
    grow(next + to - start);
    while (start < to) {
      int part = Math.min(to - start, bytes.length - next);
      System.arraycopy(more, start, bytes, next, part);
      start += part;
      next += part;
      if (next == MOST) {
        next = 0;
        full = true;
      }
    }
  }

  private void grow(int needed) {
    if (!full && needed > bytes.length && bytes.length < MOST) {
      bytes = java.util.Arrays.copyOf(bytes, Math.min(MOST, Math.max(needed, bytes.length * 2)));
    }
  }

  /** The bytes in their order. */
  byte[] bytes() {
    if (!full) {
      return java.util.Arrays.copyOf(bytes, next);
    }
    byte[] ordered = new byte[MOST];
    System.arraycopy(bytes, next, ordered, 0, MOST - next);
    System.arraycopy(bytes, 0, ordered, MOST - next, next);
    return ordered;
  }

  /** How many line breaks the whole source holds. */
  long lines() {
    return lines;
  }
}
