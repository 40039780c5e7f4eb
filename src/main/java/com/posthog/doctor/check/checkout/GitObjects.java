package com.posthog.doctor.check.checkout;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.GitHistoryFacts;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code checkout.git-objects}: whether the newest commits are all there. */
public final class GitObjects implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(GitHistoryFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    GitHistoryFacts history = facts.get(GitHistoryFacts.KEY);
    Verdict verdict =
        switch (history.outcome()) {
          case "whole" -> Verdict.pass("whole");
          case "empty" -> Verdict.pass("empty");
          case "no-git" -> Verdict.skipped("no-git");
          case "no-program" -> Verdict.skipped("no-program");
          case "refused" -> Verdict.unknown("refused");
          default -> Verdict.fail("broken").seen("git", history.error(), "git rev-list");
        };
    return List.of(verdict.with("commits", history.commits()).with("error", history.error()));
  }
}
