package com.posthog.doctor.facts;

import java.util.List;

/**
 * The browsers that Playwright has fetched, and the version of Playwright that the checkout uses.
 *
 * @param required the version that the checkout declares; empty when it does not use Playwright
 * @param requiredIn where it is declared: {@code pnpm-lock.yaml:51}
 * @param folder where the browsers are kept
 * @param installed the folders of browsers there: {@code chromium-1124}
 * @param needed the folders that the installed Playwright wants; empty while it is not installed
 * @param neededIn the file that says so; empty while it is not installed
 */
public record PlaywrightFacts(
    String required,
    String requiredIn,
    String folder,
    List<String> installed,
    List<String> needed,
    String neededIn) {
  public static final FactKey<PlaywrightFacts> KEY =
      FactKey.of("playwright", PlaywrightFacts.class);

  public PlaywrightFacts {
    installed = List.copyOf(installed);
    needed = List.copyOf(needed);
  }
}
