package com.posthog.doctor.check.kafka;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Reception;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.KafkaFacts;
import com.posthog.doctor.facts.KafkaFacts.Broker;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/**
 * Judges {@code kafka.advertised}: whether a client of this machine can follow where the broker
 * sends it. The first answer of a broker replaces the address that the client was given.
 */
public final class Advertised implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(KafkaFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    KafkaFacts kafka = facts.get(KafkaFacts.KEY);
    if (kafka.brokers().isEmpty()) {
      return List.of(
          Reception.filled(Verdict.fail("none").curedBy("recreate-kafka"), kafka.contact(), facts));
    }
    return kafka.brokers().stream()
        .filter(broker -> !broker.open())
        .findFirst()
        .map(broker -> List.of(verdict(broker, kafka, facts)))
        .orElseGet(() -> List.of(verdict(kafka.brokers().get(0), kafka, facts)));
  }

  private static Verdict verdict(Broker broker, KafkaFacts kafka, Facts facts) {
    Verdict verdict = verdict(broker);
    Verdict full =
        Reception.filled(verdict, kafka.contact(), facts)
            .with("advertised", broker.place())
            .with("name", broker.name())
            .with("addresses", String.join(" and ", broker.addresses()))
            .seen("asked at", kafka.contact().place(), kafka.contact().source())
            .seen("sent to", broker.place(), "metadata");
    if (!broker.addresses().isEmpty()) {
      full = full.seen("which is", String.join(", ", broker.addresses()), "resolver");
    }
    return broker.reach().isEmpty() ? full : full.seen("there", broker.reach(), "a connection");
  }

  private static Verdict verdict(Broker broker) {
    if (broker.open()) {
      return Verdict.pass("reachable");
    }
    if (broker.addresses().isEmpty()) {
      return Verdict.fail("unresolved").curedBy("kafka-hosts-line");
    }
    return Verdict.fail("closed").curedBy("recreate-kafka");
  }
}
