package com.posthog.doctor.check.redis;

import com.posthog.doctor.check.Reception;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.RedisFacts;
import com.posthog.doctor.model.Verdict;

/**
 * Judges {@code redis.policy}: whether a full server drops what it can do without, as the checkout
 * starts it to.
 */
public final class Policy implements EachServer {

  @Override
  public Verdict judge(RedisFacts redis, Facts facts) {
    return Reception.filled(verdict(redis), redis.contact(), facts)
        .with("policy", redis.policy())
        .with("needed", redis.policyRequired())
        .seen("seen", redis.policy(), "INFO")
        .seen(
            "needed",
            redis.policyRequired().isEmpty() ? "any" : redis.policyRequired(),
            redis.requiredIn());
  }

  private static Verdict verdict(RedisFacts redis) {
    if (redis.policyRequired().isEmpty() || redis.policy().isEmpty()) {
      return Verdict.pass("any");
    }
    if (redis.policy().equals(redis.policyRequired())) {
      return Verdict.pass("set");
    }
    // without a limit the policy is never asked
    return redis.maxMemoryBytes() == 0
        ? Verdict.pass("unlimited")
        : Verdict.fail("other").curedBy("recreate-redis", "set-policy");
  }
}
