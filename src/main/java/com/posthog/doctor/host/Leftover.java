package com.posthog.doctor.host;

import java.nio.file.Path;

/** The file beside another one that its new content is written to before it takes its place. */
public final class Leftover {
  private Leftover() {}

  /** The one beside this file: it is there only while it is written, or after a crash. */
  public static Path of(Path file) {
    return file.resolveSibling(".posthog-doctor-" + file.getFileName() + ".tmp");
  }
}
