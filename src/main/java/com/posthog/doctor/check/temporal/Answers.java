package com.posthog.doctor.check.temporal;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.check.Stack;
import com.posthog.doctor.check.container.OptionalService;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.TemporalFacts;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Verdict;
import java.util.List;
import java.util.Optional;

/** Judges {@code temporal.answers}: whether Temporal takes calls, where it was started. */
public final class Answers implements Rule {
  private static final OptionalService SERVICE = new OptionalService("temporal", 7233);

  @Override
  public boolean despite(CheckId prerequisite) {
    return prerequisite.equals(Stack.STARTED);
  }

  @Override
  public Needs needs(Facts soFar) {
    Needs needs = SERVICE.needs();
    return SERVICE.asks(soFar) ? needs.require(key(soFar)) : needs;
  }

  private static FactKey<TemporalFacts> key(Facts facts) {
    return TemporalFacts.key("localhost", SERVICE.hostPort(facts));
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    Optional<Verdict> absent = SERVICE.absent(facts);
    if (absent.isPresent()) {
      return List.of(absent.get());
    }
    Contact contact = facts.get(key(facts)).contact();
    Verdict verdict =
        contact.ready() ? Verdict.pass("answers") : SERVICE.unanswered(contact, facts);
    return List.of(SERVICE.about(verdict, contact, facts));
  }
}
