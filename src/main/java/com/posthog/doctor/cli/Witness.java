package com.posthog.doctor.cli;

import com.posthog.doctor.symptom.LogScanner;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a command as its user wrote it, lets all that it prints through, and listens. */
final class Witness {
  /** What shells answer when there is no such program. */
  private static final int NOT_FOUND = 127;

  /** What shells answer when a file is there, but may not be run. */
  private static final int NOT_RUN = 126;

  private static final int INTERRUPTED = 130;
  private static final long PATIENCE_SECONDS = 3; // less than an interrupt leaves for last words

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
      return notRun(command.get(0), String.valueOf(none.getMessage()));
    }
    Thread out = listen(process.getInputStream(), streams.out(), "stdout");
    Thread err = listen(process.getErrorStream(), streams.err(), "stderr");
    try {
      int code = process.waitFor();
      out.join();
      err.join();
      return code;
    } catch (InterruptedException interrupted) {
      end(process, out, err);
      return INTERRUPTED;
    }
  }

  /** Says what a shell would say, where it says it, and recognises it. */
  private int notRun(String program, String reason) {
    boolean denied = reason.contains("error=13,");
    String sentence = program + (denied ? ": Permission denied" : ": command not found");
    streams.err().println(sentence);
    LogScanner.Feed feed = scanner.feed("stderr", "");
    byte[] bytes = sentence.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    feed.accept(bytes, 0, bytes.length);
    feed.finish();
    return denied ? NOT_RUN : NOT_FOUND;
  }

  /**
   * A terminal has interrupted the command too, and a second signal would make some (`docker
   * compose up`) give up their orderly end; without a terminal it is asked to end.
   */
  private void end(Process process, Thread out, Thread err) {
    try {
      if (streams.terminals().isEmpty()) {
        process.destroy();
      }
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        streams.err().println("posthog-doctor: process " + process.pid() + " has not ended yet");
      }
      out.join(500);
      err.join(500);
    } catch (InterruptedException again) {
      Thread.currentThread().interrupt();
    }
  }

  private Thread listen(InputStream from, PrintStream to, String name) {
    LogScanner.Feed feed = scanner.feed(name, "");
    Thread thread =
        new Thread(
            () -> {
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
              feed.finish();
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
