package com.posthog.doctor.fix;

import com.posthog.doctor.model.Change;
import com.posthog.doctor.model.Content;
import com.posthog.doctor.model.Plan;
import com.posthog.doctor.model.Prospect;
import com.posthog.doctor.model.Prospect.Effect;
import com.posthog.doctor.model.Step;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What needs the rights of the administrator, as one script that can be read before it is run, by
 * hand or by the doctor.
 */
public final class Script {
  /** What the script prints behind each of its steps, before the number. */
  static final String MARK = "posthog-doctor: done: ";

  private final StringBuilder text = new StringBuilder();
  private int steps;

  private Script() {}

  /**
   * The remedies that only lack the rights of the administrator, as one script; empty when there
   * are none.
   */
  public static String of(List<Plan.Item> items) {
    Script script = new Script();
    for (Plan.Item item : items) {
      boolean whole =
          item.standing() == Plan.Standing.NOT_ALLOWED
              && item.steps().stream()
                  .allMatch(one -> one.step().privileged() || one.step() instanceof Step.Tell);
      if (whole) {
        script.section(item.remedy().title(), item.steps());
      }
    }
    return script.whole();
  }

  /** The steps of these remedies that need the rights; each says when it is done. */
  static String ready(List<Plan.Item> items) {
    Script script = new Script();
    items.forEach(item -> script.section(item.remedy().title(), item.steps()));
    return script.whole();
  }

  /** One change of a file. */
  static String of(String title, Change.Rewrite rewrite) {
    Script script = new Script();
    script.text.append("\n# ").append(oneLine(title)).append('\n');
    script.edit(rewrite);
    return script.whole();
  }

  /** One program. */
  static String of(String title, List<String> argv) {
    Script script = new Script();
    script.text.append("\n# ").append(oneLine(title)).append('\n');
    script.text.append(new Step.Run(argv, false).describe()).append('\n');
    return script.whole();
  }

  /** The removal of a file. */
  static String removal(String title, Path file) {
    Script script = new Script();
    script.text.append("\n# ").append(oneLine(title)).append("\nrm -f ").append(quoted(file));
    script.text.append('\n');
    return script.whole();
  }

  private String whole() {
    return text.isEmpty() ? "" : "#!/bin/sh\nset -eu\numask 022\n" + text;
  }

  private void section(String title, List<Prospect> prospects) {
    text.append("\n# ").append(oneLine(title)).append('\n');
    for (Prospect prospect : prospects) {
      if (prospect.step() instanceof Step.Tell tell) {
        text.append("# ").append(oneLine(tell.text())).append('\n');
      } else if (prospect.step().privileged() && prospect.effect() != Effect.NOTHING) {
        step(prospect);
      }
    }
  }

  private void step(Prospect prospect) {
    if (prospect.step() instanceof Step.Run run) {
      if (!run.undo().isEmpty()) {
        text.append("# undo: ").append(oneLine(run.describeUndo())).append('\n');
      }
      text.append(new Step.Run(run.argv(), false).describe()).append('\n');
    } else if (prospect.change() instanceof Change.Rewrite rewrite) {
      edit(rewrite);
    }
    text.append("echo '").append(MARK).append(++steps).append("'\n");
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  /**
   * A new file is made beside the old one, which keeps its owner and mode, and then moved to its
   * place. Lines that come behind the end of a file are added; else the whole file is written.
   */
  private void edit(Change.Rewrite rewrite) {
    Path file = rewrite.file();
    Content before = rewrite.before();
    String place = quoted(file);
    String beside = quoted(file.resolveSibling(".posthog-doctor-" + file.getFileName() + ".tmp"));
    String old = before == null ? "" : new String(before.bytes(), StandardCharsets.UTF_8);
    String fresh = new String(rewrite.after().bytes(), StandardCharsets.UTF_8);
    boolean adds = fresh.startsWith(old);
    if (before == null) {
      text.append("[ ! -e ").append(place).append(" ] || ").append(changed(place));
      text.append(": > ").append(beside).append('\n');
    } else {
      text.append("[ \"$(wc -c < ").append(place).append(" | tr -d ' ')\" = ");
      text.append(before.bytes().length).append(" ] || ").append(changed(place));
      text.append("cp -p ").append(place).append(' ').append(beside).append('\n');
    }
    String more = adds ? fresh.substring(old.length()) : fresh;
    boolean ended = more.endsWith("\n");
    List<String> argv = new ArrayList<>(List.of("printf", ended ? "%s\\n" : "%s"));
    if (ended) {
      Text.split(more).forEach(line -> argv.add(line.substring(0, line.length() - 1)));
    } else {
      argv.add(more);
    }
    text.append(new Step.Run(argv, false).describe()).append(adds ? " >> " : " > ");
    text.append(beside).append("\nmv -f ").append(beside).append(' ').append(place).append('\n');
  }

  private static String changed(String place) {
    return "{ echo " + place + " has changed >&2; exit 6; }\n";
  }

  private static String quoted(Path path) {
    return new Step.Run(List.of(path.toString()), false).describe();
  }
}
