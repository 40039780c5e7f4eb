package com.posthog.doctor.check.zookeeper;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.check.Stack;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.ContainersFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.ZooKeeperFacts;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/**
 * Judges {@code zookeeper.answers}: whether ZooKeeper takes a connection and serves. Without a
 * stack it looks all the same: a server outside Docker is legitimate.
 */
public final class Answers implements Rule {
  @Override
  public boolean despite(CheckId prerequisite) {
    return prerequisite.equals(Stack.STARTED);
  }

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(ZooKeeperFacts.KEY, ComposeFacts.KEY, CheckoutFacts.KEY)
        .and(ContainersFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    ComposeFacts compose = facts.get(ComposeFacts.KEY);
    if (compose.find("zookeeper").isEmpty()) {
      return List.of(Verdict.skipped("not-used"));
    }
    ZooKeeperFacts server = facts.get(ZooKeeperFacts.KEY);
    Contact contact = server.contact();
    boolean started = Stack.isStarted(facts);
    if (!contact.open() && !started) {
      return List.of(Verdict.blocked());
    }
    Verdict verdict =
        contact.ready()
            ? Verdict.pass(server.version().isEmpty() ? "session" : "serves")
            : Verdict.fail(contact.open() ? "stranger" : "closed")
                .curedBy(started ? "restart-keeper" : "look-at-keeper");
    return List.of(
        Stack.named(verdict, facts, "zookeeper", "clickhouse")
            .about(new Subject(contact.place(), contact.service()))
            .with("place", contact.place())
            .with("port", contact.port())
            .with("version", server.version())
            .with("mode", server.mode())
            .with("problem", contact.problem())
            .with("project", compose.project())
            .seen("seen", contact.ready() ? server.asked() : contact.problem(), contact.place())
            .seen("needed", "ZooKeeper at " + contact.place(), contact.source()));
  }
}
