package com.posthog.doctor.probe.snapshot;

import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of a machine, from its files: no resolver is asked. */
public final class MachineNames {
  private static final int MOST_BYTES = 64 * 1024;
  private static final Pattern MAC_NAME =
      Pattern.compile(
          "<key>(?:ComputerName|HostName|LocalHostName)</key>\\s*<string>([^<]+)</string>");

  private MachineNames() {}

  /** Every name, the longest first so that a short one does not spoil it. */
  public static List<String> of(Host host) {
    Set<String> names = new LinkedHashSet<>();
    names.add(host.environment().getOrDefault("HOSTNAME", ""));
    names.add(host.environment().getOrDefault("HOST", ""));
    names.add(text(host, "/etc/hostname"));
    names.add(text(host, "/proc/sys/kernel/hostname"));
    Matcher matcher =
        MAC_NAME.matcher(text(host, "/Library/Preferences/SystemConfiguration/preferences.plist"));
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    for (String name : List.copyOf(names)) {
      int dot = name.indexOf('.');
      if (dot > 0) {
        names.add(name.substring(0, dot));
      }
    }
    names.remove("");
    List<String> sorted = new ArrayList<>(names);
    sorted.sort((a, b) -> Integer.compare(b.length(), a.length()));
    return sorted;
  }

  private static String text(Host host, String file) {
    try {
      return host.state(Path.of(file)).isFile()
          ? host.readText(Path.of(file), MOST_BYTES).strip()
          : "";
    } catch (IOException unreadable) {
      return "";
    }
  }
}
