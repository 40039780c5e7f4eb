package com.posthog.doctor.engine;

import com.posthog.doctor.model.CheckId;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When each check is asked again: soon after a change, and less and less often without one. Times
 * are in nanoseconds.
 */
final class Turns {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Map<CheckId, Turn> turns = new HashMap<>();

  /** When a check is asked next, and how long it was not asked before that. */
  private record Turn(long at, Duration pause) {}

  /** From now on these are waited for, and no others. */
  void waitFor(Set<CheckId> some, long now) {
    turns.keySet().retainAll(some);
    some.forEach(id -> turns.putIfAbsent(id, new Turn(now + FIRST_PAUSE.toNanos(), FIRST_PAUSE)));
  }

  /** When the first of them has its turn. */
  OptionalLong first() {
    return turns.values().stream().mapToLong(Turn::at).min();
  }

  /** Those that have their turn, or nearly: one round is cheaper than two. */
  Set<CheckId> due(long now) {
    Set<CheckId> due = new LinkedHashSet<>();
    turns.forEach(
        (id, turn) -> {
          if (turn.at() <= now + FIRST_PAUSE.toNanos() / 2) {
            due.add(id);
          }
        });
    return due;
  }

  /** A check was asked, and has changed or not. */
  void asked(CheckId id, boolean moved, long now) {
    @Nullable Turn last = turns.get(id);
    Duration pause =
        last == null || moved ? FIRST_PAUSE : last.pause().multipliedBy(3).dividedBy(2);
    Duration most = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    turns.put(id, new Turn(now + most.toNanos(), most));
  }
}
