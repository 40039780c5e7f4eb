package com.posthog.doctor.probe.port;

import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.ListenerFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads who listens on which port: Linux by {@code /proc}, macOS by {@code lsof} and {@code
 * netstat}.
 */
public final class ListenerProbe implements Probe<ListenerFacts> {
  private static final int HOSTS_BYTES = 4 << 20;

  @Override
  public ListenerFacts read(FactKey<ListenerFacts> key, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    return host.os().equals("macos")
        ? new ListenerFacts(
            new MacListeners(host, deadline).read(), localhost(host), "lsof and netstat")
        : new ListenerFacts(
            new LinuxListeners(host, deadline).read(), localhost(host), "/proc/net/tcp");
  }

  /** What the hosts file says of localhost; clients try IPv6 first where it has both. */
  private static List<String> localhost(Host host) {
    List<String> addresses = new ArrayList<>();
    for (String line : text(host).split("\n", -1)) {
      String[] words = line.replaceFirst("#.*", "").strip().split("\\s+", -1);
      if (List.of(words).indexOf("localhost") > 0 && !addresses.contains(words[0])) {
        addresses.add(words[0].equals("::1") ? 0 : addresses.size(), words[0]);
      }
    }
    return addresses.isEmpty() ? List.of("127.0.0.1") : addresses;
  }

  private static String text(Host host) {
    try {
      return host.readText(Path.of("/etc/hosts"), HOSTS_BYTES);
    } catch (IOException unreadable) {
      return "";
    }
  }
}
