package com.posthog.doctor.facts;

/**
 * Whether git can walk the newest commits.
 *
 * @param outcome {@code whole}, {@code broken}, {@code empty} (no commit yet), {@code no-git} (not
 *     a git checkout), {@code no-program}, {@code refused}
 * @param error the first line that git printed
 * @param commits how many were walked
 */
public record GitHistoryFacts(String outcome, String error, int commits) {
  public static final FactKey<GitHistoryFacts> KEY =
      FactKey.of("git-history", GitHistoryFacts.class);
}
