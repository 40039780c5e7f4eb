package com.posthog.doctor.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where the process begins: streams are handed in, and an exit code comes out. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    PrintStream out =
        new PrintStream(
            new java.io.FileOutputStream(java.io.FileDescriptor.out),
            false,
            StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(
            new java.io.FileOutputStream(java.io.FileDescriptor.err), true, StandardCharsets.UTF_8);
    int code =
        run(List.of(args), new Streams(out, err), System.getenv(), Path.of("").toAbsolutePath());
    out.flush();
    err.flush();
    System.exit(code);
  }

  /** Runs one command in a folder with an environment, and returns its exit code. */
  public static int run(
      List<String> args, Streams streams, Map<String, String> environment, Path folder) {
    return new CommandLineInterface(new House(streams, environment, folder)).run(args);
  }

  /** Where a command writes: reports to {@code out}, everything else to {@code err}. */
  public record Streams(PrintStream out, PrintStream err) {}
}
