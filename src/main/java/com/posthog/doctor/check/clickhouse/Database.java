package com.posthog.doctor.check.clickhouse;

import com.posthog.doctor.facts.ClickHouseFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code clickhouse.database}: whether the database that the app uses exists. */
public final class Database implements Inquiry {

  @Override
  public List<Verdict> answered(Facts facts) {
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
