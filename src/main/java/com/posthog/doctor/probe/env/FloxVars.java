package com.posthog.doctor.probe.env;

import java.util.HashMap;
import java.util.Map;

/**
 * The variables that a flox manifest sets at activation. The table {@code [vars]} holds one plain
 * text a line, for which a TOML library would be loaded on every run.
 */
final class FloxVars {
  private FloxVars() {}

  /** One variable as the manifest writes it. */
  record Entry(String text, int line) {

    /** Whether activation gives this value, as far as it can be told without a shell. */
    boolean gives(String value) {
      int reference = text.indexOf('$');
      return reference < 0
          ? text.equals(value)
          : value.startsWith(text.substring(0, reference)) && !value.isEmpty();
    }
  }

  /** Reads the table {@code [vars]} of a manifest. */
  static Map<String, Entry> read(String manifest) {
    Map<String, Entry> entries = new HashMap<>();
    boolean inside = false;
    int number = 0;
    for (String raw : manifest.split("\n", -1)) {
      number++;
      String line = raw.strip();
      if (line.startsWith("[")) {
        inside = line.equals("[vars]");
      }
      int equal = line.indexOf('=');
      if (inside && equal > 0 && !line.startsWith("#")) {
        entries.put(line.substring(0, equal).strip(), new Entry(text(line, equal), number));
      }
    }
    return entries;
  }

  private static String text(String line, int equal) {
    String text = line.substring(equal + 1).strip();
    if (text.isEmpty() || "\"'".indexOf(text.charAt(0)) < 0) {
      return text;
    }
    int end = text.indexOf(text.charAt(0), 1);
    return end < 0 ? text.substring(1) : text.substring(1, end);
  }
}
