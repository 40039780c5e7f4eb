package com.posthog.doctor.symptom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** Scans what comes in, piece by piece, in a memory that does not grow. */
final class StreamScan {
  private static final int PIECE = 1 << 19;
  private static final int BACK = 1 << 14;
  private static final int AHEAD = 2 * HitLine.REACH;

  private final Recogniser recogniser;
  private final Tail tail = new Tail();
  private final Tally tally = new Tally();
  private final String file;
  private final byte[] bytes = new byte[BACK + PIECE + AHEAD];
  private int from; // what is not yet scanned
  private int end;
  private long lines;

  /** A source with this name, all of whose lines a service says; an empty one for nobody knows. */
  StreamScan(SymptomIndex index, String file, String service) {
    this.recogniser = new Recogniser(index, service);
    this.file = file;
  }

  /** Reads on. False at the end of the source. */
  boolean read(ReadableByteChannel channel) throws IOException {
    int count = channel.read(ByteBuffer.wrap(bytes, end, bytes.length - end));
    if (count > 0) {
      end += count;
      scanWhenFull();
    }
    return count >= 0;
  }

  /** Takes bytes that somebody else has read. */
  void accept(byte[] more, int offset, int length) {
    int taken = 0;
    while (taken < length) {
      int part = Math.min(length - taken, bytes.length - end);
      System.arraycopy(more, offset + taken, bytes, end, part);
      end += part;
      taken += part;
      scanWhenFull();
    }
  }

  private void scanWhenFull() {
    if (end == bytes.length) {
      scan(end - AHEAD);
      compact();
    }
  }

  /** Scans all whole lines that are there: for somebody who watches. */
  void scanLines() {
    int to = end;
    while (to > from && bytes[to - 1] != '\n') {
      to--;
    }
    if (to > from) {
      scan(to);
      compact();
    }
  }

  /** Scans the rest: nothing more comes. */
  void finish() {
    scan(end);
    compact();
  }

  private void scan(int to) {
    Recogniser.Piece piece = recogniser.recognise(bytes, from, to, end);
    tally.add(piece.tally(), file, lines);
    tail.add(bytes, from, to, piece.lines());
    lines += piece.lines();
    from = to;
  }

  private void compact() {
    int kept = Math.max(0, from - BACK);
    System.arraycopy(bytes, kept, bytes, 0, end - kept);
    from -= kept;
    end -= kept;
  }

  /** Whether nothing has come so far. */
  boolean isEmpty() {
    return end == 0 && lines == 0;
  }

  String name() {
    return file;
  }

  Tally tally() {
    return tally;
  }

  Tail tail() {
    return tail;
  }
}
