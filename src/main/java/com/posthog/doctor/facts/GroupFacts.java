package com.posthog.doctor.facts;

/**
 * What the system's file of groups says, which a login reads when it begins.
 *
 * @param joined whether it names this user as a member
 */
public record GroupFacts(String name, boolean joined) {

  /** The key of the group of this name. */
  public static FactKey<GroupFacts> key(String name) {
    return FactKey.of("group", name, GroupFacts.class);
  }
}
