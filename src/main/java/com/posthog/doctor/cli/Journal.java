package com.posthog.doctor.cli;

import com.posthog.doctor.engine.Listener;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Span;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What {@code --debug} says on stderr: each fact as it is read, its time, and what went wrong. */
final class Journal implements Listener {
  private final PrintStream err;
  private final Map<FactKey<?>, Long> started = new HashMap<>();

  Journal(PrintStream err) {
    this.err = err;
  }

  @Override
  public void reading(FactKey<?> key) {
    started.put(key, System.nanoTime());
  }

  @Override
  public void read(FactKey<?> key) {
    Long start = started.remove(key);
    if (start != null) {
      err.println("read " + key + "  " + Span.text(Duration.ofNanos(System.nanoTime() - start)));
    }
  }

  @Override
  public void failed(FactKey<?> key, Throwable problem) {
    err.println("could not read " + key);
    problem.printStackTrace(err);
  }

  @Override
  public void threw(CheckId id, RuntimeException bug) {
    err.println("this is a bug in the rule of " + id);
    bug.printStackTrace(err);
  }

  @Override
  public void finished() {
    err.flush();
  }
}
