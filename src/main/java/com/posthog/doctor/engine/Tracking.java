package com.posthog.doctor.engine;

import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.TrackedFacts;
import com.posthog.doctor.host.Host;
import java.util.Optional;
import java.util.function.Function;

/** Tells whether git tracks a file of the checkout, by the same probe that rules rely on. */
public final class Tracking implements Function<String, Optional<Boolean>> {
  private final ProbeSource probes;
  private final Host host;
  private final Limits limits;
  private final Facts seen;

  /**
   * The tracking of the checkout that these probes see.
   *
   * @param seen what was seen a moment ago, and is not looked at again
   */
  public Tracking(ProbeSource probes, Host host, Limits limits, Facts seen) {
    this.probes = probes;
    this.host = host;
    this.limits = limits;
    this.seen = seen;
  }

  @Override
  public Optional<Boolean> apply(String path) {
    FactKey<TrackedFacts> key = TrackedFacts.key(path);
    if (seen.knows(key)) {
      return seen.find(key).map(TrackedFacts::tracked);
    }
    try (FactReader reader = new FactReader(probes, host, limits, new Listener() {})) {
      boolean known = reader.want(key);
      while (!known && reader.await()) {
        known = reader.facts().knows(key);
      }
      return reader.facts().find(key).map(TrackedFacts::tracked);
    }
  }
}
