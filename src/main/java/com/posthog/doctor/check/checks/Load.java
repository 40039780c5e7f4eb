package com.posthog.doctor.check.checks;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.ForeignFacts;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges {@code checks.load}: whether the cards and waivers that others bring along can be used.
 */
public final class Load implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(ForeignFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    ForeignFacts foreign = facts.get(ForeignFacts.KEY);
    List<Verdict> verdicts = new ArrayList<>();
    for (ForeignFacts.Problem problem : foreign.problems()) {
      verdicts.add(
          (problem.expired()
                  ? Verdict.fail("expired").at(Severity.ADVICE)
                  : Verdict.unknown("left-out"))
              .about(Subject.of(problem.place()))
              .with("place", problem.place())
              .with("problem", problem.message()));
    }
    if (!verdicts.isEmpty()) {
      return verdicts;
    }
    int files = foreign.cards().size() + foreign.waivers().size();
    return List.of(files == 0 ? Verdict.pass("none") : Verdict.pass("read").with("files", files));
  }
}
