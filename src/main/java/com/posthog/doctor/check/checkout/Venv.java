package com.posthog.doctor.check.checkout;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.VenvFacts;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Status;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import com.posthog.doctor.model.VersionRange;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges {@code checkout.venv}: whether the virtual environment works, is current, and is active.
 */
public final class Venv implements Rule {
  /** Of the verdict about its packages, and of what fails because one of them is not installed. */
  static final String PACKAGES = "uv.lock";

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(VenvFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    VenvFacts venv = facts.get(VenvFacts.KEY);
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.add(works(venv).about(new Subject(venv.name(), "venv")));
    if (verdicts.get(0).status() == Status.PASS) {
      verdicts.add(current(venv).about(Subject.of(PACKAGES)));
      verdicts.add(active(venv).about(Subject.of("this shell")));
    }
    return verdicts.stream()
        .map(verdict -> verdict.with("venv", venv.name()).with("version", venv.version()))
        .toList();
  }

  private static Verdict works(VenvFacts venv) {
    if (venv.kind().equals("missing")) {
      return Verdict.fail("missing")
          .seen("looked for", venv.path(), venv.source())
          .curedBy("uv-sync");
    }
    if (!venv.kind().equals("folder") || !venv.configured()) {
      return Verdict.fail("none").seen("seen", venv.kind(), venv.path()).curedBy("new-venv");
    }
    if (venv.python().isEmpty()) {
      return Verdict.fail(venv.homeExists() ? "no-python" : "python-gone")
          .with("home", venv.home())
          .seen("home", venv.home(), venv.name() + "/pyvenv.cfg")
          .curedBy("new-venv");
    }
    if (!venv.movedFrom().isEmpty()) {
      return Verdict.fail("moved")
          .with("from", venv.movedFrom())
          .seen("made for", venv.movedFrom(), venv.name() + "/" + venv.movedIn())
          .curedBy("new-venv");
    }
    boolean wrong =
        !venv.required().isEmpty()
            && !VersionRange.of(venv.required()).admits(venv.version()).orElse(true);
    if (wrong) {
      return Verdict.fail("other-python")
          .with("required", venv.required())
          .seen("seen", venv.version(), venv.name() + "/pyvenv.cfg")
          .seen("needed", venv.required(), venv.requiredIn())
          .curedBy("new-venv");
    }
    return Verdict.pass("works");
  }

  private static Verdict current(VenvFacts venv) {
    if (!venv.lockProblem().isEmpty()) {
      return Verdict.unknown("not-compared")
          .at(Severity.WARNING)
          .with("problem", venv.lockProblem());
    }
    if (venv.lackingCount() > 0) {
      return Verdict.fail("lacking")
          .at(Severity.WARNING)
          .with("packages", list(venv.lacking(), venv.lackingCount()))
          .curedBy("uv-sync");
    }
    if (venv.changedCount() > 0) {
      return Verdict.fail("behind")
          .at(Severity.WARNING)
          .with("packages", list(venv.changed(), venv.changedCount()))
          .curedBy("uv-sync");
    }
    return Verdict.pass("current");
  }

  private static String list(List<String> names, int count) {
    int more = count - names.size();
    return String.join(", ", names) + (more > 0 ? " and " + more + " more" : "");
  }

  private static Verdict active(VenvFacts venv) {
    if (venv.activeHere()) {
      return Verdict.pass("active");
    }
    return Verdict.fail(venv.active().isEmpty() ? "not-active" : "other-active")
        .at(Severity.ADVICE)
        .with("active", venv.active())
        .curedBy(venv.name().startsWith(".flox/") ? "activate-flox-venv" : "activate-venv");
  }
}
