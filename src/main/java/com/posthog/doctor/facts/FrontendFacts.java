package com.posthog.doctor.facts;

/**
 * Whether there is something to show in a browser.
 *
 * @param dist what is at {@code frontend/dist}, as in {@link FileFacts}
 * @param page the page found there: {@code layout.html}, {@code index.html}, or empty
 * @param port the port that vite would serve on
 * @param portSource where the port was read
 * @param serving whether something takes connections there
 */
public record FrontendFacts(
    String dist, String page, int port, String portSource, boolean serving) {
  public static final FactKey<FrontendFacts> KEY = FactKey.of("frontend", FrontendFacts.class);
}
