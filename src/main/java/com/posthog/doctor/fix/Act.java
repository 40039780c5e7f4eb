package com.posthog.doctor.fix;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a run did to a file, or one program that it ran, as its journal tells it.
 *
 * @param kind {@code rewrite}, {@code mode}, {@code move}, {@code run}, or the kind of a step on a
 *     container or server: {@code start-container}
 * @param describe the step in words
 * @param file the file; empty for a program
 * @param to the new name of what was moved; empty otherwise
 * @param before what was there: a digest, a mode, or {@link Look#NONE}
 * @param after what was to be there; empty when that was not known beforehand
 * @param mode the mode of the file before; -1 when there was none
 * @param backup the name of the copy of the file within the run; empty when there is none
 * @param about what undoing a step on a container or server has to know; empty for all others
 * @param undo what takes a program back; {@link UndoProgram#NONE} for all others
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
    Map<String, String> about,
    UndoProgram undo,
    State state) {
  public Act {
    about = Map.copyOf(about);
  }

  /** How far it came. */
  public enum State {
    /** It was under way when the journal ends, or it failed. */
    BEGUN,
    DONE,
    /** Its undoing was under way when the journal ends, or it failed. */
    UNDOING,
    UNDONE
  }

  static final Path NOWHERE = Path.of("");

  Act in(State other) {
    return new Act(
        number, kind, remedy, describe, file, to, before, after, mode, backup, left, about, undo,
        other);
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
        about,
        undo,
        state);
  }

  Act left(String digest) {
    return new Act(
        number, kind, remedy, describe, file, to, before, after, mode, backup, digest, about, undo,
        state);
  }
}
