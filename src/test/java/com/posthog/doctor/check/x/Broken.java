package com.posthog.doctor.check.x;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** A rule with a bug: it throws what no rule should. */
public final class Broken implements Rule {
  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(HostFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    throw new IllegalStateException("nobody thought of this");
  }
}
