package com.posthog.doctor.host;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process and all that it has started. */
public final class ProcessTree {
  private ProcessTree() {}

  /** TERM for all of them, a while of grace, then KILL for those that are left. */
  public static void end(Process process, Duration grace) {
    List<ProcessHandle> tree = process.descendants().toList();
    tree.forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException again) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    tree.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
  }
}
