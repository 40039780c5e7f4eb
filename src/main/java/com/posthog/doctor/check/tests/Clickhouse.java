package com.posthog.doctor.check.tests;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.ClickHouseFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code tests.clickhouse}: whether the tests may make a database of their own. */
public final class Clickhouse implements Rule {
  private static final CheckId VERSION = new CheckId("clickhouse.version");

  @Override
  public boolean despite(CheckId prerequisite) {
    return prerequisite.equals(VERSION);
  }

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(ClickHouseFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    ClickHouseFacts server = facts.get(ClickHouseFacts.KEY);
    if (server.version().tooOld()) {
      return List.of(Verdict.blocked());
    }
    ClickHouseFacts.Rights rights = server.rights();
    Verdict verdict =
        !rights.unread().isEmpty()
            ? Verdict.unknown("unread").with("problem", rights.unread())
            : rights.createsDatabases() ? Verdict.pass("may") : Verdict.fail("may-not");
    return List.of(
        verdict
            .about(new Subject("ClickHouse", "clickhouse"))
            .with("user", rights.user())
            .seen("seen", rights.createsDatabases() ? "CREATE" : "no CREATE", "SHOW GRANTS")
            .seen("needed", "CREATE DATABASE", "the test settings of the app"));
  }
}
