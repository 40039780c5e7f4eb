package com.posthog.doctor.check.tests;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.PostgresFacts;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code tests.database}: whether the test suite may make its own databases. */
public final class Database implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(PostgresFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    PostgresFacts postgres = facts.get(PostgresFacts.KEY);
    PostgresFacts.Role role = postgres.role();
    boolean may = role.superuser() || role.createsDatabases();
    return List.of(
        (may ? Verdict.pass("may") : Verdict.fail("may-not"))
            .about(Subject.of(postgres.contact().service()))
            .with("role", postgres.login().user())
            .with("quoted", "\"" + postgres.login().user().replace("\"", "\"\"") + "\"")
            .with("place", postgres.contact().place())
            .seen("superuser", role.superuser(), "pg_roles")
            .seen("CREATEDB", role.createsDatabases(), "pg_roles"));
  }
}
