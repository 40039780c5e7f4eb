package com.posthog.doctor.check.tool;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.BinaryFacts;
import com.posthog.doctor.facts.EnvironmentFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/**
 * Judges whether PATH leads to the programs that every system has: to a usual folder of them, or,
 * on systems that keep them elsewhere, to a shell.
 */
public final class Path implements Rule {
  private static final List<String> USUAL = List.of("/usr/bin", "/bin");
  private static final FactKey<BinaryFacts> SHELL = BinaryFacts.key("sh");

  @Override
  public Needs needs(Facts soFar) {
    Needs needs = Needs.of(EnvironmentFacts.KEY);
    boolean odd = soFar.find(EnvironmentFacts.KEY).filter(seen -> !isUsual(path(seen))).isPresent();
    return odd ? needs.require(SHELL) : needs;
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    String path = path(facts.get(EnvironmentFacts.KEY));
    if (isUsual(path) || !facts.get(SHELL).path().isEmpty()) {
      return List.of(Verdict.pass("usual"));
    }
    Verdict verdict = path.isEmpty() ? Verdict.fail("empty") : Verdict.fail("astray");
    return List.of(
        verdict
            .with("rest", path.isEmpty() ? "" : ":$PATH")
            .seen("seen", path.isEmpty() ? "nothing" : path, "shell environment"));
  }

  private static String path(EnvironmentFacts environment) {
    return environment.shown("PATH");
  }

  private static boolean isUsual(String path) {
    return List.of(path.split(":", -1)).stream().anyMatch(USUAL::contains);
  }
}
