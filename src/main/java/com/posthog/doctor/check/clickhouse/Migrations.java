package com.posthog.doctor.check.clickhouse;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.ClickHouseFacts;
import com.posthog.doctor.facts.ClickHouseMigrationFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Judges {@code clickhouse.migrations}: whether the migrations of the checkout are those that were
 * applied, and what they made is still there.
 */
public final class Migrations implements Rule {
  private static final String LEDGER = "infi_clickhouse_orm_migrations";

  /** Tables that every PostHog has once its migrations were applied. */
  private static final List<String> CORE =
      List.of("events", "person", "person_distinct_id2", "sharded_events");

  @Override
  public boolean despite(CheckId prerequisite) {
    return Asked.despite(prerequisite);
  }

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(ClickHouseFacts.KEY, ClickHouseMigrationFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    if (Asked.silenced(facts)) {
      return Asked.blocked();
    }
    ClickHouseFacts.Schema schema = facts.get(ClickHouseFacts.KEY).schema();
    ClickHouseMigrationFacts checkout = facts.get(ClickHouseMigrationFacts.KEY);
    if (!schema.unread().isEmpty()) {
      return List.of(
          Verdict.unknown("unread").about(Asked.SERVER).with("problem", schema.unread()));
    }
    List<String> pending = without(checkout.names(), schema.applied());
    List<String> orphaned = without(schema.applied(), checkout.names());
    List<Verdict> verdicts = new ArrayList<>();
    if (!schema.ledger() || (schema.applied().isEmpty() && !pending.isEmpty())) {
      verdicts.add(filled(Verdict.fail("never"), "pending", pending, schema, checkout));
    } else if (!pending.isEmpty()) {
      verdicts.add(filled(Verdict.fail("pending"), "pending", pending, schema, checkout));
    } else {
      List<String> gone = without(CORE, schema.tables());
      if (!gone.isEmpty()) {
        verdicts.add(
            filled(Verdict.fail("tables-gone"), "tables", gone, schema, checkout)
                .curedBy("look-at-clickhouse-volumes"));
      }
    }
    if (!orphaned.isEmpty()) {
      verdicts.add(
          filled(
                  Verdict.fail("orphaned").at(Severity.WARNING),
                  "orphaned",
                  orphaned,
                  schema,
                  checkout)
              .curedBy("keep-orphans-in-mind"));
    }
    if (verdicts.isEmpty()) {
      verdicts.add(filled(Verdict.pass("up-to-date"), "ClickHouse", List.of(), schema, checkout));
    }
    return verdicts;
  }

  private static Verdict filled(
      Verdict verdict,
      String subject,
      List<String> names,
      ClickHouseFacts.Schema schema,
      ClickHouseMigrationFacts checkout) {
    boolean migrate = verdict.message().equals("never") || verdict.message().equals("pending");
    return (migrate ? verdict.curedBy("migrate-clickhouse") : verdict)
        .about(new Subject(subject, "clickhouse"))
        .with("names", Asked.some(names))
        .with("number", names.size())
        .with("many", names.size() == 1 ? "" : "s")
        .with("are", names.size() == 1 ? "is" : "are")
        .with("have", names.size() == 1 ? "has" : "have")
        .with("total", checkout.names().size())
        .with("database", schema.database())
        .seen("seen", schema.applied().size() + " applied", schema.database() + "." + LEDGER)
        .seen("needed", checkout.names().size() + " in the checkout", checkout.folder());
  }

  private static List<String> without(List<String> all, List<String> known) {
    Set<String> left = new LinkedHashSet<>(all);
    known.forEach(left::remove);
    return List.copyOf(left);
  }
}
