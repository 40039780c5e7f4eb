package com.posthog.doctor.check.host;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.DockerFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Span;
import com.posthog.doctor.model.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Judges {@code host.clock}: the clock of an engine's own machine stops while a laptop sleeps, and
 * not every engine sets it again.
 */
public final class Clock implements Rule {
  private static final Duration NOTABLE = Duration.ofSeconds(5);
  private static final Duration HARMFUL = Duration.ofSeconds(60);

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(DockerFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    DockerFacts docker = facts.get(DockerFacts.KEY);
    Optional<Duration> skew = docker.clockSkew();
    if (skew.isEmpty()) {
      return List.of(Verdict.unknown("untold"));
    }
    Duration apart = skew.get().abs();
    Verdict verdict =
        apart.compareTo(NOTABLE) < 0
            ? Verdict.pass()
            : Verdict.fail(skew.get().isNegative() ? "behind" : "ahead")
                .at(apart.compareTo(HARMFUL) < 0 ? Severity.WARNING : Severity.ERROR);
    return List.of(
        verdict
            .with("apart", Span.text(Duration.ofSeconds(apart.toSeconds())))
            .seen("Docker's clock", docker.systemTime(), "docker info")
            .seen("this machine's clock", docker.hostTime(), "at the same moment"));
  }
}
