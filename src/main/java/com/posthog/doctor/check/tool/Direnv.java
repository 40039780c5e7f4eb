package com.posthog.doctor.check.tool;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.DirenvFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.ToolFacts;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges whether direnv is there and may load the checkout's file. */
public final class Direnv implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(DirenvFacts.KEY, ToolFacts.key("direnv"));
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    DirenvFacts direnv = facts.get(DirenvFacts.KEY);
    ToolFacts program = facts.get(ToolFacts.key("direnv"));
    return List.of(verdict(direnv, program).with("path", program.path()));
  }

  private static Verdict verdict(DirenvFacts direnv, ToolFacts program) {
    if (!direnv.declared()) {
      return Verdict.skipped("unused");
    }
    if (!program.found()) {
      return Verdict.fail("missing")
          .curedBy(
              "install-direnv-brew",
              "install-direnv-apt",
              "install-direnv-dnf",
              "install-direnv-pacman",
              "install-direnv-other");
    }
    Verdict verdict =
        direnv.allowed()
            ? Verdict.pass("allowed")
            : Verdict.fail("blocked").curedBy("allow-direnv");
    return verdict.seen("seen", program.path(), program.foundBy());
  }
}
