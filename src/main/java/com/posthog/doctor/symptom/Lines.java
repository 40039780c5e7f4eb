package com.posthog.doctor.symptom;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Line breaks and escape codes in bytes, counted eight bytes at a time. */
final class Lines {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long LOW = 0x7f7f7f7f7f7f7f7fL;
  private static final byte ESCAPE = 0x1b;
  private static final int MOST_ROUNDS = 255;

  private Lines() {}

  /** How many line breaks stand in a part of the bytes. */
  static int count(byte[] bytes, int from, int to) {
    return (int) (look(bytes, from, to) >>> 1);
  }

  /** Whether an escape code begins in a part of the bytes. */
  static boolean holdEscape(byte[] bytes, int from, int to) {
    return (look(bytes, from, to) & 1) != 0;
  }

  /** Twice the number of line breaks, and one more where an escape code begins. */
  static long look(byte[] bytes, int from, int to) {
    long count = 0;
    long escapes = 0;
    int at = from;
    while (at + 8 <= to) {
      int stop = at + 8 * Math.min(MOST_ROUNDS, (to - at) / 8);
      long sums = 0; // one sum in each byte
      for (; at < stop; at += 8) {
        long word = (long) WORDS.get(bytes, at);
        long other = word ^ '\n' * ONES;
        sums += ~((other & LOW) + LOW | other | LOW) >>> 7;
        long code = word ^ ESCAPE * ONES;
        escapes |= code - ONES & ~code;
      }
      long pairs = (sums & 0x00ff00ff00ff00ffL) + (sums >>> 8 & 0x00ff00ff00ff00ffL);
      count += pairs * 0x0001000100010001L >>> 48;
    }
    boolean escape = (escapes & ~LOW) != 0;
    for (; at < to; at++) {
      count += bytes[at] == '\n' ? 1 : 0;
      escape |= bytes[at] == ESCAPE;
    }
    return count << 1 | (escape ? 1 : 0);
  }
}
