package com.posthog.doctor.check.clickhouse;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.ClickHouseFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code clickhouse.database}: whether the database that the app uses exists. */
public final class Database implements Rule {

  @Override
  public boolean despite(CheckId prerequisite) {
    return Asked.despite(prerequisite);
  }

  @Override
  public Needs needs(Facts soFar) {
    return Asked.needs();
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    if (Asked.silenced(facts)) {
      return Asked.blocked();
    }
    ClickHouseFacts.Schema schema = facts.get(ClickHouseFacts.KEY).schema();
    boolean there = schema.databases().contains(schema.database());
    return List.of(
        (there ? Verdict.pass("there") : Verdict.fail("missing"))
            .about(Asked.SERVER)
            .with("database", schema.database())
            .with("databases", String.join(", ", schema.databases()))
            .seen("seen", String.join(", ", schema.databases()), "system.databases")
            .seen("needed", schema.database(), schema.databaseIn()));
  }
}
