package com.posthog.doctor.check.app;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code app.capture}: whether capture takes events. */
public final class Capture implements Rule {
  private static final Unit UNIT = new Unit(List.of("capture"), "/_liveness", "capture", "kafka");

  @Override
  public Needs needs(Facts soFar) {
    return UNIT.needs(soFar);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    return UNIT.warn(facts);
  }
}
