package com.posthog.doctor.facts;

import java.util.List;

/**
 * The container engines that are installed, whether they run or not.
 *
 * @param installed their names: {@code OrbStack}
 * @param searched the files that would have told
 */
public record EngineAppFacts(List<String> installed, List<String> searched) {
  public static final FactKey<EngineAppFacts> KEY = FactKey.of("engine-apps", EngineAppFacts.class);

  public EngineAppFacts {
    installed = List.copyOf(installed);
    searched = List.copyOf(searched);
  }
}
