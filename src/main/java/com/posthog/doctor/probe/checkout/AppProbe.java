package com.posthog.doctor.probe.checkout;

import com.posthog.doctor.facts.AppFacts;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads which processes the checkout starts on the host, and on which ports: from the configuration
 * of its process manager and the scripts that this names.
 */
public final class AppProbe implements Probe<AppFacts> {
  private static final List<String> CONFIGURATIONS =
      List.of(".posthog/.generated/mprocs.yaml", "bin/mprocs.yaml");

  /** What PostHog starts at least, for a checkout that has no configuration. */
  private static final List<String> CORE =
      List.of("backend", "frontend", "nodejs", "feature-flags", "capture");

  private static final int MOST_WORKTREES = 200;
  private static final int SMALL = 64 << 10;
  private static final int LARGE = 4 << 20;

  @Override
  public Set<FactKey<?>> needs(FactKey<AppFacts> key) {
    return Set.of(CheckoutFacts.KEY);
  }

  @Override
  public AppFacts read(FactKey<AppFacts> key, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    CheckoutFacts checkout = soFar.get(CheckoutFacts.KEY);
    if (!checkout.found()) {
      throw new IOException("there is no PostHog checkout here");
    }
    Path top = Path.of(checkout.path());
    AppPorts ports = new AppPorts(host, top);
    List<String> problems = new ArrayList<>();
    List<AppFacts.App> apps = new ArrayList<>();
    String source = configured(host, top, ports, apps, problems);
    if (source.isEmpty()) {
      source = AppFacts.BUILT_IN;
      CORE.forEach(name -> ports.builtIn(name).ifPresent(apps::add));
    }
    return new AppFacts(apps, folders(host, checkout), source, problems);
  }

  /** Adds the apps of the first configuration that is there; empty when none can be read. */
  private static String configured(
      Host host, Path top, AppPorts ports, List<AppFacts.App> apps, List<String> problems) {
    for (String name : CONFIGURATIONS) {
      if (!host.state(top.resolve(name)).exists()) {
        continue;
      }
      try {
        YamlTree file = YamlReader.read(name, host.readText(top.resolve(name), LARGE));
        YamlTree units = file.find("procs").orElse(YamlTree.nothing(name));
        units.fields().forEach((unit, fields) -> ports.of(unit, fields).ifPresent(apps::add));
        return name;
      } catch (IOException unreadable) {
        String why = String.valueOf(unreadable.getMessage());
        problems.add(why.startsWith(name) ? why : name + " " + why);
      }
    }
    return "";
  }

  /** The checkout and, when it is the main one, its worktrees. */
  private static List<String> folders(Host host, CheckoutFacts checkout) {
    List<String> folders = new ArrayList<>(List.of(checkout.path()));
    if (checkout.worktree() || checkout.gitFolder().isEmpty()) {
      return folders;
    }
    Path worktrees = Path.of(checkout.gitFolder(), "worktrees");
    if (!host.state(worktrees).isFolder()) {
      return folders;
    }
    try {
      for (String name : host.list(worktrees, MOST_WORKTREES)) {
        Path git = Path.of(host.readText(worktrees.resolve(name).resolve("gitdir"), SMALL).strip());
        Path folder = git.getParent();
        if (folder != null) {
          folders.add(host.real(folder).toString());
        }
      }
    } catch (IOException damaged) {
      return folders; // a worktree that git does not know is another checkout
    }
    return folders;
  }
}
