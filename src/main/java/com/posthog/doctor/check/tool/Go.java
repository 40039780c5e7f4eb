package com.posthog.doctor.check.tool;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.StarterFacts;
import com.posthog.doctor.facts.ToolFacts;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Status;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges Go, which matters while the process manager is still to be built. */
public final class Go implements Rule {
  private final ToolRule rule = new ToolRule("go");

  @Override
  public Needs needs(Facts soFar) {
    return rule.needs().and(StarterFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    boolean toBuild =
        facts
            .find(StarterFacts.KEY)
            .filter(start -> start.canBuild() && start.managerPath().isEmpty())
            .isPresent();
    return rule.judge(facts).stream()
        .map(
            verdict ->
                toBuild || verdict.status() != Status.FAIL ? verdict : verdict.at(Severity.ADVICE))
        .map(verdict -> verdict.with("tool", ToolFacts.key("go").argument()))
        .toList();
  }
}
