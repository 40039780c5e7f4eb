package com.posthog.doctor.check.container;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.ContainerFacts;
import com.posthog.doctor.facts.ContainersFacts.Container;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges {@code container.healthy}: whether the health check of each running container passes, or
 * is still in its time to start.
 */
public final class Healthy implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Member.needs(soFar);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    List<Verdict> verdicts = new ArrayList<>();
    for (Member member : Member.of(facts)) {
      if (member.running()) {
        verdicts.add(member.about(judge(member, member.container().orElseThrow()), facts));
      }
    }
    return verdicts.isEmpty() ? List.of(Verdict.pass("none")) : verdicts;
  }

  private static Verdict judge(Member member, Container container) {
    return switch (container.health()) {
      case "" -> Verdict.pass("no-check");
      case "healthy" -> Verdict.pass("healthy");
      case "starting" -> Verdict.pass("starting").with("status", container.status());
      default -> unhealthy(member);
    };
  }

  private static Verdict unhealthy(Member member) {
    String said = member.detail().map(ContainerFacts::healthLog).orElse("");
    return member.withLog(
        Verdict.fail(said.isEmpty() ? "unhealthy-silent" : "unhealthy")
            .with("said", said)
            .curedBy("restart-container", "read-log"));
  }

  /** Whether what depends on it can start: it runs and is healthy, or has done its work. */
  static boolean good(Member member) {
    if (member.running()) {
      String health = member.container().map(Container::health).orElse("");
      return health.isEmpty() || health.equals("healthy");
    }
    return member.service().oneShot() && member.state().equals("exited") && member.exitCode() == 0;
  }
}
