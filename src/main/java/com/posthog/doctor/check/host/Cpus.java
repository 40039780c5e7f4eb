package com.posthog.doctor.check.host;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code host.cpus}: four processors, or the larger machine type in Codespaces. */
public final class Cpus implements Rule {
  private static final int LEAST = 4;
  private static final int IN_CODESPACES = 8;

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(HostFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    HostFacts host = facts.get(HostFacts.KEY);
    if (host.cpus() <= 0) {
      return List.of(Verdict.unknown("unknown"));
    }
    boolean codespaces = host.hosted().equals("codespaces");
    int needed = codespaces ? IN_CODESPACES : LEAST;
    return List.of(
        verdict(host.cpus(), needed, codespaces)
            .with("cpus", host.cpus())
            .with("needed", needed)
            .seen("seen", host.cpus(), host.isMac() ? "sysctl hw.ncpu" : "/proc/cpuinfo")
            .seen("needed", needed, "built in: the checkout does not say"));
  }

  private static Verdict verdict(int cpus, int needed, boolean codespaces) {
    if (cpus >= needed) {
      return Verdict.pass("enough");
    }
    return Verdict.fail(cpus == 1 ? "one" : "few")
        .at(cpus < LEAST ? Severity.WARNING : Severity.ADVICE)
        .curedBy(codespaces ? "larger-codespace" : "more-cpus");
  }
}
