package com.posthog.doctor.probe.tool;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.facts.ToolboxFacts;
import com.posthog.doctor.facts.ToolboxFacts.Place;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.FileState;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds where the checkout will run its tools: its environment, then PATH, then well-known folders.
 */
public final class ToolboxProbe implements Probe<ToolboxFacts> {
  private static final int MOST_ENTRIES = 200;
  private static final int MOST_LOG = 64 * 1024;

  @Override
  public Set<FactKey<?>> needs(FactKey<ToolboxFacts> key) {
    return Set.of(CheckoutFacts.KEY, HostFacts.KEY);
  }

  @Override
  public ToolboxFacts read(FactKey<ToolboxFacts> key, Host host, Facts soFar, Deadline deadline) {
    CheckoutFacts checkout = soFar.get(CheckoutFacts.KEY);
    HostFacts machine = soFar.get(HostFacts.KEY);
    Environment environment =
        checkout.found()
            ? Environment.of(host, Path.of(checkout.path()), machine)
            : Environment.none(host);
    SearchPath path = SearchPath.of(host, machine, environment);
    Map<String, String> programs =
        checkout.found() && environment.kind().equals(Environment.FLOX)
            ? FloxManifest.of(new CheckoutText(host, Path.of(checkout.path()))).programs()
            : Map.of();
    VirtualEnvironment venv =
        checkout.found()
            ? VirtualEnvironment.of(host, Path.of(checkout.path()))
            : VirtualEnvironment.NONE;
    Path logs = Path.of(checkout.path()).resolve(".flox/cache/activation-error-logs");
    String log = environment.active() ? "" : newest(host, logs);
    return new ToolboxFacts(
        environment.kind(),
        environment.source(),
        environment.active(),
        environment.built(),
        environment.folder(),
        environment.other(),
        environment.launcher(),
        List.copyOf(new TreeSet<>(programs.keySet())),
        lacking(host, path.places(), programs.keySet()),
        log.isEmpty() ? "" : lastError(host, logs.resolve(log)),
        log.isEmpty() ? "" : ".flox/cache/activation-error-logs/" + log,
        venv.folder(),
        venv.python(),
        path.places());
  }

  private static List<String> lacking(Host host, List<Place> places, Set<String> programs) {
    Set<String> lacking = new LinkedHashSet<>();
    for (String program : new TreeSet<>(programs)) {
      String file = program.equals("python") ? "python3" : program;
      boolean found =
          places.stream()
              .map(place -> host.state(Path.of(place.folder(), file)))
              .anyMatch(state -> state.isFile() && state.executable());
      if (!found && !program.equals("python")) {
        lacking.add(program); // uv fetches Python by itself
      }
    }
    return List.copyOf(lacking);
  }

  private static String newest(Host host, Path logs) {
    try {
      String newest = "";
      FileState best = FileState.none(FileState.Kind.MISSING);
      for (String name : host.list(logs, MOST_ENTRIES)) {
        FileState state = host.state(logs.resolve(name));
        if (name.endsWith(".log")
            && state.isFile()
            && !state.modified().isBefore(best.modified())) {
          newest = name;
          best = state;
        }
      }
      return newest;
    } catch (IOException none) {
      return "";
    }
  }

  private static String lastError(Host host, Path log) {
    try {
      String text = new String(host.tail(log, MOST_LOG), java.nio.charset.StandardCharsets.UTF_8);
      List<String> errors = new ArrayList<>();
      text.lines()
          .map(String::strip)
          .filter(line -> line.contains("ERROR") || line.contains("❌") || line.startsWith("error"))
          .forEach(errors::add);
      return errors.isEmpty() ? "" : errors.get(errors.size() - 1);
    } catch (IOException unreadable) {
      return "";
    }
  }
}
