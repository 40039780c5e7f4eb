package com.posthog.doctor.probe.host;

import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.file.Path;

/** Small files of the system, where one that cannot be read says nothing. */
final class SystemFiles {
  /** The file of a machine with a thousand processors is about 1.5 MB. */
  private static final int LIMIT = 4 << 20;

  private SystemFiles() {}

  /** The text of a file; empty when it cannot be read. */
  static String text(Host host, String path) {
    try {
      return host.readText(Path.of(path), LIMIT);
    } catch (IOException unreadable) {
      return "";
    }
  }

  /** The number that a text is; 0 when it is none. */
  static long number(String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException none) {
      return 0;
    }
  }
}
