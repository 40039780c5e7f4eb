package com.posthog.doctor.probe.tool;

import com.posthog.doctor.host.Answer;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.model.Span;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;

/** Asks a program for its version, and says in one sentence when it gives none. */
final class VersionQuestion {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Duration TO_SAY_SO = Duration.ofMillis(150);
  private static final int MOST_LINES = 50;
  private static final int MOST_LETTERS = 100;

  private final Host host;
  private final Deadline deadline;

  VersionQuestion(Host host, Deadline deadline) {
    this.host = host;
    this.deadline = deadline;
  }

  /**
   * What a program said.
   *
   * @param problem why no version came; empty when one did
   * @param broken whether the program itself failed, rather than that no answer came
   */
  record Said(String version, String problem, boolean broken) {}

  /** Asks one program. */
  Said ask(Program program, Path path) {
    Duration left = deadline.remaining();
    Duration limit = left.compareTo(LIMIT) < 0 ? left : LIMIT.plus(TO_SAY_SO);
    return said(program, host.ask(List.of(path.toString(), program.option()), Deadline.in(limit)));
  }

  private static Said said(Program program, Answer answer) {
    return switch (answer.outcome()) {
      case ABSENT -> new Said("", "cannot be started: " + reason(answer.err()), true);
      case TOO_SLOW -> new Said("", "did not answer within " + Span.text(LIMIT), false);
      case TOO_MUCH -> new Said("", "printed more than 1 MiB where a version was asked for", false);
      case ENDED -> ended(program, answer);
    };
  }

  private static Said ended(Program program, Answer answer) {
    if (answer.code() != 0 && isForeignBinary(answer.err())) {
      return new Said("", "is made for another kind of machine", true);
    }
    if (answer.code() != 0) {
      String line = answer.err().isBlank() ? answer.firstLine() : first(answer.err());
      String why = "ends with status " + answer.code() + (line.isEmpty() ? "" : ": " + cut(line));
      return new Said("", why, true);
    }
    for (String line : answer.out().lines().limit(MOST_LINES).toList()) {
      Matcher matcher = program.answer().matcher(line);
      if (matcher.find()) {
        return new Said(matcher.group(1).replaceFirst("[,;:]+$", ""), "", false);
      }
    }
    String line = answer.firstLine();
    return new Said(
        "", line.isEmpty() ? "prints nothing" : "prints no version but: " + cut(line), false);
  }

  /** The JDK hands what the kernel refuses to a shell, which takes the binary for a script. */
  private static boolean isForeignBinary(String err) {
    return err.contains("ELF: not found") || err.contains("cannot execute binary file");
  }

  private static String first(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
  }

  private static String cut(String line) {
    return line.length() <= MOST_LETTERS ? line : line.substring(0, MOST_LETTERS) + "…";
  }

  /** The error numbers of the system in words. */
  private static String reason(String error) {
    if (error.contains("error=86,") || error.contains("error=8,")) {
      return "it is made for another kind of machine";
    }
    if (error.contains("error=2,")) {
      return "the interpreter that it names does not exist";
    }
    return error.contains("error=13,") ? "this user may not run it" : "the system refuses it";
  }
}
