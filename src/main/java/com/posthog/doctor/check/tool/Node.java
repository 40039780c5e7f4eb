package com.posthog.doctor.check.tool;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges Node. */
public final class Node implements Rule {
  private final ToolRule rule = new ToolRule("node");

  @Override
  public Needs needs(Facts soFar) {
    return rule.needs();
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    return rule.judge(facts);
  }
}
