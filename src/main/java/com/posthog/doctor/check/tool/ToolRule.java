package com.posthog.doctor.check.tool;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.ShellProfile;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.facts.ToolFacts;
import com.posthog.doctor.facts.ToolboxFacts;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import com.posthog.doctor.model.VersionRange;
import java.util.List;
import java.util.Optional;

/** What holds of every tool: it is there, it runs, and its version will do. */
final class ToolRule {
  private final String tool;
  private final Fit fit;

  /** A tool whose version must be in the range that the checkout declares. */
  ToolRule(String tool) {
    this(tool, (required, version) -> VersionRange.of(required).admits(version));
  }

  /** A tool with its own way to compare versions. */
  ToolRule(String tool, Fit fit) {
    this.tool = tool;
    this.fit = fit;
  }

  /** Whether a version will do; empty when that cannot be told. */
  interface Fit {
    Optional<Boolean> admits(String required, String version);
  }

  Needs needs() {
    return Needs.of(ToolFacts.key(tool), ToolboxFacts.KEY).and(HostFacts.KEY);
  }

  List<Verdict> judge(Facts facts) {
    ToolFacts seen = facts.get(ToolFacts.key(tool));
    Verdict verdict = verdict(seen, facts.get(ToolboxFacts.KEY));
    String profile = facts.find(HostFacts.KEY).map(ShellProfile::of).orElse("");
    return List.of(evidence(filled(verdict, seen).with("profile", profile), seen));
  }

  private Verdict verdict(ToolFacts seen, ToolboxFacts toolbox) {
    if (!seen.used()) {
      return Verdict.skipped("unused");
    }
    if (!seen.found()) {
      return brought(toolbox, Verdict.fail("missing"));
    }
    if (!seen.problem().isEmpty()) {
      return seen.broken() ? brought(toolbox, Verdict.fail("broken")) : Verdict.unknown("silent");
    }
    if (!seen.requirementProblem().isEmpty()) {
      return Verdict.unknown("unclear");
    }
    if (!seen.required().isEmpty()) {
      Optional<Boolean> admitted = fit.admits(seen.required(), seen.version());
      if (admitted.isEmpty()) {
        return Verdict.unknown("incomparable");
      }
      if (!admitted.get()) {
        return brought(toolbox, wrong(seen));
      }
    }
    if (seen.offPath()) {
      return Verdict.fail("off-path").curedBy(tool + "-on-path", tool + "-on-path-by-hand");
    }
    return Verdict.pass(seen.version().isEmpty() ? "present" : "good");
  }

  /** A wrong version; where a right one stands behind it on PATH, that order is the cause. */
  private Verdict wrong(ToolFacts seen) {
    boolean shadowing =
        seen.others().stream()
            .anyMatch(other -> fit.admits(seen.required(), other.version()).orElse(false));
    Verdict wrong = Verdict.fail("version");
    return shadowing ? wrong.about(Subject.of(tool)) : wrong;
  }

  /** What the first activation of the checkout's environment will bring is no failure by itself. */
  private Verdict brought(ToolboxFacts toolbox, Verdict otherwise) {
    return toolbox.wouldBring(tool)
        ? Verdict.fail("brought").at(Severity.ADVICE).curedBy("activate-flox")
        : otherwise;
  }

  private static Verdict filled(Verdict verdict, ToolFacts seen) {
    int slash = seen.path().lastIndexOf('/');
    return verdict
        .with("path", seen.path())
        .with("folder", slash > 0 ? seen.path().substring(0, slash) : seen.path())
        .with("version", seen.version().isEmpty() ? "of an unknown version" : seen.version())
        .with("required", seen.required())
        .with("pinned", seen.pinned())
        .with("used-in", seen.usedIn())
        .with("problem", seen.problem())
        .with("requirement-problem", seen.requirementProblem())
        .with("searched", seen.searched());
  }

  private static Verdict evidence(Verdict verdict, ToolFacts seen) {
    Verdict full = verdict;
    if (seen.found()) {
      String what = seen.version().isEmpty() ? seen.path() : seen.version() + ", " + seen.path();
      String source =
          seen.versionIn().isEmpty() ? seen.foundBy() : seen.versionIn() + "; " + seen.foundBy();
      full = full.seen("seen", what, source);
    }
    full =
        seen.required().isEmpty()
            ? full.seen("needed", "any version", seen.usedIn())
            : full.seen("needed", seen.required(), seen.requiredIn());
    if (!seen.pinned().isEmpty()) {
      full = full.seen("recommended", seen.pinned(), seen.pinnedIn());
    }
    for (ToolFacts.Copy other : seen.others()) {
      full = full.seen("also", (other.version() + " " + other.path()).strip(), other.foundBy());
    }
    for (ToolFacts.Rejected rejected : seen.rejected()) {
      full = full.seen("rejected", rejected.path(), rejected.why());
    }
    return full;
  }
}
