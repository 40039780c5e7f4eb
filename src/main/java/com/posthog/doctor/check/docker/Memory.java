package com.posthog.doctor.check.docker;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.DockerFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.model.ByteSize;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code docker.memory}: what the engine's containers may use together. */
public final class Memory implements Rule {
  // an engine that was given 4 GB says about 3.8 GiB: the limits leave 10 % room
  private static final long LEAST = (long) (3.6 * (1L << 30));
  private static final long GOOD = (long) (7.2 * (1L << 30));

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(DockerFacts.KEY, HostFacts.KEY).and(ComposeFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    DockerFacts docker = facts.get(DockerFacts.KEY);
    long memory = docker.memoryBytes();
    Verdict verdict = verdict(memory, docker, facts.get(HostFacts.KEY));
    verdict =
        verdict
            .with("memory", new ByteSize(memory))
            .seen("seen", new ByteSize(memory), "docker info");
    long sum =
        facts
            .find(ComposeFacts.KEY)
            .map(c -> c.active().stream().mapToLong(ComposeFacts.Service::memoryBytes).sum())
            .orElse(0L);
    return List.of(
        sum == 0
            ? verdict
            : verdict.seen("limits of the active services together", new ByteSize(sum), "compose"));
  }

  private static Verdict verdict(long memory, DockerFacts docker, HostFacts host) {
    if (memory <= 0) {
      return Verdict.unknown("unknown");
    }
    if (memory >= GOOD) {
      return Verdict.pass("enough");
    }
    if (isTheMachines(memory, docker, host)) {
      // one lack, one headline: host.memory has stricter limits for the same number
      return Verdict.skipped("same-as-host");
    }
    String remedy = remedy(docker);
    return memory >= LEAST
        ? Verdict.fail("tight").at(Severity.WARNING).curedBy(remedy)
        : Verdict.fail("little").at(Severity.ERROR).curedBy(remedy);
  }

  /** Whether the engine simply has all that the machine has. */
  private static boolean isTheMachines(long memory, DockerFacts docker, HostFacts host) {
    return !docker.virtual()
        && host.memoryBytes() > 0
        && Math.abs(memory - host.memoryBytes()) < host.memoryBytes() / 20;
  }

  static String remedy(DockerFacts docker) {
    return switch (docker.engine()) {
      case "orbstack" -> "more-orbstack-resources";
      case "colima" -> "more-colima-resources";
      default -> docker.virtual() ? "more-docker-resources" : "larger-machine-for-docker";
    };
  }
}
