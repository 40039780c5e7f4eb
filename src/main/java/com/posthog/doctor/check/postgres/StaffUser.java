package com.posthog.doctor.check.postgres;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.check.ports.Owner;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.PostgresFacts;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code postgres.staff-user}: whether anybody may use Django's admin. */
public final class StaffUser implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Owner.needs(Needs.of(PostgresFacts.KEY));
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    PostgresFacts postgres = facts.get(PostgresFacts.KEY);
    PostgresFacts.App app = postgres.app();
    Owner owner = Owner.of(facts, postgres.contact().address(), postgres.contact().port());
    Verdict verdict;
    if (!app.present()) {
      verdict = Verdict.skipped("no-table");
    } else if (app.staff() > 0) {
      verdict = Verdict.pass("staff");
    } else if (app.users() == 0) {
      verdict = Verdict.fail("nobody").curedBy("make-demo-data");
    } else if (app.onlyUser() > 0) {
      verdict = Verdict.fail("one").curedBy("make-staff");
    } else {
      verdict = Verdict.fail("several").curedBy("choose-staff");
    }
    return List.of(
        verdict
            .about(Subject.of(postgres.contact().service()))
            .with("staff", app.staff())
            .with("users", app.users())
            .with("id", app.onlyUser())
            .with("role", postgres.login().user())
            .with("database", postgres.login().database())
            .with("container", owner.container())
            .with("address", postgres.contact().address())
            .with("port", postgres.contact().port())
            .seen("active staff users", app.staff(), "posthog_user")
            .seen("users", app.users(), "posthog_user"));
  }
}
