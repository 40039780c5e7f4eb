package com.posthog.doctor.check;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.ContainersFacts;
import com.posthog.doctor.facts.ContainersFacts.Container;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Verdict;
import java.util.List;
import java.util.Optional;

/** The containers of this checkout: those of its project, and those started here under another. */
public final class Stack {
  /** The prerequisite in spite of which a server is looked for: it may run outside Docker. */
  public static final CheckId STARTED = new CheckId("docker.stack-started");

  private Stack() {}

  /** Its containers, without those of {@code docker compose run}; none when they are not known. */
  public static List<Container> containers(Facts facts) {
    return facts.find(ContainersFacts.KEY).stream()
        .flatMap(all -> all.containers().stream())
        .filter(one -> !one.oneOff() && isOurs(one, facts))
        .toList();
  }

  /** The container that stands for a service: one that runs before one that does not. */
  public static Optional<Container> container(Facts facts, String service) {
    return containers(facts).stream()
        .filter(one -> one.service().equals(service))
        .reduce((first, next) -> next.running() && !first.running() ? next : first);
  }

  /** The name of that container; empty when there is none. */
  public static String nameOf(Facts facts, String service) {
    return container(facts, service).map(Container::name).orElse("");
  }

  /** A verdict that says, by the name of each of these services, what its container is called. */
  public static Verdict named(Verdict verdict, Facts facts, String... services) {
    Verdict full = verdict;
    for (String service : services) {
      String name = nameOf(facts, service);
      full = full.with(service, name.isEmpty() ? service : name);
    }
    return full;
  }

  /** Whether it has any container. */
  public static boolean isStarted(Facts facts) {
    return !containers(facts).isEmpty();
  }

  /** Whether the container is one of its own. */
  public static boolean isOurs(Container container, Facts facts) {
    boolean project =
        facts
            .find(ComposeFacts.KEY)
            .map(compose -> compose.project().equals(container.project()))
            .orElse(false);
    String checkout = facts.find(CheckoutFacts.KEY).map(CheckoutFacts::path).orElse("");
    return project || !checkout.isEmpty() && container.workingDir().equals(checkout);
  }
}
