package com.posthog.doctor.check.container;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.ComposeFacts.Service;
import com.posthog.doctor.facts.ContainerFacts;
import com.posthog.doctor.facts.ContainersFacts;
import com.posthog.doctor.facts.ContainersFacts.Container;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A service of the stack with its container: one that always starts, or one of a profile that was
 * started.
 *
 * @param container the one that runs, else the youngest
 * @param detail what the engine says of it beyond its list; read only where the list is not enough
 */
record Member(Service service, Optional<Container> container, Optional<ContainerFacts> detail) {
  private static final int LAST_LINES = 3;

  /** What the three rules need; a container is looked at closely only where something is odd. */
  static Needs needs(Facts soFar) {
    Needs needs = Needs.of(CheckoutFacts.KEY, ComposeFacts.KEY, ContainersFacts.KEY);
    boolean known =
        soFar.find(ComposeFacts.KEY).isPresent()
            && soFar.find(CheckoutFacts.KEY).isPresent()
            && soFar.find(ContainersFacts.KEY).isPresent();
    if (!known) {
      return needs;
    }
    Needs all = needs;
    for (Member member : of(soFar)) {
      if (member.container().map(Member::odd).orElse(false)) {
        all = all.and(ContainerFacts.key(member.container().get().name()));
      }
    }
    return all;
  }

  /** The members of the stack, in the order of the compose files. */
  static List<Member> of(Facts facts) {
    ComposeFacts compose = facts.get(ComposeFacts.KEY);
    List<Member> members = new ArrayList<>();
    for (Service service : compose.services()) {
      Optional<Container> container = container(service, facts);
      boolean core = service.active() && service.profiles().isEmpty();
      if (core || container.isPresent()) {
        Optional<ContainerFacts> detail =
            container
                .flatMap(one -> facts.find(ContainerFacts.key(one.name())))
                .filter(ContainerFacts::found);
        members.add(new Member(service, container, detail));
      }
    }
    return members;
  }

  /** The service's container in the project, or in another project of this checkout. */
  private static Optional<Container> container(Service service, Facts facts) {
    ContainersFacts all = facts.get(ContainersFacts.KEY);
    Optional<Container> own = all.find(facts.get(ComposeFacts.KEY).project(), service.name());
    if (own.isPresent()) {
      return own;
    }
    String checkout = facts.get(CheckoutFacts.KEY).path();
    List<Container> strays =
        all.containers().stream()
            .filter(one -> one.workingDir().equals(checkout) && !checkout.isEmpty())
            .filter(one -> one.service().equals(service.name()) && !one.oneOff())
            .toList();
    return strays.stream()
        .filter(Container::running)
        .findFirst()
        .or(() -> strays.stream().findFirst());
  }

  /** Whether the list alone does not tell what became of it. */
  private static boolean odd(Container one) {
    if (one.running()) {
      return one.health().equals("unhealthy") || young(one);
    }
    return !(one.state().equals("exited") && one.exitCode() == 0) && !one.state().equals("paused");
  }

  /** Whether it was started a moment ago: one that is started again and again often is. */
  private static boolean young(Container one) {
    return one.status().contains("second") || one.status().contains("About a minute");
  }

  /** {@code created}, {@code running}, {@code exited} …; {@code missing} when there is none. */
  String state() {
    return container.map(Container::state).orElse("missing");
  }

  /** Whether its program runs, for the moment at least. */
  boolean running() {
    return state().equals("running");
  }

  /** The code that it ended with last; 0 while none is known. */
  int exitCode() {
    if (detail.isPresent()) {
      return detail.get().exitCode();
    }
    return Math.max(0, container.map(Container::exitCode).orElse(0));
  }

  /** A verdict about it, with what every text may say and the end of its log. */
  Verdict about(Verdict verdict, Facts facts) {
    ComposeFacts compose = facts.get(ComposeFacts.KEY);
    Verdict full =
        verdict
            .about(Subject.of(service.name()))
            .with("service", service.name())
            .with("project", compose.project())
            .with("file", compose.files().isEmpty() ? "" : compose.files().get(0))
            .with("container", container.map(Container::name).orElse(""))
            .with("code", exitCode());
    if (container.isPresent()) {
      full = full.seen("seen", container.get().status(), "docker ps -a");
    }
    return full;
  }

  /** The same with the end of what it printed. */
  Verdict withLog(Verdict verdict) {
    Verdict full = verdict;
    List<String> log = detail.map(ContainerFacts::log).orElse(List.of());
    String source = "docker logs " + container.map(Container::name).orElse("");
    for (String line : log.subList(Math.max(0, log.size() - LAST_LINES), log.size())) {
      full = full.seen("log", line, source);
    }
    return full;
  }

  /** The last line that it printed; empty when none is known. */
  String lastLine() {
    List<String> log = detail.map(ContainerFacts::log).orElse(List.of());
    return log.isEmpty() ? "" : log.get(log.size() - 1);
  }
}
