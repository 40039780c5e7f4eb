package com.posthog.doctor.check.tool;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.Verdict;
import com.posthog.doctor.model.VersionRange;
import java.util.List;
import java.util.Optional;

/**
 * Judges pnpm. From 10 on it switches to the version that package.json names by itself; 9.2 to 9
 * accept any of their own major version; before, only the very version will do.
 */
public final class Pnpm implements Rule {
  private static final List<Integer> SWITCHES = List.of(10);
  private static final List<Integer> LENIENT = List.of(9, 2);

  private final ToolRule rule = new ToolRule("pnpm", Pnpm::admits);

  private static Optional<Boolean> admits(String required, String version) {
    Optional<List<Integer>> wanted = VersionRange.numbers(required);
    Optional<List<Integer>> seen = VersionRange.numbers(version);
    if (wanted.isEmpty() || seen.isEmpty()) {
      return VersionRange.of(required).admits(version);
    }
    boolean sameMajor = wanted.get().get(0).equals(seen.get().get(0));
    return Optional.of(
        VersionRange.compare(wanted.get(), seen.get()) == 0
            || VersionRange.compare(seen.get(), SWITCHES) >= 0
            || sameMajor && VersionRange.compare(seen.get(), LENIENT) >= 0);
  }

  @Override
  public Needs needs(Facts soFar) {
    return rule.needs();
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    return rule.judge(facts);
  }
}
