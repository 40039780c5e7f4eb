package com.posthog.doctor.facts;

/**
 * The ZooKeeper of the stack.
 *
 * @param contact how far a client came
 * @param version as it says itself; empty when it does not
 * @param mode {@code standalone}, {@code leader} …; empty when it does not say
 * @param asked what made it answer: {@code srvr}, {@code a session}
 */
public record ZooKeeperFacts(Contact contact, String version, String mode, String asked) {
  public static final FactKey<ZooKeeperFacts> KEY = FactKey.of("zookeeper", ZooKeeperFacts.class);
}
