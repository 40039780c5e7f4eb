package com.posthog.doctor.probe.docker;

import com.posthog.doctor.host.Host;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where engines usually have their sockets, and what kind of engine a socket or an app belongs to.
 */
final class Sockets {
  private Sockets() {}

  /** The usual places on this machine, with what people call the engine there. */
  static Map<String, String> known(Host host) {
    Map<String, String> places = new LinkedHashMap<>();
    String home = host.home().map(Path::toString).orElse("");
    if (!home.isEmpty()) {
      places.put(home + "/.orbstack/run/docker.sock", "OrbStack");
      places.put(home + "/.docker/run/docker.sock", "Docker Desktop");
      places.put(home + "/.docker/desktop/docker.sock", "Docker Desktop");
      String colima = host.environment().getOrDefault("COLIMA_HOME", home + "/.colima");
      places.put(colima + "/default/docker.sock", "Colima");
      places.put(home + "/.rd/docker.sock", "Rancher Desktop");
    }
    places.put("/var/run/docker.sock", "Docker");
    String runtime = host.environment().getOrDefault("XDG_RUNTIME_DIR", "/run/user/" + host.uid());
    if (host.os().equals("linux")) {
      places.put(runtime + "/docker.sock", "rootless Docker");
      places.put(runtime + "/podman/podman.sock", "Podman");
    }
    return places;
  }

  /** The kind of engine that should answer at a socket; empty when the place does not tell. */
  static String engineAt(String socket, Host host) {
    if (socket.contains("/.orbstack/")) {
      return "orbstack";
    }
    if (socket.contains("/.docker/")) {
      return "docker-desktop";
    }
    if (socket.contains("/.colima/") || socket.contains("/colima/")) {
      return "colima";
    }
    if (socket.contains("/.rd/")) {
      return "rancher-desktop";
    }
    if (socket.contains("podman")) {
      return "podman";
    }
    if (socket.startsWith("/run/user/")) {
      return "rootless";
    }
    return installed(host);
  }

  /** The kind of engine that is installed; the first when there are several. */
  private static String installed(Host host) {
    if (host.os().equals("macos")) {
      return there(host, "/Applications/OrbStack.app")
          ? "orbstack"
          : there(host, "/Applications/Docker.app")
              ? "docker-desktop"
              : there(host, "/Applications/Rancher Desktop.app") ? "rancher-desktop" : "";
    }
    if (there(host, "/mnt/wsl/docker-desktop")) {
      return "docker-desktop";
    }
    for (String place :
        new String[] {"/usr/bin/dockerd", "/usr/sbin/dockerd", "/usr/local/bin/dockerd"}) {
      if (there(host, place)) {
        return "docker";
      }
    }
    return there(host, "/snap/bin/docker")
        ? "snap"
        : host.which("dockerd").isPresent() ? "docker" : "";
  }

  private static boolean there(Host host, String path) {
    return host.state(Path.of(path)).exists();
  }
}
