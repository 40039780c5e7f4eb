package com.posthog.doctor.facts;

import java.util.List;

/**
 * The lock that {@code bin/start} takes while it runs. It is looked at and never taken.
 *
 * @param file relative to the checkout
 * @param exists whether the file is there, which by itself means nothing
 * @param held whether somebody holds the lock
 * @param source what told: {@code /proc/locks}, {@code lsof}
 * @param holders the processes that have the file open, at most ten
 */
public record StartLockFacts(
    String file, boolean exists, boolean held, String source, List<Holder> holders) {
  public static final FactKey<StartLockFacts> KEY = FactKey.of("start-lock", StartLockFacts.class);

  public StartLockFacts {
    holders = List.copyOf(holders);
  }

  /**
   * A process that has the lock file open.
   *
   * @param pid its number
   * @param command its command line; may be empty
   * @param start whether it is a {@code bin/start}
   */
  public record Holder(int pid, String command, boolean start) {}
}
