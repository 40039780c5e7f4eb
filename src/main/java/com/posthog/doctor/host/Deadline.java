package com.posthog.doctor.host;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.FutureTask;

/**
 * The end of the time that a probe has. What a probe opens, it hands to {@link #guard}: when the
 * time is over that is closed, so that no thread stays behind in a read that never ends.
 */
public final class Deadline {
  private final long endNanos;
  private final Duration limit;
  private final Deque<AutoCloseable> guarded = new ArrayDeque<>();
  private boolean over;

  private Deadline(Duration limit) {
    this.limit = limit;
    this.endNanos = System.nanoTime() + limit.toNanos();
  }

  /** A deadline that begins now. */
  public static Deadline in(Duration limit) {
    return new Deadline(limit);
  }

  /** The whole time that was given. */
  public Duration limit() {
    return limit;
  }

  /** The time that is left; never negative. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
  }

  /** The time that is left, less what its caller needs to say so. */
  public Duration remainingWithin(Duration most) {
    Duration left = remaining().minusMillis(150);
    if (left.isNegative()) {
      return Duration.ofMillis(1);
    }
    return left.compareTo(most) < 0 ? left : most;
  }

  /** Whether the time is over. */
  public boolean isOver() {
    return endNanos - System.nanoTime() <= 0;
  }

  /** Closes the resource when the time is over; its owner still closes it in the ordinary way. */
  public synchronized <C extends AutoCloseable> C guard(C resource) {
    guarded.push(resource);
    if (over) {
      close(resource);
    }
    return resource;
  }

  /** Ends the time now and closes what is guarded. */
  public void expire() {
    Deque<AutoCloseable> open;
    synchronized (this) {
      over = true;
      open = new ArrayDeque<>(guarded);
      guarded.clear();
    }
    open.forEach(Deadline::close);
  }

  private static void close(AutoCloseable resource) {
    // the resource is given up: what closing it throws stays in the task, and nobody asks for it
    FutureTask<Boolean> closing =
        new FutureTask<>(
            () -> {
              resource.close();
              return true;
            });
    closing.run();
  }
}
