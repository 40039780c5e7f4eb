package com.posthog.doctor.check.kafka;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Reception;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.KafkaFacts;
import com.posthog.doctor.facts.KafkaFacts.Group;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges {@code kafka.lag}: whether groups of consumers that have members now are far behind and do
 * not read on. A group without members is of a program that was not started: that is no fault.
 */
public final class Lag implements Rule {
  /** Fewer than these are read in no time as soon as somebody reads them. */
  private static final long MANY = 1000;

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(KafkaFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    KafkaFacts kafka = facts.get(KafkaFacts.KEY);
    if (!kafka.problem().isEmpty()) {
      return List.of(
          Reception.filled(Verdict.unknown("unknown"), kafka.contact(), facts)
              .with("reason", kafka.problem()));
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (Group group : kafka.groups()) {
      verdicts.add(
          Reception.filled(verdict(group), kafka.contact(), facts)
              .about(new Subject(group.name(), kafka.contact().service()))
              .with("group", group.name())
              .with("topic", group.topic())
              .with("lag", group.lag())
              .seen("behind", group.lag() + " messages", "committed offsets")
              .seen("most of them in", group.topic(), "committed offsets"));
    }
    if (verdicts.isEmpty()) {
      verdicts.add(
          Reception.filled(
                  Verdict.pass(kafka.groupCount() == 0 ? "nobody" : "even"), kafka.contact(), facts)
              .with("count", kafka.groupCount()));
    }
    return verdicts;
  }

  private static Verdict verdict(Group group) {
    if (group.moving()) {
      return Verdict.pass("moving");
    }
    return group.lag() < MANY
        ? Verdict.pass("few") // consumers say only every few seconds how far they are
        : Verdict.fail("stuck").curedBy("restart-consumers");
  }
}
