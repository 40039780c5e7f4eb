package com.posthog.doctor.host;

import java.time.Duration;

/**
 * What a program answered to a question.
 *
 * @param outcome how the asking ended
 * @param code the exit status; -1 unless the program ended by itself
 * @param out its standard output, cut at a limit
 * @param err its standard error, cut at a limit
 * @param took from start to end
 */
public record Answer(Outcome outcome, int code, String out, String err, Duration took) {

  /** How the asking of a program ended. */
  public enum Outcome {
    /** It ended by itself. */
    ENDED,
    /** There is no such program, or it cannot be started. */
    ABSENT,
    /** It did not end within its time and was ended. */
    TOO_SLOW,
    /** It printed more than anybody could want and was ended. */
    TOO_MUCH
  }

  /** Whether the program ended by itself with exit status 0. */
  public boolean succeeded() {
    return outcome == Outcome.ENDED && code == 0;
  }

  /** The first line that is not blank, of the output and then of the errors. */
  public String firstLine() {
    return out.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElseGet(
            () ->
                err.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .findFirst()
                    .orElse(""));
  }
}
