package com.posthog.doctor.check.checkout;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code checkout.found}: whether there is a PostHog checkout to look at. */
public final class Found implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(CheckoutFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    CheckoutFacts checkout = facts.get(CheckoutFacts.KEY);
    if (checkout.found()) {
      return List.of(
          Verdict.pass("found")
              .with("path", checkout.path())
              .with("era", checkout.era())
              .seen("era", checkout.era(), checkout.eraSource()));
    }
    return List.of(
        Verdict.fail(checkout.given() ? "given" : "none")
            .with("path", checkout.path())
            .seen("searched", checkout.path(), checkout.given() ? "--repo" : "upwards from here")
            .seen("missing", String.join(", ", checkout.missing()), ""));
  }
}
