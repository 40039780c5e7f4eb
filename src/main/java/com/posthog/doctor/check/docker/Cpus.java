package com.posthog.doctor.check.docker;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.DockerFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code docker.cpus}: the processors that the engine may use. */
public final class Cpus implements Rule {
  private static final int LEAST = 4;

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(DockerFacts.KEY, HostFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    DockerFacts docker = facts.get(DockerFacts.KEY);
    HostFacts host = facts.get(HostFacts.KEY);
    int cpus = docker.cpus();
    Verdict verdict;
    if (cpus <= 0) {
      verdict = Verdict.unknown("unknown");
    } else if (cpus >= LEAST) {
      verdict = Verdict.pass("enough");
    } else if (!docker.virtual() && host.cpus() > 0 && cpus == host.cpus()) {
      verdict = Verdict.skipped("same-as-host");
    } else {
      verdict = Verdict.fail("few").curedBy(Memory.remedy(docker));
    }
    return List.of(verdict.with("cpus", cpus).seen("seen", cpus, "docker info"));
  }
}
