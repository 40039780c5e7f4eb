package com.posthog.doctor.probe.tool;

import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HomebrewFacts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.facts.ToolboxFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Finds Homebrew by its files. */
public final class HomebrewProbe implements Probe<HomebrewFacts> {
  private static final String SILICON = "/opt/homebrew";
  private static final String INTEL = "/usr/local";

  @Override
  public Set<FactKey<?>> needs(FactKey<HomebrewFacts> key) {
    return Set.of(HostFacts.KEY, ToolboxFacts.KEY);
  }

  @Override
  public HomebrewFacts read(FactKey<HomebrewFacts> key, Host host, Facts soFar, Deadline deadline) {
    HostFacts machine = soFar.get(HostFacts.KEY);
    ToolboxFacts toolbox = soFar.get(ToolboxFacts.KEY);
    String expected = machine.isAppleSilicon() ? SILICON : INTEL;
    String other = machine.isAppleSilicon() ? INTEL : SILICON;
    boolean right = isThere(host, expected);
    boolean wrong = isThere(host, other);
    String prefix = right ? expected : wrong ? other : "";
    List<String> path = Arrays.asList(host.environment().getOrDefault("PATH", "").split(":", -1));
    boolean nix =
        toolbox.built()
            || !toolbox.launcher().isEmpty()
            || host.state(Path.of("/nix/store")).isFolder();
    return new HomebrewFacts(
        prefix,
        expected,
        !prefix.isEmpty() && path.contains(prefix + "/bin"),
        right && wrong && machine.isAppleSilicon(),
        machine.shell().equals("bash") ? "~/.bash_profile" : "~/.zprofile",
        nix);
  }

  private static boolean isThere(Host host, String prefix) {
    return host.state(Path.of(prefix, "bin/brew")).isFile();
  }
}
