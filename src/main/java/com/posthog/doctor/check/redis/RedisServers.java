package com.posthog.doctor.check.redis;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.RedisFacts;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The Redis servers of the stack, each of which is a subject of its own. */
final class RedisServers {
  static final CheckId PING = new CheckId("redis.ping");

  private RedisServers() {}

  /** The compose files, and then one fact for each server that they declare. */
  static Needs needs(Facts soFar) {
    Needs needs = Needs.of(ComposeFacts.KEY);
    for (FactKey<RedisFacts> key : keys(soFar)) {
      needs = needs.and(key);
    }
    return needs;
  }

  static List<FactKey<RedisFacts>> keys(Facts facts) {
    Optional<ComposeFacts> compose = facts.find(ComposeFacts.KEY);
    return compose.isEmpty()
        ? List.of()
        : RedisFacts.services(compose.get()).stream()
            .map(service -> RedisFacts.key(service.name()))
            .toList();
  }

  /** A verdict about each server that answers; blocked by {@code redis.ping} for the others. */
  static List<Verdict> each(Facts facts, Function<RedisFacts, Verdict> judge) {
    List<Verdict> verdicts = new ArrayList<>();
    boolean blocked = false;
    for (FactKey<RedisFacts> key : keys(facts)) {
      Optional<RedisFacts> redis = facts.find(key).filter(one -> one.contact().ready());
      redis.ifPresent(one -> verdicts.add(judge.apply(one)));
      blocked |= redis.isEmpty();
    }
    if (blocked) {
      verdicts.add(Verdict.blocked());
    }
    return verdicts.isEmpty() ? List.of(Verdict.pass("none")) : verdicts;
  }
}
