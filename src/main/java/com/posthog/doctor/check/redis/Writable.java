package com.posthog.doctor.check.redis;

import com.posthog.doctor.check.Reception;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.RedisFacts;
import com.posthog.doctor.model.ByteSize;
import com.posthog.doctor.model.Verdict;

/**
 * Judges {@code redis.writable} by what the server says of itself, without writing: whether it is a
 * replica, full, unable to save, or a node of a cluster that is down.
 */
public final class Writable implements EachServer {

  @Override
  public Verdict judge(RedisFacts redis, Facts facts) {
    return Reception.filled(verdict(redis), redis.contact(), facts)
        .with("master", redis.master())
        .with("used", new ByteSize(redis.usedMemoryBytes()))
        .with("most", new ByteSize(redis.maxMemoryBytes()))
        .seen("role", redis.role(), "INFO");
  }

  private static Verdict verdict(RedisFacts redis) {
    if (redis.readOnly()) {
      return Verdict.fail(redis.masterUp() ? "replica" : "lost-replica").curedBy("be-master");
    }
    if (redis.cluster() && redis.clusterState().equals("fail")) {
      return Verdict.fail("cluster").curedBy("recreate-redis");
    }
    if (redis.saveFails()) {
      return Verdict.fail("save").curedBy("free-redis-disk");
    }
    boolean keepsAll = redis.policy().equals("noeviction");
    if (keepsAll
        && redis.maxMemoryBytes() > 0
        && redis.usedMemoryBytes() >= redis.maxMemoryBytes()) {
      return Verdict.fail("full").curedBy("recreate-redis");
    }
    return Verdict.pass("writable");
  }
}
