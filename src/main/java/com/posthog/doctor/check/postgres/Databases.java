package com.posthog.doctor.check.postgres;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.check.ports.Owner;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.DatabasesFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.PostgresFacts;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges {@code postgres.databases}: whether every database that the checkout declares exists. One
 * that a variable leads a program to is missed at once; one that only an init script makes, later.
 */
public final class Databases implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Owner.needs(Needs.of(PostgresFacts.KEY, DatabasesFacts.KEY));
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    PostgresFacts postgres = facts.get(PostgresFacts.KEY);
    Contact contact = postgres.contact();
    Owner owner = Owner.of(facts, contact.address(), contact.port());
    List<Verdict> verdicts = new ArrayList<>();
    for (DatabasesFacts.Database one : facts.get(DatabasesFacts.KEY).databases()) {
      Verdict verdict = verdict(one, postgres);
      verdicts.add(
          verdict
              .about(new Subject(one.name(), contact.service()))
              .with("name", one.name())
              .with("user", one.usedBy())
              .with("source", one.source())
              .with("role", postgres.login().user())
              .with("main", postgres.login().database())
              .with("container", owner.container())
              .with("address", contact.address())
              .with("port", contact.port())
              .seen("needed", one.name(), one.source()));
    }
    return verdicts.isEmpty() ? List.of(Verdict.pass("none")) : verdicts;
  }

  private static Verdict verdict(DatabasesFacts.Database one, PostgresFacts postgres) {
    if (postgres.databases().contains(one.name())) {
      return Verdict.pass("there");
    }
    Verdict missing =
        one.usedBy().isEmpty()
            ? Verdict.fail("never-made").at(Severity.WARNING)
            : Verdict.fail("missing").at(Severity.ERROR);
    return missing.with("missing", one.name()).curedBy("create-database");
  }
}
