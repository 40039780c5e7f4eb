package com.posthog.doctor.check.redis;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Reception;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.check.Stack;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ContainersFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.RedisFacts;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges {@code redis.ping}: whether each Redis of the stack answers. */
public final class Ping implements Rule {

  @Override
  public boolean despite(CheckId prerequisite) {
    return prerequisite.equals(Stack.STARTED);
  }

  @Override
  public Needs needs(Facts soFar) {
    return RedisServers.needs(soFar).and(CheckoutFacts.KEY, ContainersFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    List<Verdict> verdicts = new ArrayList<>();
    boolean blocked = false;
    for (FactKey<RedisFacts> key : RedisServers.keys(facts)) {
      Verdict verdict = judge(key, facts);
      boolean waits = verdict.equals(Verdict.blocked());
      if (!waits) {
        verdicts.add(verdict);
      }
      blocked |= waits;
    }
    if (blocked) {
      verdicts.add(Verdict.blocked());
    }
    return verdicts.isEmpty() ? List.of(Verdict.pass("none")) : verdicts;
  }

  private static Verdict judge(FactKey<RedisFacts> key, Facts facts) {
    Optional<RedisFacts> known = facts.find(key);
    if (known.isEmpty()) {
      return Verdict.unknown("unknown")
          .about(Subject.of(key.argument()))
          .with("service", key.argument())
          .with("reason", facts.failure(key).orElse("it was not asked"));
    }
    RedisFacts redis = known.get();
    return Reception.refusal(redis.contact(), facts)
        .orElseGet(
            () ->
                Reception.filled(Verdict.pass("answers"), redis.contact(), facts)
                    .with("product", redis.product())
                    .with("version", redis.version())
                    .seen("seen", redis.product() + " " + redis.version(), "INFO")
                    .seen("asked at", redis.contact().place(), redis.contact().source()));
  }
}
