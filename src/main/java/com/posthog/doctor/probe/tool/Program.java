package com.posthog.doctor.probe.tool;

import java.util.List;
import java.util.regex.Pattern;

/**
 * How a tool is called and asked.
 *
 * @param names its file names, the best first
 * @param option what it is asked for its version with
 * @param answer how the line begins that tells the version
 * @param always whether it is asked even where any version will do: to see that it runs
 * @param formulas the names under which Homebrew installs it
 * @param plugins the names under which version managers install it
 */
record Program(
    List<String> names,
    String option,
    Pattern answer,
    boolean always,
    List<String> formulas,
    List<String> plugins) {
  private static final String NUMBER = "v?([0-9]+(?:\\.[0-9]+)+\\S*)";

  /** The program of this tool. */
  static Program of(String tool) {
    return switch (tool) {
      case "git" -> program(tool, "git version ", true);
      case "docker" -> program(tool, "Docker version ", true);
      case "node" ->
          new Program(
              List.of("node"),
              "--version",
              line(""),
              true,
              List.of("node"),
              List.of("node", "nodejs"));
      case "pnpm" -> program(tool, "", true);
      case "uv" -> program(tool, "uv ", true);
      case "cargo" ->
          new Program(
              List.of("cargo"),
              "--version",
              line("cargo "),
              false,
              List.of("rust"),
              List.of("rust"));
      case "sqlx" ->
          new Program(
              List.of("sqlx", "cargo-sqlx"),
              "--version",
              line("(?:cargo-)?sqlx(?:-cli)?(?:-sqlx)? "),
              false,
              List.of("sqlx-cli"),
              List.of("sqlx-cli"));
      case "brotli" -> program(tool, "brotli ", true);
      case "curl" -> program(tool, "curl ", true);
      case "go" ->
          new Program(
              List.of("go"),
              "version",
              line("go version go"),
              false,
              List.of("go"),
              List.of("go", "golang"));
      case "python" ->
          new Program(
              List.of("python3", "python"),
              "--version",
              line("Python "),
              false,
              List.of("python"),
              List.of("python"));
      case "cc" ->
          new Program(
              List.of("cc", "gcc", "clang"),
              "--version",
              line(""),
              false,
              List.of("gcc"),
              List.of());
      default -> program(tool, tool + ".*? ", false);
    };
  }

  private static Program program(String tool, String prefix, boolean always) {
    return new Program(
        List.of(tool), "--version", line(prefix), always, List.of(tool), List.of(tool));
  }

  private static Pattern line(String prefix) {
    return Pattern.compile("^\\s*" + prefix + NUMBER);
  }

  /** Whether macOS has a stub of this name in /usr/bin that needs the command line tools. */
  static boolean isAppleStub(String path) {
    return path.startsWith("/usr/bin/")
        && List.of("git", "python3", "pip3", "make", "cc", "gcc", "clang", "swift")
            .contains(path.substring("/usr/bin/".length()));
  }
}
