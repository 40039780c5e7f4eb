package com.posthog.doctor.fix;

import com.posthog.doctor.model.Step;
import java.nio.file.Path;
import java.util.List;

/** What needs the rights of the administrator, as a script that can be read before it is run. */
final class Script {
  private Script() {}

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
