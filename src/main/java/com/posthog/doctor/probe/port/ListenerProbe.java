package com.posthog.doctor.probe.port;

import com.posthog.doctor.facts.AppFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.ListenerFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads who listens on which port: Linux by {@code /proc}, macOS by {@code lsof} and {@code
 * netstat}.
 */
public final class ListenerProbe implements Probe<ListenerFacts> {
  private static final int HOSTS_BYTES = 4 << 20;

  /** Whose sockets matter: on Linux only their processes are looked for. */
  @Override
  public Set<FactKey<?>> uses(FactKey<ListenerFacts> key) {
    return Set.of(ComposeFacts.KEY, AppFacts.KEY);
  }

  @Override
  public ListenerFacts read(FactKey<ListenerFacts> key, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    if (host.os().equals("macos")) {
      return new ListenerFacts(
          new MacListeners(host, deadline).read(), localhost(host), "lsof and netstat");
    }
    List<String> folders = soFar.find(AppFacts.KEY).map(AppFacts::folders).orElse(List.of());
    return new ListenerFacts(
        new LinuxListeners(host, deadline, wanted(soFar), folders).read(),
        localhost(host),
        "/proc/net/tcp");
  }

  /** The ports that the checkout takes; empty when it does not say, and then every port matters. */
  private static Set<Integer> wanted(Facts soFar) {
    Set<Integer> wanted = new HashSet<>();
    soFar
        .find(ComposeFacts.KEY)
        .ifPresent(
            compose ->
                compose
                    .services()
                    .forEach(service -> service.ports().forEach(port -> wanted.add(port.host()))));
    if (wanted.isEmpty()) {
      return Set.of();
    }
    soFar.find(AppFacts.KEY).ifPresent(apps -> apps.apps().forEach(app -> wanted.add(app.port())));
    return wanted;
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
