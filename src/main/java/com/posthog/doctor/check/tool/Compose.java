package com.posthog.doctor.check.tool;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.ToolFacts;
import com.posthog.doctor.facts.ToolboxFacts;
import com.posthog.doctor.model.Verdict;
import com.posthog.doctor.model.VersionRange;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Judges the compose plugin of Docker: the second generation, and none that is known to break. */
public final class Compose implements Rule {
  private static final String OLDEST = ">=2.0.0";
  private static final String OLDEST_IN = "built in: profiles and `extends` need it";

  /** The versions that are known to break the stack, each with where that was reported. */
  private static final Map<String, String> KNOWN_BAD =
      Map.of("2.24.6", "https://github.com/PostHog/posthog/issues/20644");

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(ToolFacts.key("compose"), ToolboxFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    ToolFacts seen = facts.get(ToolFacts.key("compose"));
    Verdict full = verdict(seen).with("version", seen.version()).with("problem", seen.problem());
    if (seen.found()) {
      full = full.seen("seen", (seen.version() + " " + seen.problem()).strip(), seen.versionIn());
    }
    String report = KNOWN_BAD.getOrDefault(seen.version(), "");
    full =
        report.isEmpty()
            ? full.seen("needed", OLDEST, OLDEST_IN)
            : full.seen("needed", "any other than " + seen.version(), report);
    for (ToolFacts.Rejected rejected : seen.rejected()) {
      full = full.seen("rejected", rejected.path(), rejected.why());
    }
    return List.of(full);
  }

  private static Verdict verdict(ToolFacts seen) {
    if (!seen.found()) {
      return Verdict.fail(seen.rejected().isEmpty() ? "missing" : "old-program");
    }
    if (!seen.problem().isEmpty()) {
      return Verdict.unknown("silent");
    }
    if (KNOWN_BAD.containsKey(seen.version())) {
      return Verdict.fail("known-bad");
    }
    Optional<Boolean> admitted = VersionRange.of(OLDEST).admits(seen.version());
    if (admitted.isEmpty()) {
      return Verdict.unknown("incomparable");
    }
    return admitted.get() ? Verdict.pass("good") : Verdict.fail("version");
  }
}
