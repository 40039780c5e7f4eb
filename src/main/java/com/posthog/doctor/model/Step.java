package com.posthog.doctor.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** One step of a remedy: a value that says what it would do, and that is carried out as it says. */
public sealed interface Step
    permits Step.Run,
        Step.SetEnv,
        Step.EditBlock,
        Step.SetMode,
        Step.MoveAside,
        Step.StopProcess,
        Step.Tell,
        FileStep,
        ServiceStep {

  /** The word for cards and reports: {@code run}. */
  String kind();

  /** One line that a person can read, or copy to a shell. */
  String describe();

  /** Whether what it does can be undone. */
  default boolean reversible() {
    return true;
  }

  /** Whether it needs the rights of the administrator. */
  default boolean privileged() {
    return false;
  }

  /** The program that takes it back, as a line to read; empty when none does. */
  default String describeUndo() {
    return "";
  }

  /**
   * The same step with its templates filled, each value staying inside the element it stands in.
   */
  Step fill(UnaryOperator<String> values);

  /**
   * Run a program: never a shell line, each element one argument.
   *
   * @param touches the files that it changes, when these are known: they can be put back
   * @param undo the program that takes back what it does, with the same rights; empty for none
   */
  record Run(List<String> argv, boolean privileged, List<String> touches, List<String> undo)
      implements Step {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./~^-]+");

    public Run {
      argv = List.copyOf(argv);
      touches = List.copyOf(touches);
      undo = List.copyOf(undo);
    }

    /** A program of which the files are known that it changes. */
    public Run(List<String> argv, boolean privileged, List<String> touches) {
      this(argv, privileged, touches, List.of());
    }

    /** A program of which it is not known what it changes. */
    public Run(List<String> argv, boolean privileged) {
      this(argv, privileged, List.of(), List.of());
    }

    @Override
    public String kind() {
      return "run";
    }

    @Override
    public String describe() {
      List<String> words = new ArrayList<>();
      if (privileged) {
        words.add("sudo");
      }
      argv.forEach(word -> words.add(quote(word)));
      return String.join(" ", words);
    }

    @Override
    public boolean reversible() {
      return !touches.isEmpty() || !undo.isEmpty();
    }

    @Override
    public String describeUndo() {
      return undo.isEmpty() ? "" : new Run(undo, privileged).describe();
    }

    @Override
    public Step fill(UnaryOperator<String> values) {
      return new Run(
          argv.stream().map(values).toList(),
          privileged,
          touches.stream().map(values).toList(),
          undo.stream().map(values).toList());
    }

    private static String quote(String word) {
      if (PLAIN.matcher(word).matches()) {
        return word;
      }
      return "'" + word.replace("'", "'\\''") + "'";
    }
  }

  /** Set a key in a dotenv file. */
  record SetEnv(String file, String key, String value) implements Step {
    @Override
    public String kind() {
      return "set-env";
    }

    @Override
    public String describe() {
      return "set " + key + "=" + value + " in " + file;
    }

    @Override
    public Step fill(UnaryOperator<String> values) {
      return new SetEnv(values.apply(file), values.apply(key), values.apply(value));
    }
  }

  /** Keep a marked block of lines in a file. */
  record EditBlock(String file, String marker, String text, boolean privileged) implements Step {
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9 _@%+=:,./*~^\\[\\]-]*");

    @Override
    public String kind() {
      return "edit-block";
    }

    @Override
    public String describe() {
      return "put this into " + file + ": " + text.strip().replace("\n", "; ");
    }

    @Override
    public Step fill(UnaryOperator<String> values) {
      String filled = values.apply(text);
      String place = values.apply(file);
      boolean harmless =
          Template.places(text).stream()
              .map(name -> values.apply("${" + name + "}"))
              .allMatch(value -> HARMLESS.matcher(value).matches());
      // a shell that reads the file would run what is in such a value
      return harmless
          ? new EditBlock(place, marker, filled, privileged)
          : new Tell("Put this into " + place + ", if it is what you want: " + filled.strip());
    }
  }

  /** Give a file the mode that it needs, in octal, or {@code +x}. */
  record SetMode(String file, String mode) implements Step {
    @Override
    public String kind() {
      return "set-mode";
    }

    @Override
    public String describe() {
      return new Run(List.of("chmod", mode, file), false).describe();
    }

    @Override
    public Step fill(UnaryOperator<String> values) {
      return new SetMode(values.apply(file), mode);
    }
  }

  /** Move a broken file aside, so that a good one can take its place. */
  record MoveAside(String file) implements Step {
    @Override
    public String kind() {
      return "move-aside";
    }

    @Override
    public String describe() {
      return new Run(List.of("mv", file, file + ".broken"), false).describe();
    }

    @Override
    public Step fill(UnaryOperator<String> values) {
      return new MoveAside(values.apply(file));
    }
  }

  /** End processes: TERM first, KILL after five seconds. */
  record StopProcess(String pids) implements Step {
    @Override
    public String kind() {
      return "stop-process";
    }

    @Override
    public String describe() {
      return "kill " + pids;
    }

    @Override
    public boolean reversible() {
      return false;
    }

    @Override
    public Step fill(UnaryOperator<String> values) {
      return new StopProcess(values.apply(pids));
    }
  }

  /** Say what only a person can do. */
  record Tell(String text) implements Step {
    @Override
    public String kind() {
      return "tell";
    }

    @Override
    public String describe() {
      return text;
    }

    @Override
    public Step fill(UnaryOperator<String> values) {
      return new Tell(values.apply(text));
    }
  }
}
