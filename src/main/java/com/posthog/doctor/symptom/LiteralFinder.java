package com.posthog.doctor.symptom;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Finds many literals in bytes at once, after Wu and Manber: under a window as wide as the shortest
 * literal, the last bytes say how far it can be moved without missing the beginning of any.
 */
final class LiteralFinder {
  private static final int MOST_STOPS = 1 << 10;

  /** Read as one number: one look into the memory instead of four. */
  private static final VarHandle NUMBERS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final Literal[] literals;
  private final ShiftTable table;
  private final byte[] shifts;
  private final int width;
  private final int mask;

  /**
   * What is to be found.
   *
   * @param bytes what stands there; in small letters where it is folded
   * @param number whom it belongs to
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and shared by all that scan
  record Literal(byte[] bytes, boolean folded, int number) {}

  /** Takes what was found, in no order. */
  interface Sink {
    /** The window of a literal begins at a place. */
    void found(int at, Literal literal);
  }

  /** Literals of four bytes or more; the shortest of them decides how fast they are found. */
  LiteralFinder(List<Literal> wanted) {
    this(wanted, ShiftTable.of(wanted));
  }

  /** The same with a table that knows all of them. */
  LiteralFinder(List<Literal> wanted, ShiftTable table) {
    this.literals = wanted.toArray(new Literal[0]);
    this.table = table;
    this.shifts = table.shifts();
    this.width = table.width();
    this.mask = table.mask();
  }

  /**
   * Finds every literal whose window begins in a part of the bytes; what stands before that and
   * behind it may belong to the literal.
   *
   * @param from where the first window may begin
   * @param to before which the last window must begin
   * @param end before which all must end
   */
  void find(byte[] bytes, int from, int to, int end, Sink sink) {
    if (literals.length == 0) {
      return;
    }
    int quarter = (to - from) / 4;
    int[] at = new int[4];
    int[] ends = new int[4];
    for (int i = 0; i < 4; i++) {
      at[i] = from + i * quarter + width - 1;
      ends[i] = Math.min(end, i < 3 ? at[i] + quarter : to + width - 1);
    }
    int[] stops = new int[MOST_STOPS + 4];
    int stopped;
    do {
      stopped = move(bytes, shifts, mask, at, ends, stops);
      for (int i = 0; i < stopped; i++) {
        look(bytes, stops[i], end, sink);
      }
    } while (stopped >= MOST_STOPS);
    for (int i = 0; i < 4; i++) {
      moveRest(bytes, at[i], ends[i], end, sink);
    }
  }

  /**
   * Moves four windows at once, until one is at its end: while one waits for the memory, the others
   * move. Where they stopped is looked at later, so that the loop that all bytes go through holds
   * nothing that is seldom done: code that the compiler took for never reached would throw all of
   * it back to the interpreter.
   */
  private static int move(
      byte[] bytes, byte[] shifts, int mask, int[] at, int[] ends, int[] stops) {
    int stopped = 0;
    int a = at[0];
    int b = at[1];
    int c = at[2];
    int d = at[3];
    int endA = ends[0];
    int endB = ends[1];
    int endC = ends[2];
    int endD = ends[3];
    while (a < endA && b < endB && c < endC && d < endD && stopped < MOST_STOPS) {
      int moveA = shifts[key(bytes, a, mask)];
      int moveB = shifts[key(bytes, b, mask)];
      int moveC = shifts[key(bytes, c, mask)];
      int moveD = shifts[key(bytes, d, mask)];
      if (moveA == 0) {
        stops[stopped++] = a;
        moveA = 1;
      }
      if (moveB == 0) {
        stops[stopped++] = b;
        moveB = 1;
      }
      if (moveC == 0) {
        stops[stopped++] = c;
        moveC = 1;
      }
      if (moveD == 0) {
        stops[stopped++] = d;
        moveD = 1;
      }
      a += moveA;
      b += moveB;
      c += moveC;
      d += moveD;
    }
    at[0] = a;
    at[1] = b;
    at[2] = c;
    at[3] = d;
    return stopped;
  }

  private void moveRest(byte[] bytes, int start, int last, int end, Sink sink) {
    int at = start;
    while (at < last) {
      int move = shifts[key(bytes, at, mask)];
      if (move == 0) {
        look(bytes, at, end, sink);
        move = 1;
      }
      at += move;
    }
  }

  /** How far behind the beginning of a literal its window begins. */
  int offset(int literal) {
    return table.offset(literal);
  }

  private static int key(byte[] bytes, int end, int mask) {
    return ShiftTable.key((int) NUMBERS.get(bytes, end - ShiftTable.BYTES + 1), mask);
  }

  /** Tells what begins under a window. */
  private void look(byte[] bytes, int at, int end, Sink sink) {
    int window = at - width + 1;
    for (int number : table.under(bytes, at, key(bytes, at, mask))) {
      Literal literal = literals[number];
      int start = window - table.offset(number);
      boolean fits = start >= 0 && start + literal.bytes.length <= end;
      if (fits && stands(bytes, start, literal)) {
        sink.found(window, literal);
      }
    }
  }

  private static boolean stands(byte[] bytes, int start, Literal literal) {
    byte[] wanted = literal.bytes;
    if (literal.folded) {
      for (int i = 0; i < wanted.length; i++) {
        if (folded(bytes[start + i]) != wanted[i]) {
          return false;
        }
      }
      return true;
    }
    int at = 0;
    while (at < wanted.length && bytes[start + at] == wanted[at]) {
      at++;
    }
    return at == wanted.length;
  }

  private static byte folded(byte letter) {
    return letter >= 'A' && letter <= 'Z' ? (byte) (letter + 'a' - 'A') : letter;
  }
}
