package com.posthog.doctor.probe.env;

import com.posthog.doctor.facts.DatabaseUrl;
import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Tells where a host name or address leads, from files of this machine only: no name is asked of
 * DNS.
 */
final class Places {
  private static final int LARGEST = 1 << 20;

  private final Host host;
  private final Map<String, String> hostsFile = new HashMap<>();
  private boolean read;

  Places(Host host) {
    this.host = host;
  }

  /** The place of a host: one of the words of {@link DatabaseUrl}. */
  String of(String name) {
    if (name.startsWith("/") || name.isEmpty()) {
      return DatabaseUrl.SOCKET;
    }
    if (isLoopback(name)) {
      return DatabaseUrl.LOOPBACK;
    }
    String mapped = mapped(name);
    if (isLoopback(mapped)) {
      return DatabaseUrl.HOSTS_FILE;
    }
    if (isDocker(name) || isDocker(mapped)) {
      return DatabaseUrl.DOCKER;
    }
    return isOwn(name) || isOwn(mapped) ? DatabaseUrl.OWN : DatabaseUrl.ELSEWHERE;
  }

  private static boolean isLoopback(String name) {
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || name.startsWith("127.") && name.chars().allMatch(c -> c == '.' || Character.isDigit(c))
        || name.equals("::1")
        || name.equals("0:0:0:0:0:0:0:1")
        || name.startsWith("::ffff:127.")
        || name.equals("0.0.0.0")
        || name.equals("::");
  }

  /** Docker's and OrbStack's own ranges, and the names that they give. */
  private static boolean isDocker(String name) {
    if (name.equals("host.docker.internal") || name.endsWith(".orb.local")) {
      return true;
    }
    String[] parts = name.split("\\.", -1);
    if (parts.length != 4 || !name.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9')) {
      return false;
    }
    int second = parts[1].length() > 3 || parts[1].isEmpty() ? -1 : Integer.parseInt(parts[1]);
    return parts[0].equals("172") && second >= 16 && second <= 31
        || parts[0].equals("198") && (second == 18 || second == 19)
        || name.startsWith("192.168.215.");
  }

  /** The address that the hosts file gives a name; empty when it has no line for it. */
  private String mapped(String name) {
    if (!read) {
      read = true;
      for (String line : text("/etc/hosts").split("\n", -1)) {
        int comment = line.indexOf('#');
        String[] words =
            (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+", -1);
        for (int i = 1; i < words.length; i++) {
          hostsFile.putIfAbsent(words[i].toLowerCase(Locale.ROOT), words[0]);
        }
      }
    }
    return hostsFile.getOrDefault(name, "");
  }

  private boolean isOwn(String name) {
    if (name.isEmpty()) {
      return false;
    }
    String own = text("/etc/hostname").strip().toLowerCase(Locale.ROOT);
    if (!own.isEmpty() && (name.equals(own) || name.equals(own + ".local"))) {
      return true;
    }
    // the kernel's table of routes lists this machine's own addresses, each followed by "host
    // LOCAL"
    String routes = text("/proc/net/fib_trie");
    int at = routes.indexOf("-- " + name + "\n");
    int next = at < 0 ? -1 : routes.indexOf('\n', at) + 1;
    int end = next <= 0 ? -1 : routes.indexOf('\n', next);
    return end > 0 && routes.substring(next, end).contains("host LOCAL");
  }

  private String text(String path) {
    try {
      return host.readText(Path.of(path), LARGEST);
    } catch (IOException unreadable) {
      return "";
    }
  }
}
