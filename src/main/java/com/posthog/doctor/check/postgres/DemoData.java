package com.posthog.doctor.check.postgres;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.PostgresFacts;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code postgres.demo-data}: whether there is an organisation with a team to work in. */
public final class DemoData implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(PostgresFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    PostgresFacts postgres = facts.get(PostgresFacts.KEY);
    PostgresFacts.App app = postgres.app();
    Verdict verdict;
    if (!app.present()) {
      verdict = Verdict.skipped("no-table");
    } else if (app.organizations() > 0 && app.teams() > 0) {
      verdict = Verdict.pass("there");
    } else {
      verdict = Verdict.fail(app.organizations() == 0 ? "no-organization" : "no-team");
    }
    return List.of(
        verdict
            .about(Subject.of(postgres.contact().service()))
            .with("organizations", app.organizations())
            .with("teams", app.teams())
            .seen("organisations", app.organizations(), "posthog_organization")
            .seen("teams", app.teams(), "posthog_team"));
  }
}
