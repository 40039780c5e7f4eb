package com.posthog.doctor.check.clickhouse;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Stack;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ClickHouseFacts;
import com.posthog.doctor.facts.ClickHouseFacts.Consumer;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.ContainersFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.List;
import java.util.Locale;

/**
 * Judges {@code clickhouse.kafka-tables}: whether the tables that read from Kafka do. An error that
 * a message was taken after is over, and so is one of the server's start.
 */
public final class KafkaTables implements Inquiry {
  private static final long RECENT_SECONDS = 600;
  private static final long START_SECONDS = 60;

  /** Words of Kafka's client for a broker that it does not reach. */
  private static final List<String> BROKER =
      List.of("broker", "resolve", "connect", "transport", "timed out", "unknown topic");

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(ClickHouseFacts.KEY, ComposeFacts.KEY)
        .and(ContainersFacts.KEY, CheckoutFacts.KEY);
  }

  @Override
  public List<Verdict> answered(Facts facts) {
    ClickHouseFacts server = facts.get(ClickHouseFacts.KEY);
    ClickHouseFacts.KafkaTables kafka = server.kafka();
    if (!kafka.unread().isEmpty()) {
      return List.of(Verdict.unknown("unread").about(Asked.SERVER).with("problem", kafka.unread()));
    }
    List<Consumer> stuck =
        kafka.troubled().stream().filter(one -> isStuck(one, server.uptimeSeconds())).toList();
    if (stuck.isEmpty()) {
      return List.of(
          Verdict.pass(kafka.count() == 0 ? "none" : "read")
              .about(Asked.SERVER)
              .with("total", kafka.count()));
    }
    Consumer first = stuck.get(0);
    List<String> tables = stuck.stream().map(Consumer::table).distinct().toList();
    String words = first.said().toLowerCase(Locale.ROOT);
    boolean broker = BROKER.stream().anyMatch(words::contains);
    return List.of(
        Stack.named(Verdict.fail("stuck"), facts, "clickhouse")
            .about(new Subject("Kafka tables", broker ? "kafka" : "clickhouse"))
            .with("tables", Asked.some(tables))
            .with("do", tables.size() == 1 ? "does" : "do")
            .with("said", first.said())
            .with("project", facts.get(ComposeFacts.KEY).project())
            .seen("seen", first.said(), "system.kafka_consumers, " + first.table())
            .seen("since", first.secondsAgo() + " s ago", "system.kafka_consumers"));
  }

  private static boolean isStuck(Consumer one, long uptime) {
    boolean recovered = one.commitSecondsAgo() >= 0 && one.commitSecondsAgo() < one.secondsAgo();
    boolean starting = uptime - one.secondsAgo() < START_SECONDS;
    return !recovered && !starting && one.secondsAgo() < RECENT_SECONDS;
  }
}
