package com.posthog.doctor.check.clickhouse;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Stack;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ClickHouseFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.ContainersFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code clickhouse.replicas}: whether every replicated table takes writes. */
public final class Replicas implements Inquiry {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(ClickHouseFacts.KEY, ComposeFacts.KEY)
        .and(ContainersFacts.KEY, CheckoutFacts.KEY);
  }

  @Override
  public List<Verdict> answered(Facts facts) {
    ClickHouseFacts server = facts.get(ClickHouseFacts.KEY);
    ClickHouseFacts.Replicas replicas = server.replicas();
    List<String> readOnly = replicas.readOnly();
    // without ZooKeeper no table takes writes: that is then the cause
    boolean lost = server.keeper().configured() && !server.keeper().answers();
    return List.of(
        Stack.named(
                readOnly.isEmpty() ? Verdict.pass("writable") : Verdict.fail("read-only"),
                facts,
                "zookeeper",
                "clickhouse")
            .about(new Subject("replicated tables", lost ? "zookeeper" : "clickhouse"))
            .with("total", replicas.count())
            .with("number", readOnly.size())
            .with("names", Asked.some(readOnly))
            .with("project", facts.get(ComposeFacts.KEY).project())
            .seen("seen", readOnly.size() + " of " + replicas.count(), "system.replicas"));
  }
}
