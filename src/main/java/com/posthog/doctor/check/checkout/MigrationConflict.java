package com.posthog.doctor.check.checkout;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.MaxMigrationFacts;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/** Judges {@code checkout.migration-conflict}: whether every app has one last migration. */
public final class MigrationConflict implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(MaxMigrationFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    List<Verdict> verdicts = new ArrayList<>();
    for (MaxMigrationFacts.App app : facts.get(MaxMigrationFacts.KEY).apps()) {
      verdicts.add(
          verdict(app)
              .about(Subject.of(app.label()))
              .with("app", app.label())
              .with("file", app.folder() + "/max_migration.txt")
              .with("folder", app.folder())
              .with("max", app.max()));
    }
    return verdicts.isEmpty() ? List.of(Verdict.pass("none")) : verdicts;
  }

  private static Verdict verdict(MaxMigrationFacts.App app) {
    if (app.conflictLine() > 0) {
      return Verdict.fail("conflict")
          .with("line", app.conflictLine())
          .seen("conflict mark", "line " + app.conflictLine(), app.folder() + "/max_migration.txt")
          .curedBy("rebase-migration");
    }
    if (!app.problem().isEmpty()) {
      return Verdict.fail("unreadable")
          .with("problem", app.problem())
          .curedBy("restore-max-migration");
    }
    if (app.leaves().size() > 1) {
      return Verdict.fail("leaves")
          .with("leaves", String.join(" and ", app.leaves()))
          .curedBy("rebase-migration");
    }
    if (!app.exists()) {
      return Verdict.fail("nothing").curedBy("restore-max-migration");
    }
    if (app.leaves().size() == 1 && !app.leaves().get(0).equals(app.max())) {
      return Verdict.fail("not-last")
          .with("last", app.leaves().get(0))
          .curedBy("restore-max-migration");
    }
    return Verdict.pass("one");
  }
}
