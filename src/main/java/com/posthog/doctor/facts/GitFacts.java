package com.posthog.doctor.facts;

import java.time.Duration;
import java.time.Instant;

/**
 * What git's own files say about the checkout.
 *
 * @param folder the folder that git keeps its data in, shared by all worktrees; empty without git
 * @param problem why its configuration could not be read; one sentence, or empty
 * @param origin the address of the remote {@code origin}, without a password; empty when there is
 *     none
 * @param filter the filter of a partial clone: {@code blob:none}; empty for a full one
 * @param shallow whether the history is cut off
 * @param hooksPath {@code core.hooksPath}; empty when it is not set
 * @param hooksPathIn the file that sets it
 * @param hooksThere whether that folder exists
 * @param hooksWanted the folder of hooks that the checkout brings: {@code .husky}; empty for none
 * @param signs whether commits are signed ({@code commit.gpgSign})
 * @param signsIn the file that says so
 * @param packs the number of packs
 * @param maintenanceLock whether a lock of {@code git maintenance} is there
 * @param lockedAt when it was made
 * @param readAt when this was looked at
 */
public record GitFacts(
    String folder,
    String problem,
    String origin,
    String filter,
    boolean shallow,
    String hooksPath,
    String hooksPathIn,
    boolean hooksThere,
    String hooksWanted,
    boolean signs,
    String signsIn,
    int packs,
    boolean maintenanceLock,
    Instant lockedAt,
    Instant readAt) {
  public static final FactKey<GitFacts> KEY = FactKey.of("git", GitFacts.class);

  /** How long the maintenance lock has been there. */
  public Duration lockAge() {
    return Duration.between(lockedAt, readAt);
  }
}
