package com.posthog.doctor.check.checkout;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.GeneratedConfigFacts;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/**
 * Judges {@code checkout.generated-config}: whether the process manager can read its configuration.
 */
public final class GeneratedConfig implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(GeneratedConfigFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    GeneratedConfigFacts config = facts.get(GeneratedConfigFacts.KEY);
    return List.of(
        verdict(config)
            .with("file", config.path())
            .with("otherwise", config.otherwise())
            .with("problem", config.problem())
            .with("processes", config.processes()));
  }

  private static Verdict verdict(GeneratedConfigFacts config) {
    if (config.kind().equals("missing")) {
      return Verdict.pass("absent");
    }
    if (!config.kind().equals("file")) {
      return Verdict.fail("not-a-file").curedBy("generate-config");
    }
    return config.problem().isEmpty()
        ? Verdict.pass("parses")
        : Verdict.fail("broken").curedBy("generate-config");
  }
}
