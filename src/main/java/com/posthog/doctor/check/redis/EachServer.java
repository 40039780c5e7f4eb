package com.posthog.doctor.check.redis;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.RedisFacts;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** A rule about each Redis that answers: the others are blocked by {@code redis.ping}. */
interface EachServer extends Rule {

  @Override
  default boolean despite(CheckId prerequisite) {
    return prerequisite.equals(RedisServers.PING);
  }

  @Override
  default Needs needs(Facts soFar) {
    return RedisServers.needs(soFar);
  }

  @Override
  default List<Verdict> judge(Facts facts) {
    return RedisServers.each(facts, redis -> judge(redis, facts));
  }

  /** The judgement of one server that answers. */
  Verdict judge(RedisFacts redis, Facts facts);
}
