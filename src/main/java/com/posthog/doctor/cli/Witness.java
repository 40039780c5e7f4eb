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

  private static final int INTERRUPTED = 130;
  private static final long PATIENCE_SECONDS = 5;

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
      String sentence = command.get(0) + ": command not found";
      streams.err().println(sentence);
      LogScanner.Feed feed = scanner.feed("stderr", "");
      byte[] bytes = sentence.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      feed.accept(bytes, 0, bytes.length);
      feed.finish();
      return NOT_FOUND;
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

  private static void end(Process process, Thread out, Thread err) {
    try {
      // the terminal has interrupted it too; one that was not started by a terminal is asked to end
      if (!process.waitFor(1, TimeUnit.SECONDS)) {
        process.destroy();
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
      out.join(1000);
      err.join(1000);
    } catch (InterruptedException again) {
      process.destroyForcibly();
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
                while (count >= 0) {
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
