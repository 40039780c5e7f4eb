package com.posthog.doctor.facts;

/**
 * Homebrew, found by its files: it is never started.
 *
 * @param prefix where it is installed; empty when it is not
 * @param expected where this machine's architecture wants it
 * @param onPath whether its programs are on PATH
 * @param both whether a second one, of the other architecture, is installed too
 * @param profile the file of the login shell that should put it on PATH
 * @param nix whether flox or nix provides this machine's tools
 */
public record HomebrewFacts(
    String prefix, String expected, boolean onPath, boolean both, String profile, boolean nix) {
  public static final FactKey<HomebrewFacts> KEY = FactKey.of("homebrew", HomebrewFacts.class);
}
