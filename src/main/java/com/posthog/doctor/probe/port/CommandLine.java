package com.posthog.doctor.probe.port;

import com.posthog.doctor.facts.Setting;
import java.util.Locale;

/** Command lines of other processes as they may be shown: one line, short, without secrets. */
final class CommandLine {
  private static final int MOST_LETTERS = 240;

  private CommandLine() {}

  /** The content of {@code /proc/PID/cmdline}, whose words end in a zero byte. */
  static String ofZeros(String words) {
    return of(words.replace('\0', ' '));
  }

  /** A command line as {@code ps} prints it. */
  static String of(String line) {
    StringBuilder safe = new StringBuilder();
    for (String word : line.strip().split(" +", -1)) {
      if (safe.length() > MOST_LETTERS) {
        return safe.substring(0, MOST_LETTERS) + "…";
      }
      safe.append(safe.length() == 0 ? "" : " ").append(redacted(word));
    }
    return safe.toString();
  }

  private static String redacted(String word) {
    int equal = word.indexOf('=');
    if (equal <= 0) {
      return Setting.withoutPasswords(word);
    }
    String name = word.substring(0, equal);
    String plain = name.replaceAll("^-+", "").replace('-', '_').toUpperCase(Locale.ROOT);
    return name + "=" + Setting.of(plain, word.substring(equal + 1)).shown();
  }

  /** The name of a program without its folder. */
  static String program(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
