package com.posthog.doctor.check.tool;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.ToolFacts;
import com.posthog.doctor.facts.ToolboxFacts;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Verdict;
import com.posthog.doctor.model.VersionRange;
import java.util.List;
import java.util.Optional;

/** Judges Python: any that fits will do, and a sufficient uv fetches one. */
public final class Python implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(ToolFacts.key("python"), ToolboxFacts.KEY).and(ToolFacts.key("uv"));
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    ToolFacts python = facts.get(ToolFacts.key("python"));
    Verdict full =
        verdict(python, facts)
            .with("version", python.version())
            .with("path", python.path())
            .with("required", python.required())
            .with("requirement-problem", python.requirementProblem())
            .with("used-in", python.usedIn())
            .with(
                "wanted",
                python
                    .required()
                    .replaceFirst("^[=~><^!]+\\s*", "")
                    .replaceFirst("[,\\s].*$|\\.\\*$", ""));
    if (python.found()) {
      full = full.seen("seen", (python.version() + " " + python.path()).strip(), python.foundBy());
    }
    if (!python.required().isEmpty()) {
      full = full.seen("needed", python.required(), python.requiredIn());
    }
    for (ToolFacts.Copy other : python.others()) {
      full = full.seen("also", (other.version() + " " + other.path()).strip(), other.foundBy());
    }
    for (ToolFacts.Rejected rejected : python.rejected()) {
      full = full.seen("rejected", rejected.path(), rejected.why());
    }
    return List.of(full);
  }

  private static Verdict verdict(ToolFacts python, Facts facts) {
    if (!python.used()) {
      return Verdict.skipped("unused");
    }
    if (!python.requirementProblem().isEmpty()) {
      return Verdict.unknown("unclear");
    }
    Optional<Boolean> fits = fits(python.required(), python.version());
    if (python.found() && fits.orElse(false)) {
      return Verdict.pass("good");
    }
    if (facts.find(ToolFacts.key("uv")).filter(Python::sufficient).isPresent()) {
      return Verdict.fail("fetched").at(Severity.ADVICE).curedBy("install-python");
    }
    ToolboxFacts toolbox = facts.get(ToolboxFacts.KEY);
    if (toolbox.wouldBring("python") || toolbox.wouldBring("uv")) {
      return Verdict.fail("brought").at(Severity.ADVICE).curedBy("activate-flox");
    }
    if (!python.found()) {
      return Verdict.fail("missing");
    }
    return fits.isEmpty() ? Verdict.unknown("silent") : Verdict.fail("version");
  }

  private static Optional<Boolean> fits(String required, String version) {
    return required.isEmpty() ? Optional.of(true) : VersionRange.python(required).admits(version);
  }

  private static boolean sufficient(ToolFacts uv) {
    return uv.found()
        && uv.problem().isEmpty()
        && (uv.required().isEmpty()
            || VersionRange.of(uv.required()).admits(uv.version()).orElse(false));
  }
}
