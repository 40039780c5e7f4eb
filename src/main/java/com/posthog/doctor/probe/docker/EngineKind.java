package com.posthog.doctor.probe.docker;

import com.github.dockerjava.api.model.Info;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What kind of engine answers, judged by what it says of itself.
 *
 * @param id {@code orbstack}
 * @param name {@code OrbStack}
 */
record EngineKind(String id, String name) {
  private static final Map<String, String> NAMES =
      Map.of(
          "orbstack", "OrbStack",
          "docker-desktop", "Docker Desktop",
          "colima", "Colima",
          "rancher-desktop", "Rancher Desktop",
          "podman", "Podman",
          "rootless", "rootless Docker",
          "snap", "Docker (snap)",
          "docker", "Docker");

  /** The kind of this id. */
  static EngineKind of(String id) {
    return new EngineKind(id, NAMES.getOrDefault(id, "Docker"));
  }

  /** The kind of an engine by its info and by whether its answers carry Podman's header. */
  static EngineKind of(Info info, boolean libpod) {
    return of(id(info, libpod));
  }

  private static String id(Info info, boolean libpod) {
    String os = lower(info.getOperatingSystem());
    String kernel = lower(info.getKernelVersion());
    String name = lower(info.getName());
    if (libpod) {
      return "podman";
    }
    if (os.equals("orbstack") || kernel.contains("orbstack")) {
      return "orbstack";
    }
    String[] labels = info.getLabels();
    boolean desktop =
        labels != null
            && Arrays.stream(labels).anyMatch(l -> l.startsWith("com.docker.desktop.address="));
    if (os.equals("docker desktop") || desktop || name.equals("docker-desktop")) {
      return "docker-desktop";
    }
    if (name.equals("colima") || name.startsWith("colima-")) {
      return "colima";
    }
    if (name.equals("lima-rancher-desktop") || os.startsWith("rancher desktop")) {
      return "rancher-desktop";
    }
    List<String> options = info.getSecurityOptions();
    if (options != null && options.stream().anyMatch(o -> o.contains("name=rootless"))) {
      return "rootless";
    }
    return lower(info.getDockerRootDir()).startsWith("/var/snap/docker") ? "snap" : "docker";
  }

  /** Whether it runs in a virtual machine of its own. */
  boolean virtual(String hostOs) {
    return hostOs.equals("macos")
        || List.of("orbstack", "docker-desktop", "colima", "rancher-desktop").contains(id);
  }

  private static String lower(String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }
}
