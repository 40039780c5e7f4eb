package com.posthog.doctor.check.host;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.ContainersFacts;
import com.posthog.doctor.facts.DockerFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.SysctlFacts;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * Judges {@code host.aio-max}: Redpanda takes some 11000 slots of asynchronous input and output for
 * each of its processors when it starts. One that runs has them already.
 */
public final class AioMax implements Rule {
  private static final long NEEDED = 20_000;
  private static final String MOST = "fs.aio-max-nr";
  private static final String USED = "fs.aio-nr";

  @Override
  public Needs needs(Facts soFar) {
    Needs needs = Needs.of(ComposeFacts.KEY, SysctlFacts.key(MOST), SysctlFacts.key(USED));
    boolean scarce = free(soFar).filter(free -> free < NEEDED).isPresent();
    // the engine is only asked where the answer depends on it
    return scarce ? needs.and(ContainersFacts.KEY).and(DockerFacts.KEY) : needs;
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    ComposeFacts compose = facts.get(ComposeFacts.KEY);
    Optional<ComposeFacts.Service> service =
        compose.active().stream().filter(one -> one.image().contains("redpanda")).findFirst();
    if (service.isEmpty()) {
      return List.of(Verdict.skipped("none"));
    }
    if (facts.find(DockerFacts.KEY).filter(DockerFacts::virtual).isPresent()) {
      return List.of(Verdict.skipped("virtual"));
    }
    long free = free(facts).orElseThrow();
    boolean runs =
        facts
            .find(ContainersFacts.KEY)
            .flatMap(all -> all.find(compose.project(), service.get().name()))
            .filter(ContainersFacts.Container::running)
            .isPresent();
    Verdict verdict =
        free >= NEEDED
            ? Verdict.pass("enough")
            : runs ? Verdict.pass("running") : Verdict.fail("scarce");
    SysctlFacts most = facts.get(SysctlFacts.key(MOST));
    SysctlFacts used = facts.get(SysctlFacts.key(USED));
    return List.of(
        verdict
            .about(new Subject(service.get().name(), service.get().name()))
            .with("free", free)
            .with("needed", NEEDED)
            .with("most", most.value())
            .seen("most", most.value(), most.source())
            .seen("in use", used.value(), used.source())
            .seen("image", service.get().image(), service.get().source()));
  }

  private static Optional<Long> free(Facts facts) {
    Optional<SysctlFacts> most = facts.find(SysctlFacts.key(MOST));
    Optional<SysctlFacts> used = facts.find(SysctlFacts.key(USED));
    return most.isEmpty() || used.isEmpty()
        ? Optional.empty()
        : Optional.of(Math.max(0, most.get().value() - used.get().value()));
  }
}
