package com.posthog.doctor.probe.tool;

import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The development environment that a checkout offers: flox, or devenv for those who choose it.
 *
 * @param launcher the program that activates it; empty when it is not installed
 */
record Environment(
    String kind,
    String source,
    boolean active,
    boolean built,
    String folder,
    String other,
    String launcher) {
  static final String FLOX = "flox";
  static final String DEVENV = "devenv";
  private static final int MOST_ENTRIES = 100;

  /** No environment, with the other one that may be active in this shell. */
  static Environment none(Host host) {
    return new Environment("", "", false, false, "", foreign(host, Optional.empty()), "");
  }

  /** The environment of a checkout, seen from this shell. */
  static Environment of(Host host, Path checkout, HostFacts machine) {
    boolean manifest = host.state(checkout.resolve(FloxManifest.FILE)).isFile();
    boolean nix = host.state(checkout.resolve("devenv.nix")).isFile();
    boolean chosen = host.environment().getOrDefault("POSTHOG_DEV_ENV", "").equals(DEVENV);
    if (nix && (chosen || !manifest || inside(host, "DEVENV_ROOT", checkout))) {
      return devenv(host, checkout);
    }
    return manifest ? flox(host, checkout, machine) : none(host);
  }

  private static Environment flox(Host host, Path checkout, HostFacts machine) {
    boolean active =
        inside(host, "FLOX_ENV_PROJECT", checkout) && isFolder(host, "FLOX_ENV", "bin");
    String folder =
        active
            ? Path.of(host.environment().get("FLOX_ENV"), "bin").toString()
            : built(host, checkout, machine);
    return new Environment(
        FLOX,
        FloxManifest.FILE,
        active,
        !folder.isEmpty(),
        folder,
        active ? "" : foreign(host, Optional.of(checkout)),
        installed(host, FLOX));
  }

  private static Environment devenv(Host host, Path checkout) {
    boolean active =
        inside(host, "DEVENV_ROOT", checkout) && isFolder(host, "DEVENV_PROFILE", "bin");
    Path profile = checkout.resolve(".devenv/profile/bin");
    String built = host.state(profile).isFolder() ? profile.toString() : "";
    return new Environment(
        DEVENV,
        "devenv.nix",
        active,
        active || !built.isEmpty(),
        active ? Path.of(host.environment().get("DEVENV_PROFILE"), "bin").toString() : built,
        "",
        installed(host, DEVENV));
  }

  /**
   * The folder of programs of an environment that was activated before: {@code .flox/run/…/bin}.
   */
  private static String built(Host host, Path checkout, HostFacts machine) {
    String system =
        (machine.arch().equals("arm64") ? "aarch64" : machine.arch())
            + (machine.isMac() ? "-darwin." : "-linux.");
    Path run = checkout.resolve(".flox/run");
    try {
      List<String> names = host.list(run, MOST_ENTRIES);
      for (String end : List.of(".dev", "")) {
        for (String name : names) {
          Path bin = run.resolve(name).resolve("bin");
          if (name.startsWith(system) && name.endsWith(end) && host.state(bin).isFolder()) {
            return bin.toString();
          }
        }
      }
    } catch (IOException neverBuilt) {
      return "";
    }
    return "";
  }

  private static boolean inside(Host host, String variable, Path checkout) {
    String value = host.environment().getOrDefault(variable, "");
    return value.startsWith("/") && host.real(Path.of(value)).equals(host.real(checkout));
  }

  private static boolean isFolder(Host host, String variable, String inner) {
    String value = host.environment().getOrDefault(variable, "");
    return value.startsWith("/") && host.state(Path.of(value, inner)).isFolder();
  }

  /**
   * Another flox environment of this shell, unless it is the one that belongs to the home folder.
   */
  private static String foreign(Host host, Optional<Path> checkout) {
    String project = host.environment().getOrDefault("FLOX_ENV_PROJECT", "");
    boolean home = host.home().map(Path::toString).orElse("").equals(project);
    boolean own = checkout.isPresent() && inside(host, "FLOX_ENV_PROJECT", checkout.get());
    return home || own ? "" : project;
  }

  private static String installed(Host host, String program) {
    Optional<Path> onPath = host.which(program);
    if (onPath.isPresent()) {
      return onPath.get().toString();
    }
    for (String folder :
        List.of("/usr/local/bin", "/opt/homebrew/bin", "/nix/var/nix/profiles/default/bin")) {
      Path candidate = Path.of(folder, program);
      if (host.state(candidate).isFile() && host.state(candidate).executable()) {
        return candidate.toString();
      }
    }
    return "";
  }
}
