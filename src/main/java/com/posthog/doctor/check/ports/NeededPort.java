package com.posthog.doctor.check.ports;

import com.posthog.doctor.facts.AppFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A port of this host that PostHog takes when it starts.
 *
 * @param service the compose service, or else the process, that takes it
 * @param container whether a container publishes it
 * @param app whether a process of the checkout listens on it
 * @param source where that is declared: {@code docker-compose.dev.yml:132}
 */
public record NeededPort(int port, String service, boolean container, boolean app, String source) {
  /** The ports of the core services, for a checkout whose compose files cannot be read. */
  private static final Map<Integer, String> BUILT_IN =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(8010, "proxy"),
              Map.entry(5432, "db"),
              Map.entry(6379, "redis7"),
              Map.entry(8123, "clickhouse"),
              Map.entry(8443, "clickhouse"),
              Map.entry(9000, "clickhouse"),
              Map.entry(9440, "clickhouse"),
              Map.entry(9009, "clickhouse"),
              Map.entry(2181, "zookeeper"),
              Map.entry(9092, "kafka"),
              Map.entry(19000, "objectstorage"),
              Map.entry(19001, "objectstorage")));

  /** Every port that is needed, in the order of the compose files and then of the processes. */
  public static List<NeededPort> of(Facts facts) {
    Map<Integer, NeededPort> needed = new LinkedHashMap<>();
    Optional<ComposeFacts> compose = facts.find(ComposeFacts.KEY);
    if (compose.isPresent()) {
      for (ComposeFacts.Service service : compose.get().active()) {
        for (ComposeFacts.Port port : service.ports()) {
          add(needed, new NeededPort(port.host(), service.name(), true, false, port.source()));
        }
      }
    } else {
      String source = "built in: the compose files could not be read";
      BUILT_IN.forEach(
          (port, service) -> add(needed, new NeededPort(port, service, true, false, source)));
    }
    for (AppFacts.App app : facts.find(AppFacts.KEY).map(AppFacts::apps).orElse(List.of())) {
      add(needed, new NeededPort(app.port(), app.name(), false, true, app.source()));
    }
    return List.copyOf(needed.values());
  }

  /** Adds a port; one that a container and a process both take is one port. */
  private static void add(Map<Integer, NeededPort> needed, NeededPort port) {
    if (port.port > 0) {
      needed.merge(port.port, port, NeededPort::and);
    }
  }

  private NeededPort and(NeededPort other) {
    return new NeededPort(port, service, container || other.container, app || other.app, source);
  }

  /** {@code 5432 (db)}. */
  Subject subject() {
    return new Subject(port + " (" + service + ")", service);
  }
}
