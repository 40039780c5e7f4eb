package com.posthog.doctor.check.postgres;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.check.ports.Owner;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.PostgresFacts;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code postgres.connections}: whether ordinary clients can still connect. */
public final class Connections implements Rule {
  /** With fewer left the next start of a process fails. */
  private static final int FEWEST = 3;

  /** A stack takes some dozens: with one in ten left it is a matter of minutes. */
  private static final int PART = 10;

  @Override
  public Needs needs(Facts soFar) {
    return Owner.needs(Needs.of(PostgresFacts.KEY));
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    PostgresFacts postgres = facts.get(PostgresFacts.KEY);
    PostgresFacts.Connections connections = postgres.connections();
    int free = connections.free();
    int ordinary = connections.most() - connections.reserved();
    Owner owner = Owner.of(facts, postgres.contact().address(), postgres.contact().port());
    String cure = owner.kind() == Owner.Kind.OURS ? "restart-service" : "end-clients";
    Verdict verdict =
        free < FEWEST
            ? Verdict.fail("exhausted").at(Severity.ERROR).curedBy(cure)
            : free * PART < ordinary
                ? Verdict.fail("few").at(Severity.WARNING).curedBy(cure)
                : Verdict.pass("free");
    Verdict full =
        verdict
            .about(Subject.of(postgres.contact().service()))
            .with("used", connections.used())
            .with("most", connections.most())
            .with("free", free)
            .with("idle", connections.idleInTransaction())
            .with("container", owner.container())
            .with("main", postgres.login().database())
            .seen("in use", connections.used(), "pg_stat_activity")
            .seen("allowed", connections.most(), "max_connections")
            .seen("kept for superusers", connections.reserved(), "superuser_reserved_connections")
            .seen("idle in a transaction", connections.idleInTransaction(), "pg_stat_activity");
    for (PostgresFacts.Client client : connections.clients()) {
      String name = client.name().isEmpty() ? "(without a name)" : client.name();
      full = full.seen(name, client.count(), "application_name");
    }
    return List.of(full);
  }
}
