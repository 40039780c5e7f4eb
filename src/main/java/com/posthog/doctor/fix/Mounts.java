package com.posthog.doctor.fix;

import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Tells the files that are mounts of their own, as {@code /etc/hosts} is in a container. */
final class Mounts {
  private static final Path TABLE = Path.of("/proc/self/mountinfo");
  private static final int MOST_BYTES = 1 << 20;
  private static final int POINT = 4; // fields of a line: id, parent, device, root, mount point

  private Mounts() {}

  /** Whether something is mounted at this very file; not where that cannot be told. */
  static boolean at(Host host, Path file) {
    if (!host.os().equals("linux")) {
      return false;
    }
    try {
      byte[] table = host.read(TABLE, MOST_BYTES);
      return new String(table, StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" ", POINT + 2))
          .anyMatch(
              fields -> fields.length > POINT && plain(fields[POINT]).equals(file.toString()));
    } catch (IOException untold) {
      return false;
    }
  }

  /** The kernel writes a blank, a tab, a line break and a backslash as octal numbers. */
  private static String plain(String point) {
    return point
        .replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }
}
