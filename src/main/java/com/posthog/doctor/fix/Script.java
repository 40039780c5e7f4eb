package com.posthog.doctor.fix;

import com.posthog.doctor.model.Change;
import com.posthog.doctor.model.Content;
import com.posthog.doctor.model.Plan;
import com.posthog.doctor.model.Prospect;
import com.posthog.doctor.model.Step;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What needs the rights of the administrator, as a script that can be read before it is run. */
public final class Script {
  private Script() {}

  /**
   * The remedies that only lack the rights of the administrator, as one script; empty when there
   * are none.
   */
  public static String of(List<Plan.Item> items) {
    StringBuilder text = new StringBuilder();
    for (Plan.Item item : items) {
      boolean whole =
          item.standing() == Plan.Standing.NOT_ALLOWED
              && item.steps().stream()
                  .allMatch(one -> one.step().privileged() || one.step() instanceof Step.Tell);
      if (whole) {
        text.append("\n# ").append(oneLine(item.remedy().title())).append('\n');
        item.steps().forEach(step -> text.append(lines(step)));
      }
    }
    return text.isEmpty() ? "" : "#!/bin/sh\nset -eu\n" + text;
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  private static String lines(Prospect prospect) {
    if (prospect.step() instanceof Step.Run run) {
      return new Step.Run(run.argv(), false).describe() + "\n";
    }
    if (prospect.change() instanceof Change.Rewrite rewrite) {
      return edit(rewrite);
    }
    return prospect.step() instanceof Step.Tell tell ? "# " + oneLine(tell.text()) + "\n" : "";
  }

  /** Lines that come behind the end of a file are added; else the whole file is written. */
  private static String edit(Change.Rewrite rewrite) {
    Content before = rewrite.before();
    String old = before == null ? "" : new String(before.bytes(), StandardCharsets.UTF_8);
    String fresh = new String(rewrite.after().bytes(), StandardCharsets.UTF_8);
    boolean adds = fresh.startsWith(old) && fresh.endsWith("\n");
    List<String> argv = new ArrayList<>(List.of("printf", "%s\\n"));
    String more = adds ? fresh.substring(old.length()) : fresh;
    Text.split(more).forEach(line -> argv.add(Text.bare(line)));
    return new Step.Run(argv, false).describe()
        + (adds ? " >> " : " > ")
        + quoted(rewrite.file())
        + "\n";
  }

  /** A script that puts a new file in the place of another one, which keeps its owner and mode. */
  static String replace(Path file, Path fresh) {
    String place = quoted(file);
    String beside = quoted(file.resolveSibling(".posthog-doctor-" + file.getFileName() + ".tmp"));
    return "set -eu\numask 022\n"
        + ("if [ -e " + place + " ]; then cp -p " + place + " " + beside + "; fi\n")
        + ("cat " + quoted(fresh) + " > " + beside + "\n")
        + ("mv -f " + beside + " " + place + "\n");
  }

  private static String quoted(Path path) {
    return new Step.Run(List.of(path.toString()), false).describe();
  }
}
