package com.posthog.doctor.check.tool;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.StarterFacts;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges whether the checkout's own command can be started. */
public final class Hogli implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(StarterFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    StarterFacts start = facts.get(StarterFacts.KEY);
    return List.of(
        verdict(start).with("link", start.linkPath()).seen("seen", start.hogli(), "bin/hogli"));
  }

  private static Verdict verdict(StarterFacts start) {
    if (start.hogli().equals("missing")) {
      return Verdict.skipped("unused");
    }
    if (start.hogli().equals("not-executable")) {
      return Verdict.fail("not-executable").curedBy("hogli-executable");
    }
    return start.link().equals("dangling")
        ? Verdict.fail("dangling").curedBy("sync-venv")
        : Verdict.pass("ready");
  }
}
