package com.posthog.doctor.check.docker;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.ContainersFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code docker.stack-started}: whether the project has any container at all. */
public final class StackStarted implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(ComposeFacts.KEY, ContainersFacts.KEY, CheckoutFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    ComposeFacts compose = facts.get(ComposeFacts.KEY);
    ContainersFacts containers = facts.get(ContainersFacts.KEY);
    String checkout = facts.get(CheckoutFacts.KEY).path();
    int own = containers.of(compose.project()).size();
    // a stack of this checkout under another name is started too: docker.project says what is wrong
    long strays =
        containers.containers().stream()
            .filter(c -> c.workingDir().equals(checkout) && !c.oneOff())
            .count();
    Verdict verdict =
        own > 0
            ? Verdict.pass("started")
            : strays > 0 ? Verdict.pass("elsewhere") : Verdict.fail("not-started");
    return List.of(
        verdict
            .with("project", compose.project())
            .with("containers", own)
            .seen("containers of " + compose.project(), own, "docker ps -a")
            .seen("needed", compose.project(), compose.projectSource()));
  }
}
