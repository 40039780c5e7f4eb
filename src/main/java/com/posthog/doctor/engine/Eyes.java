package com.posthog.doctor.engine;

import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.fix.Sight;
import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.util.Optional;

/** Sees the machine for steps on containers and servers, by the same probes that rules rely on. */
public final class Eyes implements Sight {
  private final ProbeSource probes;
  private final Host host;
  private final Limits limits;
  private final Checks checks;
  private Facts known;

  /** Judges a check now. */
  @FunctionalInterface
  public interface Checks {
    /** What it finds; empty when it passes. */
    Optional<String> trouble(String check) throws IOException;
  }

  /**
   * Eyes that look with these probes.
   *
   * @param known what was seen a moment ago, and is not looked at again
   */
  public Eyes(ProbeSource probes, Host host, Limits limits, Checks checks, Facts known) {
    this.probes = probes;
    this.host = host;
    this.limits = limits;
    this.checks = checks;
    this.known = known;
  }

  @Override
  public <F> F see(FactKey<F> key) throws IOException {
    if (!known.knows(key)) {
      try (FactReader reader = new FactReader(probes, host, limits, new Listener() {})) {
        boolean read = reader.want(key);
        while (!read && reader.await()) {
          read = reader.facts().knows(key);
        }
        known = reader.facts();
      }
    }
    Optional<F> fact = known.find(key);
    if (fact.isEmpty()) {
      throw new IOException(known.failure(key).orElse("it could not be looked at"));
    }
    return fact.get();
  }

  @Override
  public Sight anew() {
    return new Eyes(probes, host, limits, checks, Facts.none());
  }

  @Override
  public Optional<String> trouble(String check) throws IOException {
    return checks.trouble(check);
  }
}
