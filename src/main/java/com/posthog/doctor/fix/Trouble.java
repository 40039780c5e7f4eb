package com.posthog.doctor.fix;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** One sentence for a person about a file that could not be read or written. */
public final class Trouble {
  private Trouble() {}

  /** What is said of it. */
  public static String sentence(IOException problem) {
    if (problem instanceof NoSuchFileException none) {
      return none.getFile() + " does not exist";
    }
    if (problem instanceof AccessDeniedException denied) {
      return denied.getFile() + " may not be read or written by this user";
    }
    if (problem instanceof FileAlreadyExistsException there) {
      return there.getFile() + " is there already";
    }
    if (problem instanceof FileSystemException system && system.getReason() != null) {
      return system.getFile() + ": " + system.getReason();
    }
    String message = problem.getMessage();
    return message == null || message.isBlank()
        ? "the file could not be read or written"
        : message.lines().findFirst().orElse("");
  }
}
