package com.posthog.doctor.check.tests;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.PlaywrightFacts;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code tests.playwright}: whether the browser of the locked Playwright was fetched. */
public final class Playwright implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(PlaywrightFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    PlaywrightFacts seen = facts.get(PlaywrightFacts.KEY);
    if (seen.required().isEmpty()) {
      return List.of(Verdict.skipped("unused"));
    }
    List<String> there =
        seen.installed().stream().filter(name -> name.startsWith("chromium-")).toList();
    boolean right = seen.needed().isEmpty() ? !there.isEmpty() : there.containsAll(seen.needed());
    Verdict verdict =
        right ? Verdict.pass("fetched") : Verdict.fail(there.isEmpty() ? "missing" : "other");
    String needed = String.join(", ", seen.needed());
    Verdict full =
        verdict
            .with("version", seen.required())
            .with("folder", seen.folder())
            .with("seen", String.join(", ", there))
            .with("needed", needed)
            .seen("seen", there.isEmpty() ? "none" : String.join(", ", there), seen.folder())
            .seen("version", seen.required(), seen.requiredIn());
    return List.of(needed.isEmpty() ? full : full.seen("needed", needed, seen.neededIn()));
  }
}
