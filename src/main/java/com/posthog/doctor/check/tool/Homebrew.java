package com.posthog.doctor.check.tool;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HomebrewFacts;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges Homebrew: there, of this machine's architecture, and on PATH. */
public final class Homebrew implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(HomebrewFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    HomebrewFacts brew = facts.get(HomebrewFacts.KEY);
    Verdict full =
        verdict(brew)
            .with("prefix", brew.prefix())
            .with("expected", brew.expected())
            .with("profile", brew.profile())
            .seen("needed", brew.expected() + "/bin/brew", "this machine's architecture");
    if (!brew.prefix().isEmpty()) {
      full = full.seen("seen", brew.prefix() + "/bin/brew", brew.onPath() ? "PATH" : "not on PATH");
    }
    return List.of(full);
  }

  private static Verdict verdict(HomebrewFacts brew) {
    Severity severity = brew.nix() ? Severity.ADVICE : Severity.ERROR;
    if (brew.prefix().isEmpty()) {
      return Verdict.fail("missing").at(severity).curedBy("install-homebrew");
    }
    if (!brew.prefix().equals(brew.expected())) {
      return Verdict.fail("other-architecture").at(severity).curedBy("install-homebrew");
    }
    if (!brew.onPath()) {
      return Verdict.fail("off-path").at(severity).curedBy("homebrew-on-path");
    }
    return Verdict.pass(brew.both() ? "both" : "ready");
  }
}
