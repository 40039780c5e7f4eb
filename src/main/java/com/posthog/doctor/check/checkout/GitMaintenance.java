package com.posthog.doctor.check.checkout;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.GitFacts;
import com.posthog.doctor.model.Span;
import com.posthog.doctor.model.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Judges {@code checkout.git-maintenance}: whether git can tidy up and has done so. */
public final class GitMaintenance implements Rule {
  /** Maintenance of a large repository takes minutes; a lock of an hour was left behind. */
  private static final Duration STALE = Duration.ofHours(1);

  private static final int MOST_PACKS = 1000;

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(GitFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    GitFacts git = facts.get(GitFacts.KEY);
    return Repository.absent(git).orElseGet(() -> judge(git));
  }

  private static List<Verdict> judge(GitFacts git) {
    List<Verdict> verdicts = new ArrayList<>();
    String lock = git.folder() + "/objects/maintenance.lock";
    if (git.maintenanceLock() && git.lockAge().compareTo(STALE) > 0) {
      verdicts.add(
          Verdict.fail("stale-lock")
              .with("lock", lock)
              .with("age", Span.text(git.lockAge()))
              .seen("made", git.lockedAt(), lock)
              .curedBy("remove-maintenance-lock"));
    }
    if (git.packs() > MOST_PACKS) {
      verdicts.add(
          Verdict.fail("packs")
              .with("packs", git.packs())
              .seen("seen", git.packs(), git.folder() + "/objects/pack")
              .seen("needed", "at most " + MOST_PACKS, "built in: what hogli allows")
              .curedBy("run-git-maintenance"));
    }
    return verdicts.isEmpty()
        ? List.of(
            Verdict.pass(git.maintenanceLock() ? "at-work" : "tidy").with("packs", git.packs()))
        : verdicts;
  }
}
