package com.posthog.doctor.check.checkout;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.TypegenFacts;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code checkout.typegen}: whether the type files of the kea logics were written. */
public final class Typegen implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(TypegenFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    TypegenFacts typegen = facts.get(TypegenFacts.KEY);
    // without installed packages no type can be written: that is the cause then
    Subject subject = new Subject("frontend/src", "node-modules");
    return List.of(
        verdict(typegen)
            .about(subject)
            .with("logics", typegen.logics())
            .with("types", typegen.types())
            .seen("logics", typegen.logics(), "frontend/src")
            .seen("type files", typegen.types(), "frontend/src"));
  }

  private static Verdict verdict(TypegenFacts typegen) {
    if (typegen.logics() > 0 && typegen.types() == 0) {
      return Verdict.fail("none").curedBy("write-types");
    }
    if (typegen.missingCount() > 0) {
      return Verdict.fail("missing")
          .with("files", list(typegen.missing(), typegen.missingCount()))
          .curedBy("write-types");
    }
    if (typegen.emptyCount() > 0) {
      return Verdict.fail("empty")
          .with("files", list(typegen.empty(), typegen.emptyCount()))
          .curedBy("end-typegen-loop", "write-types");
    }
    return Verdict.pass(typegen.logics() == 0 ? "no-logics" : "written");
  }

  private static String list(List<String> names, int count) {
    int more = count - names.size();
    return String.join(", ", names) + (more > 0 ? " and " + more + " more" : "");
  }
}
