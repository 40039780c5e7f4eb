package com.posthog.doctor.engine;

import com.posthog.doctor.probe.Probe;
import java.util.Optional;

/** Where the probe for a kind of fact comes from: the machine's own, or a snapshot. */
@FunctionalInterface
public interface ProbeSource {
  /** The probe that reads this kind of fact. */
  Optional<Probe<?>> find(String kind);
}
