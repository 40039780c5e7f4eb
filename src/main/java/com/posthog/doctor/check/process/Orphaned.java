package com.posthog.doctor.check.process;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.check.ports.NeededPort;
import com.posthog.doctor.facts.AppFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.ListenerFacts;
import com.posthog.doctor.facts.ListenerFacts.Listener;
import com.posthog.doctor.facts.ProcessFacts;
import com.posthog.doctor.facts.ProcessFacts.Process;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges {@code process.orphaned}: whether a process of the checkout holds a port although nothing
 * that could end it is left. The table of processes is read only when the checkout holds a port.
 */
public final class Orphaned implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    Needs needs = Needs.of(ListenerFacts.KEY, AppFacts.KEY).and(ComposeFacts.KEY);
    boolean known =
        soFar.find(ListenerFacts.KEY).isPresent()
            && soFar.find(AppFacts.KEY).isPresent()
            && soFar.knows(ComposeFacts.KEY);
    return known && !holders(soFar).isEmpty() ? needs.require(ProcessFacts.KEY) : needs;
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    Map<NeededPort, Listener> holders = holders(facts);
    if (holders.isEmpty()) {
      return List.of(Verdict.pass("none"));
    }
    ProcessFacts processes = facts.get(ProcessFacts.KEY);
    List<Verdict> verdicts = new ArrayList<>();
    holders.forEach(
        (port, holder) -> {
          Lineage lineage = new Lineage(processes.chain(holder.pid()), facts.get(AppFacts.KEY));
          if (lineage.orphaned()) {
            verdicts.add(left(port, holder, lineage.oldest(), processes));
          }
        });
    return verdicts.isEmpty() ? List.of(Verdict.pass("managed")) : verdicts;
  }

  private static Verdict left(
      NeededPort port, Listener holder, Process oldest, ProcessFacts processes) {
    List<String> pids =
        processes.tree(oldest.pid()).stream().map(one -> Long.toString(one.pid())).toList();
    return Verdict.fail("left")
        .about(new Subject(port.port() + " (" + port.service() + ")", port.service()))
        .with("port", port.port())
        .with("program", holder.program())
        .with("pid", holder.pid())
        .with("pids", String.join(" ", pids))
        .seen("seen", holder.program() + " (pid " + holder.pid() + ")", processes.source())
        .seen("command", holder.command(), "pid " + holder.pid())
        .seen("folder", holder.folder(), "pid " + holder.pid())
        .seen("parent", oldest.parent(), "pid " + oldest.pid())
        .seen("needed", port.port() + " for " + port.service(), port.source());
  }

  /** The processes of the checkout that hold a port which an app of it needs. */
  private static Map<NeededPort, Listener> holders(Facts facts) {
    AppFacts apps = facts.get(AppFacts.KEY);
    ListenerFacts listeners = facts.get(ListenerFacts.KEY);
    Map<NeededPort, Listener> holders = new LinkedHashMap<>();
    for (NeededPort port : NeededPort.of(facts)) {
      for (Listener socket : listeners.on(port.port())) {
        if (port.app() && socket.ownerVisible() && apps.contains(socket.folder())) {
          holders.putIfAbsent(port, socket);
        }
      }
    }
    return holders;
  }
}
