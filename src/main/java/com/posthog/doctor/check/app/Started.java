package com.posthog.doctor.check.app;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.AppFacts;
import com.posthog.doctor.facts.AppFacts.App;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.ListenerFacts;
import com.posthog.doctor.facts.ListenerFacts.Listener;
import com.posthog.doctor.facts.ProcessFacts;
import com.posthog.doctor.facts.ProcessFacts.Process;
import com.posthog.doctor.model.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Judges {@code app.started}: whether a process of this checkout holds a port of the app, or its
 * process manager runs. The processes are read only when no port is held.
 */
public final class Started implements Rule {
  private static final Set<String> MANAGERS =
      Set.of("phrocs", "mprocs", "process-compose", "overmind", "hivemind");

  @Override
  public Needs needs(Facts soFar) {
    Needs needs = Needs.of(AppFacts.KEY).and(ListenerFacts.KEY);
    boolean known = soFar.find(AppFacts.KEY).isPresent() && soFar.knows(ListenerFacts.KEY);
    return known && holder(soFar).isEmpty() ? needs.and(ProcessFacts.KEY) : needs;
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    AppFacts apps = facts.get(AppFacts.KEY);
    Optional<App> up = holder(facts);
    if (up.isPresent()) {
      return List.of(
          Verdict.pass("up").with("unit", up.get().name()).with("port", up.get().port()));
    }
    Optional<Process> manager = manager(facts);
    if (manager.isPresent()) {
      return List.of(Verdict.pass("managed").with("manager", manager.get().program()));
    }
    boolean blind =
        facts.find(ListenerFacts.KEY).isEmpty() && facts.find(ProcessFacts.KEY).isEmpty();
    if (blind) {
      return List.of(Verdict.unknown("blind"));
    }
    List<String> ports = apps.apps().stream().map(app -> Integer.toString(app.port())).toList();
    return List.of(
        Verdict.fail("not-started")
            .with("ports", String.join(", ", ports))
            .seen("needed", String.join(", ", ports), apps.source()));
  }

  /** The first unit whose port a process of this checkout holds, or one that cannot be seen. */
  private static Optional<App> holder(Facts facts) {
    AppFacts apps = facts.get(AppFacts.KEY);
    ListenerFacts listeners = facts.find(ListenerFacts.KEY).orElse(null);
    if (listeners == null) {
      return Optional.empty();
    }
    for (App app : apps.apps()) {
      for (Listener one : listeners.on(app.port())) {
        boolean ours = apps.contains(one.folder());
        // a port of a container is held by the engine, as root or under its own folder
        boolean unseen = one.folder().isEmpty() && one.pid() == 0 && one.uid() != 0;
        if (ours || unseen) {
          return Optional.of(app);
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Process> manager(Facts facts) {
    AppFacts apps = facts.get(AppFacts.KEY);
    return facts.find(ProcessFacts.KEY).map(ProcessFacts::processes).orElse(List.of()).stream()
        .filter(one -> MANAGERS.contains(one.program().toLowerCase(Locale.ROOT)))
        .filter(
            one ->
                apps.contains(one.folder())
                    || apps.folders().stream().anyMatch(top -> one.command().contains(top + "/")))
        .findFirst();
  }
}
