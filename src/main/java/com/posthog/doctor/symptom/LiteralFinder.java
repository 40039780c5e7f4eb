package com.posthog.doctor.symptom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds many literals in bytes at once, after Wu and Manber: under a window as wide as the shortest
 * literal, the last three bytes say how far it can be moved without missing the beginning of any.
 */
final class LiteralFinder {
  private static final int WIDEST = 64;
  private static final int NARROWEST = 4;
  private static final int KEY = 3;
  private static final int KEYS = 1 << 16;

  private final Literal[] literals;
  private final int width;
  private final byte[] shifts = new byte[KEYS];
  private final short[] bucketOf = new short[KEYS];
  private final List<int[]> grown = new ArrayList<>();
  private final int[][] buckets;
  private final long[] before; // of each bucket, a bit for every byte that may stand before the key

  /**
   * What is to be found.
   *
   * @param bytes what stands there; in small letters where it is folded
   * @param number whom it belongs to
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and shared by all that scan
  record Literal(byte[] bytes, boolean folded, int number) {}

  /** Takes what was found, in no order within a few bytes. */
  interface Sink {
    /** A literal begins at a place. */
    void found(int at, Literal literal);
  }

  /** Literals of four bytes or more; the shortest of them decides how fast they are found. */
  LiteralFinder(List<Literal> wanted) {
    this.literals = wanted.toArray(new Literal[0]);
    int shortest = WIDEST;
    for (Literal literal : literals) {
      shortest = Math.min(shortest, literal.bytes.length);
    }
    if (shortest < NARROWEST) {
      throw new IllegalArgumentException("a literal is too short to be found");
    }
    this.width = shortest;
    Arrays.fill(shifts, (byte) (width - KEY + 1));
    Arrays.fill(bucketOf, (short) -1);
    for (int i = 0; i < literals.length; i++) {
      place(i);
    }
    this.buckets = grown.toArray(new int[0][]);
    this.before = new long[buckets.length];
    for (int i = 0; i < buckets.length; i++) {
      for (int number : buckets[i]) {
        for (int letter : forms(literals[number], width - 1 - KEY)) {
          before[i] |= 1L << letter;
        }
      }
    }
  }

  private void place(int number) {
    Literal literal = literals[number];
    for (int end = KEY - 1; end < width; end++) {
      for (int first : forms(literal, end - 2)) {
        for (int second : forms(literal, end - 1)) {
          for (int third : forms(literal, end)) {
            place(number, end, first ^ second << 4 ^ third << 8);
          }
        }
      }
    }
  }

  private void place(int number, int end, int key) {
    shifts[key] = (byte) Math.min(shifts[key], width - 1 - end);
    if (end < width - 1) {
      return;
    }
    int bucket = bucketOf[key];
    if (bucket < 0) {
      bucketOf[key] = (short) grown.size();
      grown.add(new int[] {number});
      return;
    }
    int[] numbers = grown.get(bucket);
    if (numbers[numbers.length - 1] != number) {
      int[] more = Arrays.copyOf(numbers, numbers.length + 1);
      more[numbers.length] = number;
      grown.set(bucket, more);
    }
  }

  /** The bytes that may stand at a place of a literal: two where capitals do not matter. */
  private static int[] forms(Literal literal, int at) {
    int letter = literal.bytes[at] & 0xff;
    boolean both = literal.folded && letter >= 'a' && letter <= 'z';
    return both ? new int[] {letter, letter - 'a' + 'A'} : new int[] {letter};
  }

  /**
   * Finds every literal that begins in a part of the bytes.
   *
   * @param from where the first may begin
   * @param to before which the last must begin
   * @param end before which all must end
   */
  void find(byte[] bytes, int from, int to, int end, Sink sink) {
    if (literals.length == 0) {
      return;
    }
    byte[] table = shifts;
    int middle = from + (to - from) / 2;
    int left = from + width - 1;
    int leftEnd = Math.min(end, middle + width - 1);
    int right = middle + width - 1;
    int rightEnd = Math.min(end, to + width - 1);
    // two windows at once: while one waits for the memory, the other one moves
    while (left < leftEnd && right < rightEnd) {
      int leftMove = table[key(bytes, left)];
      int rightMove = table[key(bytes, right)];
      if (leftMove == 0) {
        look(bytes, left, end, sink);
        leftMove = 1;
      }
      if (rightMove == 0) {
        look(bytes, right, end, sink);
        rightMove = 1;
      }
      left += leftMove;
      right += rightMove;
    }
    findRest(bytes, left, leftEnd, end, sink);
    findRest(bytes, right, rightEnd, end, sink);
  }

  private void findRest(byte[] bytes, int start, int last, int end, Sink sink) {
    int at = start;
    while (at < last) {
      int move = shifts[key(bytes, at)];
      if (move == 0) {
        look(bytes, at, end, sink);
        move = 1;
      }
      at += move;
    }
  }

  private static int key(byte[] bytes, int end) {
    return (bytes[end - 2] & 0xff) ^ (bytes[end - 1] & 0xff) << 4 ^ (bytes[end] & 0xff) << 8;
  }

  private void look(byte[] bytes, int at, int end, Sink sink) {
    int bucket = bucketOf[key(bytes, at)];
    if ((before[bucket] >>> bytes[at - KEY] & 1) == 0) {
      return;
    }
    int start = at - width + 1;
    for (int number : buckets[bucket]) {
      Literal literal = literals[number];
      if (start + literal.bytes.length <= end && stands(bytes, start, literal)) {
        sink.found(start, literal);
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
