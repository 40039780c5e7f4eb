package com.posthog.doctor.check.clickhouse;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Stack;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ClickHouseFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.ContainersFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.ZooKeeperFacts;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code clickhouse.keeper}: whether ClickHouse gets answers from ZooKeeper. */
public final class Keeper implements Inquiry {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(ClickHouseFacts.KEY, ComposeFacts.KEY)
        .and(ZooKeeperFacts.KEY, ContainersFacts.KEY, CheckoutFacts.KEY);
  }

  @Override
  public List<Verdict> answered(Facts facts) {
    ClickHouseFacts.Keeper keeper = facts.get(ClickHouseFacts.KEY).keeper();
    boolean alive = facts.find(ZooKeeperFacts.KEY).map(one -> one.contact().ready()).orElse(false);
    return List.of(
        Stack.named(verdict(keeper, alive), facts, "zookeeper", "clickhouse")
            .about(new Subject("ZooKeeper", "zookeeper"))
            .with("said", keeper.said())
            .with("project", facts.get(ComposeFacts.KEY).project())
            .seen("seen", keeper.said(), "system.zookeeper"));
  }

  private static Verdict verdict(ClickHouseFacts.Keeper keeper, boolean alive) {
    if (!keeper.configured()) {
      return Verdict.fail("not-configured").curedBy("configure-keeper");
    }
    if (keeper.answers()) {
      return Verdict.pass("answers");
    }
    if (keeper.silent()) {
      // with ZooKeeper up it may only be slow: that is for the next look
      return alive ? Verdict.unknown("slow") : Verdict.fail("silent").curedBy("restart-keeper");
    }
    return Verdict.fail("refused").curedBy("restart-keeper");
  }
}
