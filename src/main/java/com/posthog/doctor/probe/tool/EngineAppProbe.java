package com.posthog.doctor.probe.tool;

import com.posthog.doctor.facts.EngineAppFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds the container engines of a Mac by the files that they install. */
public final class EngineAppProbe implements Probe<EngineAppFacts> {

  /** An engine and a file that only its installation makes. */
  private record Mark(String engine, String path) {}

  private static final List<Mark> MARKS =
      List.of(
          new Mark("OrbStack", "/Applications/OrbStack.app"),
          new Mark("OrbStack", "~/Applications/OrbStack.app"),
          new Mark("Docker Desktop", "/Applications/Docker.app"),
          new Mark("Rancher Desktop", "/Applications/Rancher Desktop.app"),
          new Mark("Colima", "/opt/homebrew/bin/colima"),
          new Mark("Colima", "/usr/local/bin/colima"),
          new Mark("Podman", "/opt/podman/bin/podman"),
          new Mark("Podman", "/opt/homebrew/bin/podman"),
          new Mark("Podman", "/usr/local/bin/podman"));

  @Override
  public EngineAppFacts read(
      FactKey<EngineAppFacts> key, Host host, Facts soFar, Deadline deadline) {
    List<String> installed = new ArrayList<>();
    List<String> searched = new ArrayList<>();
    String home = host.home().map(Path::toString).orElse("");
    for (Mark mark : MARKS) {
      String path = mark.path().replaceFirst("^~", home);
      searched.add(mark.path());
      if (path.startsWith("/")
          && host.state(Path.of(path)).exists()
          && !installed.contains(mark.engine())) {
        installed.add(mark.engine());
      }
    }
    return new EngineAppFacts(installed, searched);
  }
}
