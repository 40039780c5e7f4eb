package com.posthog.doctor.host;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteWatchdog;
import org.apache.commons.exec.PumpStreamHandler;
import org.apache.commons.exec.Watchdog;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs: no shell, closed input, drained and bounded output, ended with all their children.
 */
final class Programs {
  private static final int MOST_BYTES = 1 << 20;
  private static final Duration GRACE = Duration.ofMillis(250);

  private Programs() {}

  /** Runs one program and waits for it, at most for the limit. */
  static Answer run(
      List<String> argv, Path folder, Map<String, String> environment, Duration limit) {
    long start = System.nanoTime();
    CommandLine line = new CommandLine(new File(argv.get(0)));
    argv.subList(1, argv.size()).forEach(word -> line.addArgument(word, false));
    Guard guard = new Guard(limit);
    Sink out = new Sink(guard);
    Sink err = new Sink(guard);
    PumpStreamHandler pumps = new PumpStreamHandler(out, err, null);
    pumps.setStopTimeout(GRACE);
    Runner runner = new Runner(folder.toFile(), guard, pumps);
    int code = -1;
    try {
      guard.hold();
      code = runner.execute(line, environment);
    } catch (IOException problem) {
      if (runner.process == null) {
        return new Answer(Answer.Outcome.ABSENT, -1, "", reason(problem), since(start));
      }
      code = exitCode(runner.process);
    } finally {
      guard.release();
    }
    Answer.Outcome outcome =
        out.full() || err.full()
            ? Answer.Outcome.TOO_MUCH
            : guard.ended ? Answer.Outcome.TOO_SLOW : Answer.Outcome.ENDED;
    return new Answer(
        outcome, outcome == Answer.Outcome.ENDED ? code : -1, out.text(), err.text(), since(start));
  }

  private static String reason(IOException problem) {
    String message = problem.getMessage();
    return message == null ? "cannot be started" : message;
  }

  private static int exitCode(@Nullable Process process) {
    return process == null || process.isAlive() ? -1 : process.exitValue();
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Remembers the process, so that its children can be ended with it. */
  private static final class Runner extends DefaultExecutor {
    volatile @Nullable Process process;
    private final Guard guard;

    @SuppressWarnings("deprecation") // the builder cannot build a subclass
    Runner(File folder, Guard guard, PumpStreamHandler pumps) {
      this.guard = guard;
      setWorkingDirectory(folder);
      setStreamHandler(pumps);
      setExitValues(null);
      setWatchdog(guard);
    }

    @Override
    protected Process launch(CommandLine command, Map<String, String> env, Path folder)
        throws IOException {
      synchronized (guard) {
        guard.refuseAtTheEnd();
        Process started = super.launch(command, env, folder);
        process = started;
        guard.watch(started);
        return started;
      }
    }
  }

  /** Ends a program that takes too long: TERM, a moment of grace, KILL, its descendants too. */
  private static final class Guard extends ExecuteWatchdog {
    volatile boolean ended;
    private volatile @Nullable Process watched;

    /** A signal to the doctor alone must not leave behind what it has asked. */
    private final Thread ending = new Thread(this::endWithTheDoctor, "end program");

    private boolean over;

    @SuppressWarnings("deprecation") // the builder cannot build a subclass
    Guard(Duration limit) {
      super(Math.max(1, limit.toMillis()));
    }

    void watch(Process process) {
      watched = process;
    }

    void hold() throws IOException {
      try {
        Runtime.getRuntime().addShutdownHook(ending);
      } catch (IllegalStateException atTheEnd) {
        throw new IOException("interrupted", atTheEnd);
      }
    }

    void release() {
      try {
        Runtime.getRuntime().removeShutdownHook(ending);
      } catch (IllegalStateException atTheEnd) {
        endWithTheDoctor();
      }
    }

    private synchronized void endWithTheDoctor() {
      over = true;
      endTree(watched);
    }

    void refuseAtTheEnd() throws IOException {
      if (over) {
        throw new IOException("interrupted");
      }
    }

    @Override
    public synchronized void timeoutOccured(Watchdog timer) {
      Process process = watched;
      if (process != null && process.isAlive()) {
        ended = true;
        endTree(process);
      }
    }

    void endTree(@Nullable Process process) {
      if (process != null) {
        ProcessTree.end(process, GRACE);
      }
    }

    @Nullable Process watched() {
      return watched;
    }
  }

  /** Takes the output of a program up to a limit; beyond it the program is ended. */
  private static final class Sink extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Guard guard;
    private volatile boolean full;

    Sink(Guard guard) {
      this.guard = guard;
    }

    @Override
    public void write(int single) {
      write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] source, int offset, int length) {
      if (full) {
        return;
      }
      bytes.write(source, offset, Math.min(length, MOST_BYTES - bytes.size()));
      if (bytes.size() >= MOST_BYTES) {
        full = true;
        guard.endTree(guard.watched());
      }
    }

    boolean full() {
      return full;
    }

    synchronized String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
