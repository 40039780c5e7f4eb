package com.posthog.doctor.model;

import java.util.List;
import java.util.function.UnaryOperator;

/** A step that gives a file another content, which is known before anything is done. */
public sealed interface FileStep extends Step {

  /** The file that is changed. */
  String file();

  /** Its values in order, for the compiled catalogue. */
  List<String> fields();

  /** Whether this is the kind of such a step. */
  static boolean is(String kind) {
    return List.of("edit-lines", "copy-file", "restore-file").contains(kind);
  }

  /** The step of a kind with these values. */
  static FileStep of(String kind, List<String> fields) {
    return switch (kind) {
      case "edit-lines" -> new EditLines(fields.get(0), LineEdit.of(fields.get(1)), fields.get(2));
      case "copy-file" -> new CopyFile(fields.get(0), fields.get(1));
      case "restore-file" -> new RestoreFile(fields.get(0));
      default -> throw new IllegalArgumentException("there is no step of the kind " + kind);
    };
  }

  /**
   * Mend the form of lines.
   *
   * @param line the number of the one line that is meant; empty for all
   */
  record EditLines(String file, LineEdit edit, String line) implements FileStep {
    @Override
    public String kind() {
      return "edit-lines";
    }

    @Override
    public String describe() {
      String only = line.isEmpty() ? "" : " if $. == " + line;
      return new Run(List.of("perl", "-pi", "-e", edit.perl() + only, file), false).describe();
    }

    @Override
    public List<String> fields() {
      return List.of(file, edit.word(), line);
    }

    @Override
    public Step fill(UnaryOperator<String> values) {
      String number = values.apply(line);
      String place = values.apply(file);
      // perl would run what is in such a value, where a person copies the command
      return number.matches("[0-9]*")
          ? new EditLines(place, edit, number)
          : new Tell("Mend " + place + " by hand: `" + number + "` is no number of a line");
    }
  }

  /** Copy a file, with its mode. */
  record CopyFile(String from, String file) implements FileStep {
    @Override
    public String kind() {
      return "copy-file";
    }

    @Override
    public String describe() {
      return new Run(List.of("cp", from, file), false).describe();
    }

    @Override
    public List<String> fields() {
      return List.of(from, file);
    }

    @Override
    public Step fill(UnaryOperator<String> values) {
      return new CopyFile(values.apply(from), values.apply(file));
    }
  }

  /** Take a file of the checkout from git again, as {@code git add} has seen it last. */
  record RestoreFile(String file) implements FileStep {
    @Override
    public String kind() {
      return "restore-file";
    }

    @Override
    public String describe() {
      return new Run(List.of("git", "checkout", "--", file), false).describe();
    }

    @Override
    public List<String> fields() {
      return List.of(file);
    }

    @Override
    public Step fill(UnaryOperator<String> values) {
      return new RestoreFile(values.apply(file));
    }
  }
}
