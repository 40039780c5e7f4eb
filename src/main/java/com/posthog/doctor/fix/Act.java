package com.posthog.doctor.fix;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a run did to a file, or one program that it ran, as its journal tells it.
 *
 * @param kind {@code rewrite}, {@code mode}, {@code move} or {@code run}
 * @param describe the step in words
 * @param file the file; empty for a program
 * @param to the new name of what was moved; empty otherwise
 * @param before what was there: a digest, a mode, or {@link Look#NONE}
 * @param after what was to be there; empty when that was not known beforehand
 * @param mode the mode of the file before; -1 when there was none
 * @param backup the name of the copy of the file within the run; empty when there is none
 * @param left what stands in the place of something that was moved, when the remedy was over
 */
public record Act(
    int number,
    String kind,
    String remedy,
    String describe,
    Path file,
    Path to,
    String before,
    String after,
    int mode,
    String backup,
    String left,
    State state) {

  /** How far it came. */
  public enum State {
    /** It was under way when the journal ends, or it failed. */
    BEGUN,
    DONE,
    UNDONE
  }

  static final Path NOWHERE = Path.of("");

  Act in(State other) {
    return new Act(
        number, kind, remedy, describe, file, to, before, after, mode, backup, left, other);
  }

  Act after(@Nullable String digest) {
    return new Act(
        number,
        kind,
        remedy,
        describe,
        file,
        to,
        before,
        digest == null ? after : digest,
        mode,
        backup,
        left,
        state);
  }

  Act left(String digest) {
    return new Act(
        number, kind, remedy, describe, file, to, before, after, mode, backup, digest, state);
  }
}
