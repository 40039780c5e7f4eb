package com.posthog.doctor.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.posthog.doctor.host.ProcessTree;
import com.posthog.doctor.symptom.LogScanner;
import com.posthog.doctor.symptom.ShownText;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a command as its user wrote it, lets all that it prints through, and listens. */
final class Witness {
  /** What shells answer when there is no such program, or one that may not be started. */
  private static final int NOT_FOUND = 127;

  private static final int NOT_STARTED = 126;
  private static final int INTERRUPTED = 130;

  private static final Duration PATIENCE = Duration.ofSeconds(10); // as compose has it
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final Main.Streams streams;
  private final LogScanner scanner;

  Witness(Main.Streams streams, LogScanner scanner) {
    this.streams = streams;
    this.scanner = scanner;
  }

  /** Runs the command to its end, and returns its exit code. */
  int run(List<String> command, Map<String, String> environment, Path folder) {
    Process process;
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      process = builder.redirectInput(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException none) {
      return notStarted(command.get(0), String.valueOf(none.getMessage()));
    }
    Ear out = listen(process.getInputStream(), streams.out(), "stdout");
    Ear err = listen(process.getErrorStream(), streams.err(), "stderr");
    try {
      int code = process.waitFor();
      long limit = System.nanoTime() + LINGER.toNanos();
      boolean outEnds = out.ends(limit);
      boolean errEnds = err.ends(limit);
      if (!outEnds || !errEnds) {
        scanner.note(
            ShownText.name(command.get(0))
                + " has ended; what it left running is not listened to, though it still holds the"
                + " output");
      }
      return code;
    } catch (InterruptedException interrupted) {
      end(process);
      Thread.currentThread().interrupt(); // nothing is to be asked of the machine any more
      return INTERRUPTED;
    } finally {
      out.feed.finish();
      err.feed.finish();
    }
  }

  private int notStarted(String program, String why) {
    boolean denied = why.contains("error=13,");
    String sentence =
        ShownText.name(program) + (denied ? ": Permission denied" : ": command not found");
    streams.err().println(sentence);
    LogScanner.Feed feed = scanner.feed("stderr", "");
    byte[] bytes = sentence.getBytes(UTF_8);
    feed.accept(bytes, 0, bytes.length);
    feed.finish();
    return denied ? NOT_STARTED : NOT_FOUND;
  }

  /**
   * A terminal has interrupted the command too, and a second signal would make some (`docker
   * compose up`) give up their orderly end; without a terminal all that it started is ended.
   */
  private void end(Process process) {
    if (streams.terminals().isEmpty()) {
      ProcessTree.end(process, GRACE);
      return;
    }
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        streams.err().println("posthog-doctor: process " + process.pid() + " has not ended yet");
      }
    } catch (InterruptedException again) {
      // whoever asks twice does not want to wait
    }
  }

  /** What listens to one output of the command. */
  private record Ear(Thread thread, LogScanner.Feed feed) {
    /** Whether the output ends by a time. */
    boolean ends(long limit) throws InterruptedException {
      long left = TimeUnit.NANOSECONDS.toMillis(limit - System.nanoTime());
      thread.join(Math.max(1, left));
      return !thread.isAlive();
    }
  }

  private Ear listen(InputStream from, PrintStream to, String name) {
    LogScanner.Feed feed = scanner.feed(name, "");
    Thread thread = new Thread(() -> passOn(from, to, feed), name);
    thread.setDaemon(true);
    thread.start();
    return new Ear(thread, feed);
  }

  private static void passOn(InputStream from, PrintStream to, LogScanner.Feed feed) {
    byte[] bytes = new byte[1 << 13];
    try (from) {
      int count = from.read(bytes);
      // where nobody reads any more, the command is to notice it as it would without us
      while (count >= 0 && !to.checkError()) {
        to.write(bytes, 0, count);
        to.flush();
        feed.accept(bytes, 0, count);
        count = from.read(bytes);
      }
    } catch (IOException closed) {
      // the program has ended, and with it what it prints
    }
  }
}
