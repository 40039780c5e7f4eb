package com.posthog.doctor.check.host;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.model.ByteSize;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code host.memory}: a "16 GB" machine reports about 15.3 GiB, so limits leave room. */
public final class Memory implements Rule {
  private static final long LEAST = (long) (7.2 * 0x1p30);
  private static final long ENOUGH = (long) (14.4 * 0x1p30);

  @Override
  public Needs needs(Facts soFar) {
    Needs needs = Needs.of(HostFacts.KEY);
    boolean scarce =
        soFar.find(HostFacts.KEY).filter(host -> host.memoryBytes() < ENOUGH).isPresent();
    // what the containers may take is only worth reading the compose files where it explains
    // something
    return scarce ? needs.and(ComposeFacts.KEY) : needs;
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    HostFacts host = facts.get(HostFacts.KEY);
    if (host.memoryBytes() <= 0) {
      return List.of(Verdict.unknown("unknown"));
    }
    boolean limited = host.memorySource().startsWith("/sys/fs/cgroup/");
    Verdict verdict =
        host.memoryBytes() >= ENOUGH
            ? Verdict.pass("enough")
            : Verdict.fail("scarce")
                .at(host.memoryBytes() < LEAST ? Severity.ERROR : Severity.WARNING)
                .seen("needed", "8 GB, better 16 GB", "built in: the checkout does not say");
    return List.of(
        withLimits(verdict, facts)
            .with("memory", new ByteSize(host.memoryBytes()))
            .with("machine", limited ? "This container may use" : "This machine has")
            .seen("seen", new ByteSize(host.memoryBytes()), host.memorySource()));
  }

  private static Verdict withLimits(Verdict verdict, Facts facts) {
    long sum =
        facts
            .find(ComposeFacts.KEY)
            .map(
                compose ->
                    compose.active().stream().mapToLong(ComposeFacts.Service::memoryBytes).sum())
            .orElse(0L);
    return sum == 0
        ? verdict
        : verdict.seen("memory limits of the containers", new ByteSize(sum), "compose files");
  }
}
