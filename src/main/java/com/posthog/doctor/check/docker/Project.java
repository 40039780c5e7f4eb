package com.posthog.doctor.check.docker;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.ContainersFacts;
import com.posthog.doctor.facts.ContainersFacts.Container;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Judges {@code docker.project}: whether the containers of this checkout run under the compose
 * project that its start script pins.
 */
public final class Project implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(ComposeFacts.KEY, ContainersFacts.KEY, CheckoutFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    ComposeFacts compose = facts.get(ComposeFacts.KEY);
    ContainersFacts containers = facts.get(ContainersFacts.KEY);
    String checkout = facts.get(CheckoutFacts.KEY).path();
    Map<String, Set<String>> strays = new TreeMap<>();
    for (Container one : containers.containers()) {
      boolean stray =
          one.running()
              && !one.oneOff()
              && !one.project().isEmpty()
              && !one.project().equals(compose.project())
              && one.workingDir().equals(checkout);
      if (stray) {
        strays.computeIfAbsent(one.project(), name -> new TreeSet<>()).add(one.name());
      }
    }
    Verdict verdict = verdict(strays, taken(compose, containers, strays.keySet()), compose);
    return List.of(
        withHolders(
            verdict
                .with("project", compose.project())
                .with("pin", compose.projectSource())
                .seen("needed", compose.project(), compose.projectSource()),
            compose,
            containers));
  }

  private static Verdict verdict(
      Map<String, Set<String>> strays, List<Container> taken, ComposeFacts compose) {
    if (!strays.isEmpty()) {
      String first = strays.keySet().iterator().next();
      Verdict verdict =
          Verdict.fail("drifted")
              .with("other", first)
              .with("file", compose.files().isEmpty() ? "" : compose.files().get(0))
              .curedBy("take-down-stray-project");
      for (Map.Entry<String, Set<String>> stray : strays.entrySet()) {
        verdict =
            verdict.seen(
                "project " + stray.getKey(), String.join(", ", stray.getValue()), "docker ps");
      }
      return verdict;
    }
    if (!taken.isEmpty()) {
      Container first = taken.get(0);
      return Verdict.fail("name-taken")
          .with("container", first.name())
          .with("other", first.project().isEmpty() ? "no compose project" : first.project())
          .seen(first.name(), first.status(), "docker ps -a")
          .curedBy("remove-name-holder");
    }
    return Verdict.pass("right");
  }

  /** Containers of others that have a fixed name which an active service of ours needs. */
  private static List<Container> taken(
      ComposeFacts compose, ContainersFacts containers, Set<String> strays) {
    Set<String> names = new TreeSet<>();
    compose.active().stream()
        .map(ComposeFacts.Service::containerName)
        .filter(name -> !name.isEmpty())
        .forEach(names::add);
    return containers.containers().stream()
        .filter(c -> names.contains(c.name()))
        .filter(c -> !c.project().equals(compose.project()) && !strays.contains(c.project()))
        .toList();
  }

  /** Other people's stacks are named only when they hold a port that is needed here. */
  private static Verdict withHolders(
      Verdict verdict, ComposeFacts compose, ContainersFacts containers) {
    Verdict full = verdict;
    for (ComposeFacts.Service service : compose.active()) {
      for (ComposeFacts.Port port : service.ports()) {
        for (Container one : containers.containers()) {
          if (one.running()
              && !one.project().equals(compose.project())
              && one.publishes(port.host())) {
            full =
                full.seen(
                    "port " + port.host() + " (" + service.name() + ")",
                    "held by " + one.name(),
                    one.project().isEmpty() ? "docker ps" : "compose project " + one.project());
          }
        }
      }
    }
    return full;
  }
}
