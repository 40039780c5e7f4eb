package com.posthog.doctor.host;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Finds and ends processes of this machine, never one that is not what it is taken for. */
final class Processes {
  private static final long STEP_MILLIS = 20;

  private Processes() {}

  static Optional<Running> find(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).flatMap(Processes::running);
  }

  /** Without the time of its start a process cannot be told from a later one of its number. */
  private static Optional<Running> running(ProcessHandle handle) {
    ProcessHandle.Info info = handle.info();
    String command = info.commandLine().or(info::command).orElse("");
    return info.startInstant().map(started -> new Running(handle.pid(), started, command));
  }

  /** TERM to each in this order, a while of patience, then KILL; true when all have ended. */
  static boolean end(List<Running> targets, Duration patience) throws InterruptedException {
    List<ProcessHandle> handles =
        targets.stream()
            .filter(target -> find(target.pid()).filter(target::equals).isPresent())
            .flatMap(target -> ProcessHandle.of(target.pid()).stream())
            .toList();
    handles.forEach(ProcessHandle::destroy);
    if (!wait(handles, patience)) {
      handles.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
    }
    return wait(handles, patience);
  }

  private static boolean wait(List<ProcessHandle> handles, Duration patience)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    Predicate<ProcessHandle> alive = ProcessHandle::isAlive;
    while (handles.stream().anyMatch(alive) && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
    }
    return handles.stream().noneMatch(alive);
  }
}
