package com.posthog.doctor.check.kafka;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Reception;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.check.Stack;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.ContainersFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.KafkaFacts;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code kafka.broker}: whether the broker answers a client. */
public final class Broker implements Rule {

  @Override
  public boolean despite(CheckId prerequisite) {
    return prerequisite.equals(Stack.STARTED);
  }

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(KafkaFacts.KEY, ComposeFacts.KEY).and(CheckoutFacts.KEY, ContainersFacts.KEY);
  }

  /** Without an answer about topics there is no number to say. */
  private static Verdict passed(KafkaFacts kafka) {
    return Verdict.pass(kafka.problem().isEmpty() ? "answers" : "answers-only");
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    KafkaFacts kafka = facts.get(KafkaFacts.KEY);
    return List.of(
        Reception.refusal(kafka.contact(), facts)
            .orElseGet(
                () ->
                    Reception.filled(passed(kafka), kafka.contact(), facts)
                        .with("topics", kafka.topicCount())
                        .seen("asked at", kafka.contact().place(), kafka.contact().source())));
  }
}
