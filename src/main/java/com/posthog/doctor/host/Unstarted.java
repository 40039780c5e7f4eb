package com.posthog.doctor.host;

import java.io.IOException;

/** A program could not be started, so that it is certain that nothing came of it. */
public final class Unstarted extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * What the system says of a program.
   *
   * @param program as it was named
   */
  Unstarted(String program, IOException problem) {
    super(program + " cannot be started: " + reason(problem), problem);
  }

  /** {@code Cannot run program "x" (in directory "y"): error=2, No such file or directory}. */
  private static String reason(IOException problem) {
    String message = String.valueOf(problem.getMessage());
    int reason = message.lastIndexOf(", ");
    return message.contains("error=") && reason > 0 ? message.substring(reason + 2) : message;
  }
}
