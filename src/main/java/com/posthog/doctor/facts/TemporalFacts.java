package com.posthog.doctor.facts;

/**
 * Whether Temporal's frontend takes calls: it speaks gRPC, and so HTTP/2 from the first byte.
 *
 * @param contact how far the asking came
 */
public record TemporalFacts(Contact contact) {

  /** The key of a frontend: {@code temporal(localhost:7233)}. */
  public static FactKey<TemporalFacts> key(String name, int port) {
    return FactKey.of("temporal", name + ":" + port, TemporalFacts.class);
  }
}
