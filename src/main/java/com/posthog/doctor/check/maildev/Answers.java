package com.posthog.doctor.check.maildev;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.check.Stack;
import com.posthog.doctor.check.container.OptionalService;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HttpFacts;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * Judges {@code maildev.answers}: whether the mailbox of maildev is there, where it was started.
 */
public final class Answers implements Rule {
  private static final OptionalService SERVICE = new OptionalService("maildev", 1080);

  @Override
  public boolean despite(CheckId prerequisite) {
    return prerequisite.equals(Stack.STARTED);
  }

  @Override
  public Needs needs(Facts soFar) {
    Needs needs = SERVICE.needs();
    return SERVICE.asks(soFar) ? needs.require(key(soFar)) : needs;
  }

  private static FactKey<HttpFacts> key(Facts facts) {
    return HttpFacts.key("localhost", SERVICE.hostPort(facts), "/healthz");
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    Optional<Verdict> absent = SERVICE.absent(facts);
    return absent.isPresent() ? List.of(absent.get()) : SERVICE.judgeHealth(key(facts), facts);
  }
}
