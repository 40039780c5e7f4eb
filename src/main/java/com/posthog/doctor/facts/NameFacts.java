package com.posthog.doctor.facts;

import java.util.List;

/**
 * What a name without a dot means to the resolver of this machine, its hosts file apart.
 *
 * @param addresses the addresses, without a zone; empty when the name is unknown
 */
public record NameFacts(String name, List<String> addresses) {
  public NameFacts {
    addresses = List.copyOf(addresses);
  }

  /** The key of this name. */
  public static FactKey<NameFacts> key(String name) {
    return FactKey.of("name", name, NameFacts.class);
  }
}
