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
  private static final int PIECE = 1 << 20;
  private static final int BACK = 1 << 14;
  private static final int AHEAD = 2 * HitLine.REACH;

  private final SymptomIndex index;
  private final FileChannel channel;
  private final long size;
  private final int[] breaks;
  private final @Nullable Tally[] tallies;
  private final AtomicInteger nextPiece = new AtomicInteger();
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
        nextPiece.set(breaks.length);
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
    byte[] bytes = new byte[BACK + PIECE + AHEAD];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    for (int piece = next(); piece < breaks.length; piece = next()) {
      try {
        long start = (long) piece * PIECE;
        int back = (int) Math.min(BACK, start);
        buffer.clear();
        buffer.limit((int) Math.min(bytes.length, size - start + back));
        int end = fill(buffer, start - back);
        int to = Math.min(end, back + PIECE);
        if (to > back) {
          Recogniser.Piece seen = recogniser.recognise(bytes, back, to, end);
          breaks[piece] = seen.lines();
          tallies[piece] = seen.tally().isEmpty() ? null : seen.tally();
        }
      } catch (IOException unreadable) {
        failure.compareAndSet(null, unreadable);
        return;
      }
    }
  }

  private int next() {
    return Thread.currentThread().isInterrupted() || failure.get() != null
        ? breaks.length
        : nextPiece.getAndIncrement();
  }

  private int fill(ByteBuffer buffer, long position) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
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
    ByteBuffer buffer = ByteBuffer.allocate(length);
    int end = fill(buffer, size - length);
    int lines = 0;
    for (int count : breaks) {
      lines += count;
    }
    tail.add(buffer.array(), 0, end, lines);
    return tail;
  }
}
