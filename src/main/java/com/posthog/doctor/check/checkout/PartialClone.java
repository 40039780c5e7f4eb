package com.posthog.doctor.check.checkout;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.GitFacts;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code checkout.partial-clone}: whether the clone left out what it does not need. */
public final class PartialClone implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(GitFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    GitFacts git = facts.get(GitFacts.KEY);
    return Repository.unreadable(git).orElseGet(() -> judge(git));
  }

  private static List<Verdict> judge(GitFacts git) {
    if (git.origin().isEmpty()) {
      return List.of(Verdict.skipped("no-origin"));
    }
    if (!git.filter().isEmpty() || git.shallow()) {
      return List.of(
          Verdict.pass(git.filter().isEmpty() ? "shallow" : "partial")
              .with("filter", git.filter())
              .seen("filter", git.filter(), git.folder() + "/config"));
    }
    return List.of(Verdict.fail("full").seen("origin", git.origin(), git.folder() + "/config"));
  }
}
