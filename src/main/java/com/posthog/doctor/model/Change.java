package com.posthog.doctor.model;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a step would do to a file, with all that is needed to do it, to see it and to undo it. */
public sealed interface Change {

  /** The file that is changed, links followed. */
  Path file();

  /**
   * A file gets this content.
   *
   * @param before what is there; null when nothing is
   * @param mode the mode of a file that is made; -1 keeps that of the file that is there
   */
  record Rewrite(Path file, @Nullable Content before, Content after, int mode) implements Change {}

  /** A file gets another mode. */
  record Mode(Path file, int before, int after) implements Change {}

  /** A file or folder gets another name in its folder; a link is moved itself. */
  record Move(Path file, Path to) implements Change {}
}
