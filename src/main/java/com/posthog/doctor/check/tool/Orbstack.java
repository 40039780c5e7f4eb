package com.posthog.doctor.check.tool;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.EngineAppFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges whether a Mac has a container engine at all; whether it runs is another question. */
public final class Orbstack implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(EngineAppFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    EngineAppFacts engines = facts.get(EngineAppFacts.KEY);
    if (engines.installed().isEmpty()) {
      return List.of(
          Verdict.fail("missing").seen("searched", String.join(", ", engines.searched()), ""));
    }
    String names = String.join(" and ", engines.installed());
    return List.of(Verdict.pass("installed").with("engines", names).seen("seen", names, ""));
  }
}
