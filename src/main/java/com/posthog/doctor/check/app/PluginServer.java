package com.posthog.doctor.check.app;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code app.plugin-server}: whether the node services take events in. */
public final class PluginServer implements Rule {
  private static final Unit UNIT =
      new Unit(List.of("nodejs", "plugin-server"), "/_ready", "nodejs", "kafka");

  @Override
  public Needs needs(Facts soFar) {
    return UNIT.needs(soFar);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    return UNIT.warn(facts);
  }
}
