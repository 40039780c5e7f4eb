package com.posthog.doctor.probe;

import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import java.util.Set;

/** Observes one kind of fact: it reads the world and never judges. */
public interface Probe<F> {

  /** The facts that must be known, or have failed, before this one can be read. */
  default Set<FactKey<?>> needs(FactKey<F> key) {
    return Set.of();
  }

  /** The facts that are waited for too, but that this one can be read without. */
  default Set<FactKey<?>> uses(FactKey<F> key) {
    return Set.of();
  }

  /**
   * Reads the fact. Every wait ends by the deadline; whatever is thrown makes the fact a failure
   * whose message is one sentence for a person.
   */
  F read(FactKey<F> key, Host host, Facts soFar, Deadline deadline) throws Exception;
}
