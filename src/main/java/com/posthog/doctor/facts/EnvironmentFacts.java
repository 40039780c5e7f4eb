package com.posthog.doctor.facts;

import java.util.Map;
import java.util.Optional;

/**
 * The variables of the process, as the shell gave them.
 *
 * @param variables by name, redacted
 */
public record EnvironmentFacts(Map<String, Setting> variables) {
  public static final FactKey<EnvironmentFacts> KEY =
      FactKey.of("environment", EnvironmentFacts.class);

  public EnvironmentFacts {
    variables = Map.copyOf(variables);
  }

  /** The variable of this name, when it is set. */
  public Optional<Setting> find(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  /** The value as it may be shown; empty when it is not set. */
  public String shown(String name) {
    return find(name).map(Setting::shown).orElse("");
  }
}
