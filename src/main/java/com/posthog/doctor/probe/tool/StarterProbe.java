package com.posthog.doctor.probe.tool;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.StarterFacts;
import com.posthog.doctor.facts.ToolboxFacts;
import com.posthog.doctor.facts.ToolboxFacts.Place;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.FileState;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Looks at what {@code bin/start} runs and at hogli, without starting either. */
public final class StarterProbe implements Probe<StarterFacts> {
  private static final String START = "bin/start";
  private static final String BUILT = "tools/phrocs/dist/phrocs";

  @Override
  public Set<FactKey<?>> needs(FactKey<StarterFacts> key) {
    return Set.of(CheckoutFacts.KEY, ToolboxFacts.KEY);
  }

  @Override
  public StarterFacts read(FactKey<StarterFacts> key, Host host, Facts soFar, Deadline deadline) {
    Path checkout = Path.of(soFar.get(CheckoutFacts.KEY).path());
    ToolboxFacts toolbox = soFar.get(ToolboxFacts.KEY);
    CheckoutText texts = new CheckoutText(host, checkout);
    Optional<String> start = texts.find(START);
    boolean phrocs =
        start.map(text -> text.contains("phrocs")).orElse(texts.exists("tools/phrocs"));
    String manager = phrocs ? "phrocs" : "mprocs";
    Path built = checkout.resolve(BUILT);
    FileState state = host.state(built);
    boolean ready = phrocs && state.isFile() && state.executable();
    String problem =
        phrocs && state.isFile() && !state.executable() ? BUILT + " is not executable" : "";
    Path link = Path.of(toolbox.venv().isEmpty() ? "/" : toolbox.venv(), "bin/hogli");
    return new StarterFacts(
        hogli(host.state(checkout.resolve("bin/hogli"))),
        toolbox.venv().isEmpty() ? "none" : link(host.state(link)),
        toolbox.venv().isEmpty() ? "" : link.toString(),
        manager,
        start.isPresent() ? texts.place(START, manager) : "built in: the checkout does not say",
        ready ? built.toString() : onPath(host, toolbox, manager),
        problem,
        phrocs && texts.exists("tools/phrocs/go.mod"));
  }

  private static String hogli(FileState state) {
    return !state.isFile() ? "missing" : state.executable() ? "ready" : "not-executable";
  }

  private static String link(FileState state) {
    return switch (state.kind()) {
      case FILE -> "good";
      case DANGLING, LOOP -> "dangling";
      default -> "none";
    };
  }

  private static String onPath(Host host, ToolboxFacts toolbox, String program) {
    for (Place place : toolbox.places()) {
      Path path = Path.of(place.folder(), program);
      FileState state = host.state(path);
      if (state.isFile() && state.executable()) {
        return path.toString();
      }
    }
    return "";
  }
}
