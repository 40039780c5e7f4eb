package com.posthog.doctor.check.checkout;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.facts.WorkingCopyFacts;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/** Judges {@code checkout.path}: whether scripts can run where the working copy is. */
public final class Path implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(WorkingCopyFacts.KEY, HostFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    WorkingCopyFacts copy = facts.get(WorkingCopyFacts.KEY);
    List<Verdict> bad = new ArrayList<>();
    if (copy.path().chars().anyMatch(Character::isWhitespace)) {
      bad.add(Verdict.fail("blank").about(Subject.of("place")).curedBy("move-checkout"));
    }
    // on macOS file systems ignore case as a rule, and PostHog works there
    if (copy.ignoresCase() && !facts.get(HostFacts.KEY).isMac()) {
      bad.add(Verdict.fail("case").about(Subject.of("file system")).curedBy("move-checkout"));
    }
    if (!copy.windowsLines().isEmpty()) {
      bad.add(
          Verdict.fail("lines")
              .about(Subject.of("line ends"))
              .with("files", String.join(", ", copy.windowsLines()))
              .curedBy("keep-line-ends"));
    }
    for (String script : copy.notExecutable()) {
      bad.add(
          Verdict.fail("mode")
              .about(Subject.of(script))
              .with("file", script)
              .curedBy("let-it-run"));
    }
    List<Verdict> verdicts = bad.isEmpty() ? List.of(Verdict.pass("good")) : bad;
    return verdicts.stream().map(verdict -> verdict.with("path", copy.path())).toList();
  }
}
