package com.posthog.doctor.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Runs the programs of remedies: drained, of their output only the end kept, ended as a tree. */
final class Commands {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final long DRAIN_MILLIS = 250;

  private Commands() {}

  static Ran run(Command command) throws IOException {
    List<String> argv = new ArrayList<>(command.argv());
    if (argv.get(0).indexOf('/') > 0) {
      argv.set(0, command.folder().resolve(argv.get(0)).toString());
    }
    ProcessBuilder builder =
        new ProcessBuilder(argv)
            .directory(command.folder().toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
    builder.environment().clear();
    builder.environment().putAll(command.environment());
    Process process = started(builder, command);
    Tail tail = new Tail(process.getInputStream(), command.line());
    Thread reader = new Thread(tail, "output");
    reader.setDaemon(true);
    reader.start();
    try {
      boolean ended = process.waitFor(command.limit().toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        ProcessTree.end(process, GRACE);
      }
      reader.join(DRAIN_MILLIS); // what it left running may hold its output open
      return new Ran(ended ? process.exitValue() : -1, tail.last());
    } catch (InterruptedException interrupted) {
      ProcessTree.end(process, GRACE);
      Thread.currentThread().interrupt();
      throw new IOException("it was interrupted");
    } finally {
      process.getInputStream().close();
    }
  }

  private static Process started(ProcessBuilder builder, Command command) throws Unstarted {
    try {
      return builder.start();
    } catch (IOException problem) {
      throw new Unstarted(command.argv().get(0), problem);
    }
  }

  /** Reads output to its end and keeps its last lines, each cut where it gets too long. */
  private static final class Tail implements Runnable {
    private static final int MOST_LINES = 20;
    private static final int LONGEST = 500;
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]");
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f]");

    private final InputStream output;
    private final Consumer<String> listener;
    private final Deque<String> lines = new ArrayDeque<>();
    private final byte[] line = new byte[LONGEST];
    private int length;

    Tail(InputStream output, Consumer<String> listener) {
      this.output = output;
      this.listener = listener;
    }

    @Override
    public void run() {
      byte[] chunk = new byte[1 << 13];
      try {
        for (int read = output.read(chunk); read >= 0; read = output.read(chunk)) {
          for (int i = 0; i < read; i++) {
            take(chunk[i]);
          }
        }
      } catch (IOException closed) {
        // what is still to come is not waited for
      }
      endLine();
    }

    private void take(byte letter) {
      if (letter == '\n' || letter == '\r') {
        endLine();
      } else if (length < LONGEST) {
        line[length++] = letter;
      }
    }

    private void endLine() {
      if (length == 0) {
        return;
      }
      String text = clean(new String(line, 0, length, StandardCharsets.UTF_8));
      length = 0;
      synchronized (lines) {
        lines.addLast(text);
        if (lines.size() > MOST_LINES) {
          lines.removeFirst();
        }
      }
      listener.accept(text);
    }

    /** Without colours and other controls, which could paint over what the doctor says. */
    private static String clean(String text) {
      return text.chars().noneMatch(Character::isISOControl)
          ? text // nearly every line, and a program may write a hundred million of them
          : CONTROL.matcher(COLOUR.matcher(text).replaceAll("")).replaceAll("");
    }

    List<String> last() {
      synchronized (lines) {
        return List.copyOf(lines);
      }
    }
  }
}
