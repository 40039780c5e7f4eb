package com.posthog.doctor.engine;

import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.Host;
import java.util.List;

/** Reads facts for somebody who judges nothing. */
public final class Readings {
  private Readings() {}

  /** These facts, and those that they need; each may also say why it could not be read. */
  public static Facts of(
      List<FactKey<?>> keys, ProbeSource probes, Host host, Limits limits, Listener listener) {
    try (FactReader reader = new FactReader(probes, host, limits, listener)) {
      keys.forEach(reader::want);
      while (!keys.stream().allMatch(reader.facts()::knows) && reader.await()) {
        keys.forEach(reader::want);
      }
      return reader.facts();
    }
  }
}
