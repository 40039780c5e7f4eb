package com.posthog.doctor.facts;

import java.util.Map;

/**
 * What the checkout requires of the programs that it runs.
 *
 * @param tools by the name of the program; one that the checkout does not name is absent
 */
public record RequirementFacts(Map<String, Need> tools) {
  public static final FactKey<RequirementFacts> KEY =
      FactKey.of("requirements", RequirementFacts.class);

  /**
   * What is required of one program.
   *
   * @param used whether the checkout uses it
   * @param usedIn the file that says so, or that would say so
   * @param range the versions that will do; empty when any will
   * @param rangeIn where that is declared
   * @param pinned the exact version that is recommended; may be empty
   * @param pinnedIn where that is declared
   * @param problem why it could not be read; empty when it was
   */
  public record Need(
      boolean used,
      String usedIn,
      String range,
      String rangeIn,
      String pinned,
      String pinnedIn,
      String problem) {}

  public RequirementFacts {
    tools = Map.copyOf(tools);
  }
}
