package com.posthog.doctor.engine;

import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.TimeoutException;

/** One line for a person about what a probe ran into: no class names, no stack. */
final class Reason {
  private static final int MOST = 240;

  private Reason() {}

  static String of(Throwable problem) {
    if (problem instanceof NoSuchFileException none) {
      return none.getFile() + " does not exist";
    }
    if (problem instanceof AccessDeniedException denied) {
      return denied.getFile() + " may not be read by this user";
    }
    if (problem instanceof StackOverflowError) {
      return "it is nested too deeply to be read";
    }
    if (problem instanceof LinkageError) {
      return "a part of the doctor is missing: build again";
    }
    if (problem instanceof TimeoutException) {
      return "no answer within the time limit";
    }
    if (problem instanceof InvalidPathException) {
      return "a name has letters that this locale cannot write (LC_ALL=C.UTF-8 can)";
    }
    String message = problem.getMessage();
    boolean own =
        problem instanceof NullPointerException
            || problem instanceof ClassCastException
            || problem instanceof IndexOutOfBoundsException;
    if (own || message == null || message.isBlank()) {
      return "the doctor ran into a problem of its own (--debug shows it)";
    }
    String line = Wording.clean(message.lines().findFirst().orElse(""));
    return line.length() <= MOST ? line : line.substring(0, MOST) + "…";
  }
}
