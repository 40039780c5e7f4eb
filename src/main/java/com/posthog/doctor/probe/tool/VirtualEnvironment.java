package com.posthog.doctor.probe.tool;

import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The virtual environment of Python that a checkout uses, known by its {@code pyvenv.cfg}: it is
 * never run.
 */
record VirtualEnvironment(String folder, String python) {
  static final VirtualEnvironment NONE = new VirtualEnvironment("", "");
  private static final int MOST_BYTES = 64 * 1024;

  /** The first that is there: the one that a variable names, flox's, devenv's, {@code .venv}. */
  static VirtualEnvironment of(Host host, Path checkout) {
    List<Path> folders = new ArrayList<>();
    String named = host.environment().getOrDefault("UV_PROJECT_ENVIRONMENT", "");
    if (!named.isEmpty()) {
      folders.add(checkout.resolve(named));
    }
    folders.add(checkout.resolve(".flox/cache/venv"));
    String devenv = host.environment().getOrDefault("DEVENV_STATE", "");
    if (devenv.startsWith("/")) {
      folders.add(Path.of(devenv, "venv"));
    }
    folders.add(checkout.resolve(".devenv/state/venv"));
    folders.add(checkout.resolve(".venv"));
    for (Path folder : folders) {
      if (host.state(folder.resolve("pyvenv.cfg")).isFile()) {
        return new VirtualEnvironment(folder.toString(), version(host, folder));
      }
    }
    return NONE;
  }

  /** The version that {@code pyvenv.cfg} tells; empty when it tells none. */
  static String version(Host host, Path folder) {
    try {
      for (String line : host.readText(folder.resolve("pyvenv.cfg"), MOST_BYTES).lines().toList()) {
        int equal = line.indexOf('=');
        String name = equal < 0 ? "" : line.substring(0, equal).strip();
        if (name.equals("version_info") || name.equals("version")) {
          String version = line.substring(equal + 1).strip();
          return version.matches("[0-9]+\\.[0-9]+\\.[0-9]+.*")
              ? version.replaceFirst("\\.(final|candidate)\\.[0-9]+$", "")
              : "";
        }
      }
    } catch (IOException unreadable) {
      return "";
    }
    return "";
  }
}
