package com.posthog.doctor.check.ports;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.AppFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.ContainersFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.facts.ListenerFacts;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges {@code ports.free}: whether every listener on a port that PostHog needs is PostHog's own.
 * The engine is asked only when something listens that it might explain.
 */
public final class Free implements Rule {
  /** From this many ports in a row on, free ports of one service are told together. */
  private static final int RANGE = 4;

  @Override
  public Needs needs(Facts soFar) {
    Needs needs = Needs.of(HostFacts.KEY, ListenerFacts.KEY, AppFacts.KEY).and(ComposeFacts.KEY);
    return asksEngine(soFar, needs) ? needs.and(ContainersFacts.KEY) : needs;
  }

  private static boolean asksEngine(Facts soFar, Needs needs) {
    boolean known =
        needs.required().stream().allMatch(key -> soFar.failure(key).isEmpty() && soFar.knows(key))
            && soFar.knows(ComposeFacts.KEY);
    if (!known) {
      return false;
    }
    long uid = soFar.get(HostFacts.KEY).uid();
    ListenerFacts listeners = soFar.get(ListenerFacts.KEY);
    return NeededPort.of(soFar).stream()
        .flatMap(port -> Holder.of(listeners.on(port.port())).stream())
        .anyMatch(holder -> holder.mayForward(uid));
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    ListenerFacts listeners = facts.get(ListenerFacts.KEY);
    List<Verdict> verdicts = new ArrayList<>();
    List<NeededPort> free = new ArrayList<>();
    for (NeededPort port : NeededPort.of(facts)) {
      List<ListenerFacts.Listener> sockets = listeners.on(port.port());
      if (!sockets.isEmpty() || !continues(free, port)) {
        tellFree(free, verdicts);
      }
      if (sockets.isEmpty()) {
        free.add(port);
      } else {
        verdicts.add(new PortJudgement(facts, port, Holder.of(sockets)).verdict());
      }
    }
    tellFree(free, verdicts);
    return verdicts.isEmpty() ? List.of(Verdict.pass("none")) : verdicts;
  }

  private static boolean continues(List<NeededPort> free, NeededPort port) {
    if (free.isEmpty()) {
      return true;
    }
    NeededPort last = free.get(free.size() - 1);
    return last.port() + 1 == port.port() && last.service().equals(port.service());
  }

  private static void tellFree(List<NeededPort> free, List<Verdict> verdicts) {
    if (free.size() >= RANGE) {
      NeededPort first = free.get(0);
      String range = first.port() + "-" + free.get(free.size() - 1).port();
      verdicts.add(
          Verdict.pass("free-range")
              .about(new Subject(range + " (" + first.service() + ")", first.service()))
              .with("ports", range)
              .seen("needed", range, first.source()));
    } else {
      for (NeededPort port : free) {
        verdicts.add(
            Verdict.pass("free")
                .about(port.subject())
                .with("port", port.port())
                .seen("needed", port.port(), port.source()));
      }
    }
    free.clear();
  }
}
