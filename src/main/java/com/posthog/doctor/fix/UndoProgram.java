package com.posthog.doctor.fix;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.posthog.doctor.fix.Undo.Reversal;
import com.posthog.doctor.fix.Undo.Way;
import com.posthog.doctor.host.Command;
import com.posthog.doctor.host.Hands;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.Ran;
import com.posthog.doctor.host.Unstarted;
import com.posthog.doctor.model.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The program that takes back what another one has done, as the journal keeps it: run under the
 * rules of the first, in the same folder, and once more when it was stopped half-way.
 *
 * @param argv its arguments, each one element; empty when there is none
 * @param folder the folder that the first program ran in
 * @param owner the owner of that folder then, who must still be the same; -1 when not known
 */
public record UndoProgram(List<String> argv, boolean privileged, Path folder, long owner) {
  /** None: what was done is not taken back. */
  static final UndoProgram NONE = new UndoProgram(List.of(), false, Act.NOWHERE, -1);

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int MOST_LINES = 5;

  public UndoProgram {
    argv = List.copyOf(argv);
  }

  /** What takes a step back that runs in this folder. */
  static UndoProgram of(Host host, Step.Run run, Path folder) {
    return run.undo().isEmpty()
        ? NONE
        : new UndoProgram(run.undo(), run.privileged(), folder, host.state(folder).owner());
  }

  /** What a line of the journal says; none when it says something else. */
  static UndoProgram of(JsonObject line) {
    if (!(line.get("undo") instanceof JsonObject undo)
        || !(undo.get("argv") instanceof JsonArray words)) {
      return NONE;
    }
    List<String> argv = new ArrayList<>();
    for (JsonElement word : words) {
      argv.add(word.getAsString());
    }
    return argv.isEmpty()
        ? NONE
        : new UndoProgram(
            argv,
            undo.get("privileged").getAsBoolean(),
            Path.of(undo.get("folder").getAsString()),
            undo.get("owner").getAsLong());
  }

  /** Writes it into a line of the journal. */
  void note(JsonObject line) {
    if (!isThere()) {
      return;
    }
    JsonArray words = new JsonArray();
    argv.forEach(words::add);
    JsonObject undo = new JsonObject();
    undo.add("argv", words);
    undo.addProperty("privileged", privileged);
    undo.addProperty("folder", folder.toString());
    undo.addProperty("owner", owner);
    line.add("undo", undo);
  }

  /** Whether there is one. */
  public boolean isThere() {
    return !argv.isEmpty();
  }

  /** The exact command. */
  public String describe() {
    return new Step.Run(argv, privileged).describe();
  }

  /** What running it comes to, by what is there now. */
  Reversal reversal(Act act, Host host, boolean elevates) {
    if (!isThere()) {
      return new Reversal(act, Way.CANNOT, "what a program has done is not known", "");
    }
    if (!host.state(folder).isFolder() || host.state(folder).owner() != owner) {
      String why = folder + " is gone, or belongs to another user now";
      return new Reversal(act, Way.FAILED, why, "");
    }
    if (privileged && !elevates) {
      return new Reversal(act, Way.RIGHTS, "it needs the rights of the administrator", "");
    }
    String program = argv.get(0);
    boolean found =
        program.indexOf('/') >= 0
            ? host.state(folder.resolve(program)).executable()
            : host.which(program).isPresent();
    if (!found && !privileged) {
      return new Reversal(act, Way.FAILED, program + " is not there, or cannot be run", "");
    }
    return new Reversal(act, Way.RESTORES, doubt(act), "");
  }

  private static String doubt(Act act) {
    return switch (act.state()) {
      case BEGUN -> "it was under way when the run was stopped: what came of it is not known";
      case UNDOING -> "an undo began with it, and is begun again";
      default -> "";
    };
  }

  /** Runs it; gives why it has not done it, or nothing. */
  String run(Act act, Host host, Hands hands, Path runFolder) throws IOException {
    List<String> words = RunWork.found(host, argv);
    String command = describe();
    if (privileged) {
      Path script = runFolder.resolve("undo-" + act.number() + ".sh");
      String text = Script.of("undo " + act.describe(), argv);
      hands.write(script, text.getBytes(StandardCharsets.UTF_8), 0600);
      words = Elevation.argv(host, script);
      command = Elevation.command(host, script);
    }
    Ran ran;
    try {
      ran = hands.run(new Command(words, folder, RunWork.environment(host), LIMIT, line -> {}));
    } catch (Unstarted unstarted) {
      return Trouble.sentence(unstarted);
    }
    if (ran.succeeded()) {
      return "";
    }
    String how =
        ran.code() < 0
            ? " took longer than " + LIMIT.toMinutes() + " minutes and was ended"
            : " ended with exit status " + ran.code();
    List<String> last = ran.last();
    List<String> shown = last.subList(Math.max(0, last.size() - MOST_LINES), last.size());
    return command + how + (shown.isEmpty() ? "" : ": " + String.join("; ", shown));
  }
}
