package com.posthog.doctor.symptom;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * How far a window may be moved by the bytes that it ends with, and which literals it may lie over
 * where it may not be moved at all. Made by the build for what is built in, and added to at run
 * time.
 */
final class ShiftTable {
  /** The bytes that are read at once. */
  static final int BYTES = 4;

  private static final int WIDEST = 64;
  private static final int FEW = 100;
  private static final int KEYS = 1 << 16;
  private static final int[] NONE = {};
  private static final int SCATTER = 0x9e3779b1;

  private final int width;
  private final int key; // bytes; three of few literals, which moves the window further
  private final byte[] shifts;
  private final short[] bucketOf;
  private int[] offsets; // where in a literal its window lies
  private int[][] buckets;
  private int used;
  private long[] before; // of each bucket, a bit for every byte that may stand before the key

  private ShiftTable(int width, int key) {
    this.width = width;
    this.key = key;
    this.shifts = new byte[KEYS];
    this.bucketOf = new short[KEYS];
    this.offsets = new int[0];
    this.buckets = new int[16][];
    this.before = new long[0];
  }

  /** A table for literals of four bytes or more. */
  static ShiftTable of(List<LiteralFinder.Literal> literals) {
    int shortest = WIDEST;
    for (LiteralFinder.Literal literal : literals) {
      shortest = Math.min(shortest, literal.bytes().length);
    }
    if (shortest < BYTES) {
      throw new IllegalArgumentException("a literal is too short to be found");
    }
    ShiftTable table = new ShiftTable(shortest, literals.size() > FEW ? BYTES : BYTES - 1);
    Arrays.fill(table.shifts, (byte) (table.width - table.key + 1));
    Arrays.fill(table.bucketOf, (short) -1);
    table.add(literals);
    return table;
  }

  /** Adds the literals behind those that it knows; all of them are handed in. */
  void add(List<LiteralFinder.Literal> all) {
    int known = offsets.length;
    if (known == all.size()) {
      return;
    }
    Windows windows = new Windows(width);
    offsets = Arrays.copyOf(offsets, all.size());
    for (int i = known; i < all.size(); i++) {
      LiteralFinder.Literal literal = all.get(i);
      offsets[i] = windows.offset(literal.bytes());
      for (int end = key - 1; end < width; end++) {
        place(literal, i, end, BYTES - key, 0);
      }
    }
    before = Arrays.copyOf(before, used);
    for (int i = 0; i < used; i++) {
      for (int number : buckets[i]) {
        before[i] |= number < known ? 0 : before(all.get(number), number);
      }
    }
  }

  private long before(LiteralFinder.Literal literal, int number) {
    if (width == key) {
      return -1;
    }
    long letters = 0;
    for (int letter : forms(literal, offsets[number] + width - 1 - key)) {
      letters |= 1L << letter;
    }
    return letters;
  }

  /** Every form of the four bytes that end at a place, beginning with those that are chosen. */
  private void place(LiteralFinder.Literal literal, int number, int end, int chosen, int word) {
    if (chosen == BYTES) {
      placeKey(number, end, key(word, mask()));
      return;
    }
    for (int letter : forms(literal, offsets[number] + end - BYTES + 1 + chosen)) {
      place(literal, number, end, chosen + 1, word | letter << 8 * chosen);
    }
  }

  private void placeKey(int number, int end, int key) {
    shifts[key] = (byte) Math.min(shifts[key], width - 1 - end);
    if (end < width - 1) {
      return;
    }
    int bucket = bucketOf[key];
    if (bucket < 0) {
      bucketOf[key] = (short) used;
      buckets = used == buckets.length ? Arrays.copyOf(buckets, used * 2) : buckets;
      buckets[used++] = new int[] {number};
      return;
    }
    int[] numbers = buckets[bucket];
    if (numbers[numbers.length - 1] != number) {
      int[] more = Arrays.copyOf(numbers, numbers.length + 1);
      more[numbers.length] = number;
      buckets[bucket] = more;
    }
  }

  /** The bytes that may stand at a place of a literal: two where capitals do not matter. */
  private static int[] forms(LiteralFinder.Literal literal, int at) {
    int letter = literal.bytes()[at] & 0xff;
    boolean both = literal.folded() && letter >= 'a' && letter <= 'z';
    return both ? new int[] {letter, letter - 'a' + 'A'} : new int[] {letter};
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(width);
    out.writeInt(key);
    out.write(shifts);
    for (short bucket : bucketOf) {
      out.writeShort(bucket);
    }
    out.writeInt(offsets.length);
    for (int offset : offsets) {
      out.writeInt(offset);
    }
    out.writeInt(used);
    for (int i = 0; i < used; i++) {
      out.writeInt(buckets[i].length);
      for (int number : buckets[i]) {
        out.writeInt(number);
      }
      out.writeLong(before[i]);
    }
  }

  static ShiftTable read(ByteBuffer in) {
    ShiftTable table = new ShiftTable(in.getInt(), in.getInt());
    in.get(table.shifts);
    in.asShortBuffer().get(table.bucketOf);
    in.position(in.position() + KEYS * Short.BYTES);
    table.offsets = new int[in.getInt()];
    for (int i = 0; i < table.offsets.length; i++) {
      table.offsets[i] = in.getInt();
    }
    table.used = in.getInt();
    table.buckets = new int[table.used + 1][];
    table.before = new long[table.used];
    for (int i = 0; i < table.used; i++) {
      int[] numbers = new int[in.getInt()];
      for (int j = 0; j < numbers.length; j++) {
        numbers[j] = in.getInt();
      }
      table.buckets[i] = numbers;
      table.before[i] = in.getLong();
    }
    return table;
  }

  static int key(int word, int mask) {
    return (word & mask) * SCATTER >>> 16;
  }

  byte[] shifts() {
    return shifts;
  }

  int width() {
    return width;
  }

  /** Which bits of four bytes count. */
  int mask() {
    return key == BYTES ? -1 : -1 << 8;
  }

  /** How far behind the beginning of a literal its window begins. */
  int offset(int literal) {
    return offsets[literal];
  }

  /**
   * The literals whose windows may end with such a key; none where the byte before it is of none.
   */
  int[] under(byte[] bytes, int end, int key) {
    int bucket = bucketOf[key];
    boolean other = width > this.key && (before[bucket] >>> bytes[end - this.key] & 1) == 0;
    return other ? NONE : buckets[bucket];
  }
}
