package com.posthog.doctor.facts;

/**
 * The checkout's own command and the process manager that its start script runs.
 *
 * @param hogli {@code bin/hogli} of the checkout: {@code ready}, {@code missing} or {@code
 *     not-executable}
 * @param link the link in the virtual environment: {@code good}, {@code dangling} or {@code none}
 * @param linkPath that link
 * @param manager {@code phrocs} or {@code mprocs}
 * @param managerIn the file that says so
 * @param managerPath where it is; empty when it is nowhere
 * @param managerProblem why it cannot run here; empty when it can
 * @param canBuild whether the checkout has the sources to build it from
 */
public record StarterFacts(
    String hogli,
    String link,
    String linkPath,
    String manager,
    String managerIn,
    String managerPath,
    String managerProblem,
    boolean canBuild) {
  public static final FactKey<StarterFacts> KEY = FactKey.of("starters", StarterFacts.class);
}
