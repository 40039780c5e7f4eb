package com.posthog.doctor.check.host;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.SysctlFacts;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * Judges {@code host.max-map-count}: what Elasticsearch and OpenSearch want of the kernel, when
 * their profile is on. Without a profile of its own it is part of an earlier era and runs as a
 * single node, which does not insist.
 */
public final class MaxMapCount implements Rule {
  private static final String NAME = "vm.max_map_count";
  private static final long NEEDED = 262_144;

  @Override
  public Needs needs(Facts soFar) {
    Needs needs = Needs.of(ComposeFacts.KEY);
    return soFar.find(ComposeFacts.KEY).flatMap(MaxMapCount::search).isPresent()
        ? needs.require(SysctlFacts.key(NAME))
        : needs;
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    Optional<ComposeFacts.Service> service = search(facts.get(ComposeFacts.KEY));
    if (service.isEmpty()) {
      return List.of(Verdict.skipped("none"));
    }
    SysctlFacts count = facts.get(SysctlFacts.key(NAME));
    return List.of(
        (count.value() >= NEEDED ? Verdict.pass("enough") : Verdict.fail("scarce"))
            .about(new Subject(service.get().name(), service.get().name()))
            .with("count", count.value())
            .with("needed", NEEDED)
            .seen("seen", count.value(), count.source())
            .seen("needed", NEEDED, service.get().source()));
  }

  private static Optional<ComposeFacts.Service> search(ComposeFacts compose) {
    return compose.active().stream()
        .filter(
            service ->
                service.profiles().contains("elasticsearch")
                    || service.profiles().contains("opensearch"))
        .findFirst();
  }
}
