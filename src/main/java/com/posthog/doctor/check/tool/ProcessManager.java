package com.posthog.doctor.check.tool;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.StarterFacts;
import com.posthog.doctor.facts.ToolFacts;
import com.posthog.doctor.facts.ToolboxFacts;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges whether the program that {@code bin/start} hands over to is there. */
public final class ProcessManager implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(StarterFacts.KEY, ToolboxFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    StarterFacts start = facts.get(StarterFacts.KEY);
    Verdict full =
        verdict(start, facts.get(ToolboxFacts.KEY))
            .with("manager", start.manager())
            .with("path", start.managerPath())
            .with("problem", start.managerProblem())
            .seen("needed", start.manager(), start.managerIn());
    return List.of(
        start.managerPath().isEmpty()
            ? full
            : full.seen("seen", start.managerPath(), ToolFacts.key(start.manager()).argument()));
  }

  private static Verdict verdict(StarterFacts start, ToolboxFacts toolbox) {
    if (!start.managerPath().isEmpty()) {
      return Verdict.pass("ready");
    }
    if (!start.managerProblem().isEmpty()) {
      return Verdict.fail("not-executable").curedBy("phrocs-executable");
    }
    boolean flox = !toolbox.launcher().isEmpty() && !toolbox.active();
    Verdict missing =
        Verdict.fail(start.canBuild() ? "missing" : "not-on-path").curedBy(remedies(start));
    return flox ? Verdict.fail("brought").at(Severity.ADVICE).curedBy("activate-flox") : missing;
  }

  private static String[] remedies(StarterFacts start) {
    String install = "install-" + start.manager();
    return start.canBuild()
        ? new String[] {"build-phrocs"}
        : new String[] {install + "-brew", install + "-cargo", install};
  }
}
