package com.posthog.doctor.check.tool;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.ToolboxFacts;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges whether the environment that brings the tools is there, and active in this shell. */
public final class Flox implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(ToolboxFacts.KEY, CheckoutFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    ToolboxFacts toolbox = facts.get(ToolboxFacts.KEY);
    Verdict full =
        verdict(toolbox)
            .with("kind", toolbox.kind())
            .with("source", toolbox.source())
            .with("other", toolbox.other())
            .with("count", toolbox.brings().size())
            .with("lacking", String.join(", ", toolbox.lacking()))
            .with("checkout", facts.get(CheckoutFacts.KEY).path());
    if (!toolbox.folder().isEmpty()) {
      full =
          full.seen(
              "seen", toolbox.folder(), toolbox.active() ? "shell environment" : "not active");
    }
    if (!toolbox.activationError().isEmpty()) {
      full = full.seen("last activation", toolbox.activationError(), toolbox.activationLog());
    }
    return List.of(full);
  }

  private static Verdict verdict(ToolboxFacts toolbox) {
    if (toolbox.kind().isEmpty()) {
      return toolbox.other().isEmpty()
          ? Verdict.skipped("none")
          : Verdict.fail("other-active").curedBy("leave-flox");
    }
    if (toolbox.active()) {
      return Verdict.pass("active");
    }
    if (!toolbox.other().isEmpty()) {
      return Verdict.fail("other-active").curedBy("leave-flox");
    }
    if (toolbox.built()) {
      return Verdict.fail("inactive").at(Severity.ADVICE).curedBy("activate-" + toolbox.kind());
    }
    if (toolbox.launcher().isEmpty()) {
      return Verdict.fail("not-installed").at(Severity.ADVICE).curedBy("install-" + toolbox.kind());
    }
    return Verdict.fail(toolbox.lacking().isEmpty() ? "not-needed" : "never-activated")
        .at(toolbox.lacking().isEmpty() ? Severity.ADVICE : Severity.WARNING)
        .curedBy("activate-" + toolbox.kind());
  }
}
