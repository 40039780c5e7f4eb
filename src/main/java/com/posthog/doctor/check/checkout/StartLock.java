package com.posthog.doctor.check.checkout;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.StartLockFacts;
import com.posthog.doctor.facts.StartLockFacts.Holder;
import com.posthog.doctor.model.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * Judges {@code checkout.start-lock}: whether {@code bin/start} could be started. A start that runs
 * holds the lock rightly; what is left of one that has ended does not.
 */
public final class StartLock implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(StartLockFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    StartLockFacts lock = facts.get(StartLockFacts.KEY);
    Verdict verdict = verdict(lock).with("file", lock.file());
    for (Holder holder : lock.holders()) {
      verdict = verdict.seen("held by " + holder.pid(), holder.command(), lock.source());
    }
    return List.of(verdict);
  }

  private static Verdict verdict(StartLockFacts lock) {
    if (!lock.held()) {
      return Verdict.pass(lock.exists() ? "not-held" : "no-file");
    }
    if (lock.holders().isEmpty()) {
      return Verdict.fail("held-unseen").curedBy("find-lock-holder");
    }
    Optional<Holder> start = lock.holders().stream().filter(Holder::start).findFirst();
    if (start.isPresent()) {
      return Verdict.pass("running").with("pid", start.get().pid());
    }
    Holder holder = lock.holders().get(0);
    return Verdict.fail("held")
        .with("pid", holder.pid())
        .with("command", holder.command().isEmpty() ? "a process" : holder.command())
        .curedBy("stop-lock-holder");
  }
}
