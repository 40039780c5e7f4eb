package com.posthog.doctor.check.tool;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.ToolFacts;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/** Judges whether a C compiler and make are there. */
public final class BuildEssential implements Rule {
  private static final String COMPILER = "cc";
  private static final String MAKE = "make";

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(ToolFacts.key(COMPILER), ToolFacts.key(MAKE));
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    ToolFacts compiler = facts.get(ToolFacts.key(COMPILER));
    ToolFacts make = facts.get(ToolFacts.key(MAKE));
    List<String> missing = new ArrayList<>();
    if (!compiler.found()) {
      missing.add("a C compiler");
    }
    if (!make.found()) {
      missing.add("make");
    }
    Verdict full =
        missing.isEmpty()
            ? Verdict.pass("ready")
            : Verdict.fail("missing").with("missing", String.join(" and ", missing));
    for (ToolFacts tool : List.of(compiler, make)) {
      full = full.seen(tool.name(), tool.found() ? tool.path() : "not found", tool.foundBy());
    }
    return List.of(full.with("compiler", compiler.path()).with("make", make.path()));
  }
}
