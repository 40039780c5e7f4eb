package com.posthog.doctor.check.kafka;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Reception;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.KafkaFacts;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges {@code kafka.topics}: whether the topics are there that the checkout makes at its start.
 * One verdict for each that is missing, and one for all the others.
 */
public final class Topics implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(KafkaFacts.KEY, ComposeFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    KafkaFacts kafka = facts.get(KafkaFacts.KEY);
    if (!kafka.problem().isEmpty()) {
      return List.of(
          Reception.filled(Verdict.unknown("unknown"), kafka.contact(), facts)
              .with("reason", kafka.problem()));
    }
    List<String> missing =
        kafka.expected().stream().filter(one -> !one.exists()).map(KafkaFacts.Topic::name).toList();
    int present = kafka.expected().size() - missing.size();
    List<Verdict> verdicts = new ArrayList<>();
    if (kafka.expected().isEmpty() || present > 0) {
      Verdict verdict = Verdict.pass(kafka.expected().isEmpty() ? "none" : "present");
      verdicts.add(
          Reception.filled(verdict, kafka.contact(), facts)
              .with("count", present)
              .with("all", kafka.topicCount())
              .seen("topics", kafka.topicCount(), "metadata"));
    }
    if (!missing.isEmpty() && present == 0) {
      verdicts.add(
          missing(Verdict.fail("all-missing").curedBy("make-topics"), missing, kafka, facts)
              .about(Subject.of(kafka.madeBy())));
    } else {
      for (String topic : missing) {
        verdicts.add(
            missing(
                    Verdict.fail("missing").curedBy("create-topic", "make-topics"),
                    List.of(topic),
                    kafka,
                    facts)
                .about(new Subject(topic, kafka.madeBy())));
      }
    }
    return verdicts;
  }

  private static Verdict missing(
      Verdict verdict, List<String> topics, KafkaFacts kafka, Facts facts) {
    return Reception.filled(verdict, kafka.contact(), facts)
        .with("topic", topics.get(0))
        .with("maker", kafka.madeBy())
        .with("count", topics.size())
        .seen("missing", String.join(", ", topics), "metadata")
        .seen("needed", "made at the start", kafka.expectedIn());
  }
}
