package com.posthog.doctor.symptom;

import com.posthog.doctor.model.Sighting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Reads logs and recognises symptoms in them: bytes, never lines, in a memory that does not grow
 * with the input. An interrupt ends the reading; what was found until then stays.
 */
public final class LogScanner {
  private static final int HEAD = 1 << 13;
  private static final long PAUSE_MILLIS = 100;

  private final SymptomIndex index;
  private final int threads;
  private final Tally tally = new Tally();
  private final List<Sighting> unknown = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private boolean stopped;

  /** A scanner that uses at most so many threads for a file. */
  public LogScanner(SymptomIndex index, int threads) {
    this.index = index;
    this.threads = threads;
  }

  /**
   * Reads a file, packed or not, or a pipe with a name.
   *
   * @throws Unreadable with a sentence, when it cannot be read
   */
  public void scan(Path file, String name) throws IOException {
    try (FileChannel channel = open(file, name)) {
      boolean regular = Files.isRegularFile(file) && channel.size() > 0;
      if (!regular) {
        scan(channel, name);
        return;
      }
      ByteBuffer head = ByteBuffer.allocate(HEAD);
      channel.read(head, 0);
      Content.Kind kind = Content.kind(Arrays.copyOf(head.array(), head.position()), name);
      if (kind == Content.Kind.TEXT || kind == Content.Kind.BINARY) {
        noteKind(kind, name);
        scanFile(channel, name);
      } else {
        scan(channel, name);
      }
    } catch (ClosedByInterruptException interrupted) {
      stopped = true;
    }
  }

  private static FileChannel open(Path file, String name) throws IOException {
    if (Files.isDirectory(file)) {
      throw new Unreadable(name + " is a folder; name the log files in it");
    }
    try {
      return FileChannel.open(file);
    } catch (NoSuchFileException missing) {
      throw new Unreadable(name + " does not exist");
    } catch (AccessDeniedException denied) {
      throw new Unreadable(name + " may not be read by this user");
    } catch (IOException other) {
      throw new Unreadable(name + " cannot be opened");
    }
  }

  private void scanFile(FileChannel channel, String name) throws IOException {
    long size = channel.size();
    FileScan scan = new FileScan(index, channel, size);
    scan.run(threads);
    tally.add(scan.tally(name).settled(), name, 0);
    if (Thread.currentThread().isInterrupted()) {
      stopped = true;
      return;
    }
    unknown.addAll(ErrorLines.in(scan.tail(), index, name));
    long now = channel.size();
    if (now < size) {
      notes.add(name + " became shorter while it was read; what was taken away was not looked at");
    } else if (now > size) {
      notes.add(name + " grew while it was read; `posthog-doctor diagnose --follow` reads on");
    }
  }

  private void noteKind(Content.Kind kind, String name) {
    if (kind == Content.Kind.BINARY) {
      notes.add(name + " holds bytes that are no text; what can be read in it was looked at");
    }
  }

  /** Reads all that comes from a channel. */
  public void scan(ReadableByteChannel source, String name) throws IOException {
    StreamScan scan = new StreamScan(index, name, "");
    try {
      Content content = Content.of(source, name);
      noteKind(content.kind(), name);
      while (scan.read(content)) {
        // on and on
      }
    } catch (ClosedByInterruptException interrupted) {
      stopped = true;
    } catch (Unreadable damaged) {
      if (scan.isEmpty()) {
        throw damaged;
      }
      notes.add(damaged.getMessage() + "; what came before was looked at");
    }
    take(scan);
  }

  /**
   * Reads all that comes from a channel, line by line, and tells after each that was recognised.
   */
  public void watch(ReadableByteChannel source, String name, Watcher watcher) throws IOException {
    StreamScan scan = new StreamScan(index, name, "");
    try {
      while (scan.read(source)) {
        scan.scanLines();
        watcher.seen(scan.tally().hits());
      }
    } catch (ClosedByInterruptException interrupted) {
      stopped = true;
    }
    take(scan);
  }

  /** Takes note of what was recognised so far. */
  public interface Watcher {
    /** All that was recognised so far. */
    void seen(List<Hit> hits);
  }

  /** Reads a file and what is written to it until it is interrupted, also when it is rotated. */
  public void follow(Path file, String name, Watcher watcher) throws IOException {
    if (!Files.isRegularFile(file)) {
      try (FileChannel pipe = open(file, name)) {
        watch(pipe, name, watcher);
      }
      return;
    }
    StreamScan scan = new StreamScan(index, name, "");
    boolean again = true;
    while (again) {
      try (FileChannel channel = open(file, name)) {
        again = followOne(channel, file, name, scan, watcher);
      } catch (ClosedByInterruptException interrupted) {
        again = false;
      } catch (Unreadable gone) {
        if (scan.isEmpty()) {
          throw gone;
        }
        again = pause();
      }
    }
    stopped = true;
    take(scan);
  }

  /** Reads until the file is another one; false when it is to end. */
  private boolean followOne(
      FileChannel channel, Path file, String name, StreamScan scan, Watcher watcher)
      throws IOException {
    Object identity = identity(file);
    while (true) {
      long position = channel.position();
      if (channel.size() < position) {
        notes.add(name + " was emptied while it was read; it was read on from its beginning");
        channel.position(0);
      }
      while (channel.position() < channel.size() && scan.read(channel)) {
        scan.scanLines();
        watcher.seen(scan.tally().hits());
      }
      if (!pause()) {
        return false;
      }
      boolean same = Objects.equals(identity, identity(file));
      if (!same && channel.position() >= channel.size()) {
        notes.add(name + " was replaced while it was read; the new file was read on");
        return true;
      }
    }
  }

  private static Object identity(Path file) {
    try {
      Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      return key == null ? "" : key;
    } catch (IOException gone) {
      return "";
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
      return true;
    } catch (InterruptedException stop) {
      return false;
    }
  }

  /** A source whose bytes somebody else reads, all of them said by one service. */
  public Feed feed(String name, String service) {
    return new Feed(new StreamScan(index, name, service));
  }

  /** Takes bytes; once it is finished, no more. */
  public final class Feed {
    private final StreamScan scan;
    private boolean finished;

    private Feed(StreamScan scan) {
      this.scan = scan;
    }

    /** More of the source. */
    public synchronized void accept(byte[] bytes, int offset, int length) {
      if (!finished) {
        scan.accept(bytes, offset, length);
      }
    }

    /** Nothing more comes, or is listened to. */
    public synchronized void finish() {
      if (!finished) {
        finished = true;
        take(scan);
      }
    }
  }

  private synchronized void take(StreamScan scan) {
    scan.finish();
    tally.add(scan.tally().settled(), "", 0);
    unknown.addAll(ErrorLines.in(scan.tail(), index, scan.name()));
  }

  /** A sentence about what was odd while reading. */
  public void note(String sentence) {
    notes.add(sentence);
  }

  /** Whether an interrupt ended the reading. */
  public boolean isStopped() {
    return stopped;
  }

  /** What was found in all that was read. */
  public synchronized Scan result() {
    return new Scan(tally.hits(), unknown, notes);
  }
}
