package com.posthog.doctor.cli;

import com.posthog.doctor.check.Catalog;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where the process begins: streams are handed in, and an exit code comes out. */
public final class Main {
  private static final String CLEAR_LINE = "\r\033[2K";

  private Main() {}

  /**
   * Where a command writes: reports to {@code out}, everything else to {@code err}.
   *
   * @param terminals the digits of those of the streams 0, 1 and 2 that are terminals
   * @param in where answers to questions come from, or what is piped in
   * @param lastWord of a command that is interrupted
   */
  public record Streams(
      PrintStream out, PrintStream err, String terminals, InputStream in, LastWord lastWord) {

    /** Streams of a command that may be interrupted without more. */
    public Streams(PrintStream out, PrintStream err, String terminals, InputStream in) {
      this(out, err, terminals, in, new LastWord());
    }

    /** Streams that are no terminals, with nothing piped in. */
    public Streams(PrintStream out, PrintStream err) {
      this(out, err, "", InputStream.nullInputStream());
    }

    /** The bytes that are piped in; an interrupt ends the reading where that is possible. */
    ReadableByteChannel piped() {
      return in instanceof FileInputStream file ? file.getChannel() : Channels.newChannel(in);
    }
  }

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    Outlet outlet = new Outlet(FileDescriptor.out);
    Outlet errors = new Outlet(FileDescriptor.err);
    PrintStream out = stream(outlet);
    PrintStream err = stream(errors);
    LastWord lastWord = new LastWord();
    Thread ending =
        new Thread(new Ending(Thread.currentThread(), outlet, errors, lastWord), "ending");
    Runtime.getRuntime().addShutdownHook(ending);
    int code =
        run(
            List.of(args),
            new Streams(out, err, terminals(), new FileInputStream(FileDescriptor.in), lastWord),
            System.getenv(),
            Path.of("").toAbsolutePath());
    out.flush();
    if (!outlet.loss().isEmpty()) {
      err.println("posthog-doctor: the output could not be written: " + outlet.loss());
      code = ExitCode.USAGE;
    }
    err.flush();
    try {
      Runtime.getRuntime().removeShutdownHook(ending);
    } catch (IllegalStateException interrupted) {
      return; // the signal decides how this process ends
    }
    System.exit(code);
  }

  private static PrintStream stream(Outlet outlet) {
    return new PrintStream(
        new BufferedOutputStream(outlet, 1 << 13), false, StandardCharsets.UTF_8);
  }

  private static String terminals() {
    String launched = System.getProperty("posthog.doctor.tty");
    if (launched != null) {
      return launched;
    }
    // from 22 on there is a console also where there is no terminal
    return Runtime.version().feature() < 22 && System.console() != null ? "012" : "";
  }

  /** Runs one command in a folder with an environment, and returns its exit code. */
  public static int run(
      List<String> args, Streams streams, Map<String, String> environment, Path folder) {
    return run(args, new House(streams, environment, folder));
  }

  /** Runs one command in a house. */
  static int run(List<String> args, House house) {
    Streams streams = house.streams();
    try {
      return new Door(house).enter(args);
    } catch (WrongUsage wrong) {
      return said(streams, String.valueOf(wrong.getMessage()), ExitCode.USAGE);
    } catch (Catalog.BadCard bad) {
      return said(streams, String.valueOf(bad.getMessage()), ExitCode.CONFIGURATION);
    } catch (RuntimeException | LinkageError | StackOverflowError bug) {
      boolean debug = args.contains("--debug");
      String where = debug ? "" : "; run the command again with --debug and report what it prints";
      int code =
          said(streams, "this is a bug in the doctor, not in your setup" + where, ExitCode.BUG);
      if (debug) {
        bug.printStackTrace(streams.err());
      }
      streams.err().println("  https://github.com/PostHog/posthog-doctor/issues");
      streams.err().flush();
      return code;
    }
  }

  private static int said(Streams streams, String sentence, int code) {
    streams.out().flush();
    Spinner.wipe(streams.err());
    streams.err().println("posthog-doctor: " + sentence);
    streams.err().flush();
    return code;
  }

  /** What is done when a signal ends the process: the spinner goes, and nothing more is written. */
  private record Ending(Thread main, Outlet out, Outlet err, LastWord lastWord)
      implements Runnable {
    private static final long PATIENCE_MILLIS = 200;
    private static final long LAST_WORD_MILLIS = 15_000;

    @Override
    public void run() {
      if (lastWord.isWanted()) {
        main.interrupt();
        await(LAST_WORD_MILLIS);
        return;
      }
      out.drop();
      if (Spinner.isDrawn()) {
        clear();
      }
      err.drop();
      main.interrupt(); // what is being read is given up, and programs that were asked are ended
      await(PATIENCE_MILLIS);
    }

    private void clear() {
      byte[] clear = CLEAR_LINE.getBytes(StandardCharsets.US_ASCII);
      try {
        err.write(clear, 0, clear.length);
      } catch (IOException gone) {
        // nobody looks at the terminal any more
      }
    }

    private void await(long millis) {
      try {
        main.join(millis);
      } catch (InterruptedException again) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
