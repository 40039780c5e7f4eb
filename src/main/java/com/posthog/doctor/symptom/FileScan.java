package com.posthog.doctor.symptom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Scans a regular file with several threads, each taking the next piece. */
final class FileScan {
  private static final int PIECE =
      1 << 18; // stays near the processor, with what is copied on the way
  private static final int STRETCH = 8;
  private static final int BACK = 1 << 14;
  private static final int AHEAD = 2 * HitLine.REACH;

  private final SymptomIndex index;
  private final FileChannel channel;
  private final long size;
  private final int[] breaks;
  private final @Nullable Tally[] tallies;
  private final AtomicInteger nextStretch = new AtomicInteger();
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

  FileScan(SymptomIndex index, FileChannel channel, long size) {
    this.index = index;
    this.channel = channel;
    this.size = size;
    int pieces = Math.toIntExact((size + PIECE - 1) / PIECE);
    this.breaks = new int[pieces];
    this.tallies = new Tally[pieces];
  }

  /** Scans all; false when the file became shorter meanwhile. */
  void run(int threads) throws IOException {
    List<Thread> others = new ArrayList<>();
    for (int i = 1; i < Math.min(threads, breaks.length); i++) {
      Thread other = new Thread(this::work, "scan-" + i);
      other.setDaemon(true);
      other.start();
      others.add(other);
    }
    work();
    for (Thread other : others) {
      try {
        other.join();
      } catch (InterruptedException stopped) {
        nextStretch.set(breaks.length);
        Thread.currentThread().interrupt();
      }
    }
    IOException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }

  private void work() {
    Recogniser recogniser = new Recogniser(index, "");
    Window window = new Window();
    try {
      for (int first = next(); first < breaks.length; first = next()) {
        for (int piece = first; piece < Math.min(first + STRETCH, breaks.length); piece++) {
          int from = window.moveTo((long) piece * PIECE);
          int to = Math.min(window.end, from + PIECE);
          if (to > from) {
            Recogniser.Piece seen = recogniser.recognise(window.bytes, from, to, window.end);
            breaks[piece] = seen.lines();
            tallies[piece] = seen.tally().saysNothing() ? null : seen.tally();
          }
        }
      }
    } catch (IOException unreadable) {
      failure.compareAndSet(null, unreadable);
    }
  }

  /** The first piece of the next stretch that nobody has taken. */
  private int next() {
    return Thread.currentThread().isInterrupted() || failure.get() != null
        ? breaks.length
        : (int) Math.min(breaks.length, (long) nextStretch.getAndIncrement() * STRETCH);
  }

  /** A piece of the file, with what lies before and behind it. */
  private final class Window {
    private final byte[] bytes = new byte[BACK + PIECE + AHEAD];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes);
    private long start; // of the bytes, in the file
    private int end;

    /** Reads on to a place of the file; where that is in the bytes. */
    int moveTo(long place) throws IOException {
      long wanted = Math.max(0, place - BACK);
      int kept = wanted >= start && wanted <= start + end ? (int) (start + end - wanted) : 0;
      System.arraycopy(bytes, end - kept, bytes, 0, kept);
      start = wanted;
      buffer.clear().limit((int) Math.min(bytes.length, size - wanted)).position(kept);
      end = fill(buffer, wanted);
      return (int) (place - wanted);
    }
  }

  /** Fills a buffer whose beginning is a place of the file. */
  private int fill(ByteBuffer buffer, long place) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, place + buffer.position()) < 0) {
        break;
      }
    }
    return buffer.position();
  }

  /** All that was recognised, in the order of the file. */
  Tally tally(String file) {
    Tally all = new Tally();
    long lines = 0;
    for (int i = 0; i < breaks.length; i++) {
      Tally part = tallies[i];
      if (part != null) {
        all.add(part, file, lines);
      }
      lines += breaks[i];
    }
    return all;
  }

  /** The end of the file. */
  Tail tail() throws IOException {
    Tail tail = new Tail();
    int length = (int) Math.min(size, Tail.MOST);
    byte[] bytes = new byte[length];
    int end = 0;
    int count = 1;
    while (end < length && count > 0) { // by pieces, or as much again were kept outside of the heap
      ByteBuffer part = ByteBuffer.wrap(bytes, end, Math.min(PIECE, length - end));
      count = channel.read(part, size - length + end);
      end += Math.max(0, count);
    }
    int lines = 0;
    for (int some : breaks) {
      lines += some;
    }
    tail.add(bytes, 0, end, lines);
    return tail;
  }
}
