package com.posthog.doctor.check.ports;

import com.posthog.doctor.facts.ListenerFacts.Listener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who holds a port: all sockets of one program of one user on it.
 *
 * @param listeners its sockets on the port, at least one
 */
record Holder(List<Listener> listeners) {
  /**
   * Formulas that Homebrew runs as services; others, such as node, only run what they are given.
   */
  private static final Pattern BREW =
      Pattern.compile(
          "/(?:homebrew|usr/local|\\.linuxbrew)/(?:opt|Cellar|var)/"
              + "((?:postgresql|redis|valkey|kafka|zookeeper|clickhouse|minio|nginx|httpd|caddy|php"
              + "|mysql|mariadb|etcd|temporal|mailpit|mailhog)[a-z0-9@._-]*)");

  /** Servers of their own, whichever port they are on: never the forwarder of an engine. */
  private static final Pattern SERVER =
      Pattern.compile(
          "(postgres|redis|valkey|clickhouse|java|node|bun|deno|python|ruby|php|nginx|caddy|httpd|apache|mysql|mariadb|mongo|minio|vite|granian|controlce).*");

  Holder {
    listeners = List.copyOf(listeners);
  }

  /** What kind of program holds a port, which decides how it is stopped. */
  enum Kind {
    /** Passes connections on to the containers of an engine. */
    FORWARDER,
    BREW,
    POSTGRES_APP,
    POSTGRES_EDB,
    /** A service of the system, run by a user of its own. */
    SYSTEM_SERVICE,
    /** Any other process that can be seen. */
    PROCESS,
    /** Its user is known, its process is not. */
    OTHER_USER,
    /** Nothing is known but that it is root's, or not even that. */
    HIDDEN
  }

  /** The holders of these sockets, each with all of its own. */
  static List<Holder> of(List<Listener> sockets) {
    Map<String, List<Listener>> groups = new LinkedHashMap<>();
    for (Listener socket : sockets) {
      String owner = socket.uid() + " " + socket.program() + " " + socket.folder();
      groups.computeIfAbsent(owner, key -> new ArrayList<>()).add(socket);
    }
    return groups.values().stream().map(Holder::new).toList();
  }

  private Listener first() {
    return listeners.get(0);
  }

  Kind kind(long ownUid) {
    if (!engine().isEmpty()) {
      return Kind.FORWARDER;
    }
    String command = command();
    if (command.contains("/Postgres.app/")) {
      return Kind.POSTGRES_APP;
    }
    if (command.contains("/Library/PostgreSQL/")) {
      return Kind.POSTGRES_EDB;
    }
    if (!formula().isEmpty()) {
      return Kind.BREW;
    }
    if (!unit().isEmpty()) {
      return Kind.SYSTEM_SERVICE;
    }
    if (first().ownerVisible()) {
      return Kind.PROCESS;
    }
    return first().uid() > 0 && first().uid() != ownUid ? Kind.OTHER_USER : Kind.HIDDEN;
  }

  /** Whether the engine itself could be behind it. */
  boolean mayForward(long ownUid) {
    return switch (kind(ownUid)) {
      case FORWARDER, HIDDEN -> true;
      case PROCESS -> !SERVER.matcher(program().toLowerCase(Locale.ROOT)).matches();
      default -> false;
    };
  }

  /** The engine whose forwarder it is; empty when it is none. */
  String engine() {
    String program = program();
    String command = command();
    if (program.equals("docker-proxy") || program.equals("dockerd")) {
      return "Docker";
    }
    if (program.startsWith("OrbStack")) {
      return "OrbStack";
    }
    if (program.startsWith("com.docke") || program.startsWith("vpnkit")) {
      return "Docker Desktop";
    }
    boolean lima = program.equals("limactl") || program.equals("ssh") && command.contains("lima");
    if (lima) {
      return command.contains("rancher") ? "Rancher Desktop" : "Colima";
    }
    return List.of("gvproxy", "rootlessport", "pasta", "conmon").contains(program)
        ? "Podman"
        : List.of("rootlesskit", "slirp4netns").contains(program) ? "rootless Docker" : "";
  }

  /** The Homebrew formula that it belongs to; empty when it is none. */
  String formula() {
    Matcher matcher = BREW.matcher(command());
    return visible() && matcher.find() ? matcher.group(1) : "";
  }

  /** The name of the system's service, on Linux; empty when it is no known one. */
  String unit() {
    return switch (user()) {
      case "postgres" -> command().contains("/Library/") ? "" : "postgresql";
      case "redis" -> "redis-server";
      case "clickhouse" -> "clickhouse-server";
      case "zookeeper" -> "zookeeper";
      default -> "";
    };
  }

  String program() {
    return first().program();
  }

  String command() {
    return first().command();
  }

  String user() {
    return first().user();
  }

  String folder() {
    return first().folder();
  }

  long uid() {
    return first().uid();
  }

  boolean visible() {
    return first().ownerVisible();
  }

  /** The numbers of its processes, blanks between them. */
  String pids() {
    return String.join(
        " ",
        listeners.stream()
            .filter(Listener::ownerVisible)
            .map(socket -> Long.toString(socket.pid()))
            .distinct()
            .toList());
  }

  /** {@code 127.0.0.1 and ::1}. */
  String addresses() {
    return String.join(" and ", listeners.stream().map(Listener::address).distinct().toList());
  }

  /** Whether it takes connections to a loopback address, before any wildcard of somebody else. */
  boolean holds(String address) {
    return listeners.stream().anyMatch(socket -> socket.address().equals(address));
  }

  /** {@code postgres (pid 45709, user me)}. */
  String name() {
    if (program().isEmpty()) {
      return "a process of " + owner();
    }
    if (!visible()) {
      return program() + " (user " + owner() + ")";
    }
    String user = user().isEmpty() ? "" : ", user " + user();
    return program() + " (pid " + pids() + user + ")";
  }

  /** The user as a noun: {@code root}, {@code another user}. */
  String owner() {
    return !user().isEmpty() ? user() : uid() >= 0 ? "user " + uid() : "another user";
  }
}
