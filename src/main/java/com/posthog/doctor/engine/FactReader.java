package com.posthog.doctor.engine;

import com.posthog.doctor.facts.Fact;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.model.Span;
import com.posthog.doctor.probe.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads facts in parallel, each once, each with its own limit and all under one deadline. Used by
 * one thread, which calls {@link #want} and then {@link #await} until it knows enough.
 */
final class FactReader implements AutoCloseable {
  private static final Duration YOUNG = Duration.ofMillis(100);
  private static final int MOST_YOUNG = 3 * Runtime.getRuntime().availableProcessors();

  private final ProbeSource probes;
  private final Host host;
  private final Limits limits;
  private final Listener listener;
  private final Deadline whole;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "probe");
            thread.setDaemon(true);
            return thread;
          });
  private final LinkedBlockingQueue<Reading> finished = new LinkedBlockingQueue<>();
  private final Map<FactKey<?>, Fact<?>> known = new HashMap<>();
  private final Map<FactKey<?>, Probe<?>> waiting = new LinkedHashMap<>();
  private final Map<FactKey<?>, Running> running = new LinkedHashMap<>();
  private final Map<FactKey<?>, FactKey<?>> roots = new HashMap<>();
  private Facts facts = Facts.none();

  FactReader(ProbeSource probes, Host host, Limits limits, Listener listener) {
    this.probes = probes;
    this.host = host;
    this.limits = limits;
    this.listener = listener;
    this.whole = Deadline.in(limits.whole());
  }

  /** A fact that a thread has finished reading. */
  private record Reading(FactKey<?> key, Running run, Fact<?> fact, @Nullable Throwable problem) {}

  /** A fact that is being read. */
  private static final class Running {
    final Deadline deadline;
    volatile Optional<Future<?>> task = Optional.empty();

    Running(Deadline deadline) {
      this.deadline = deadline;
    }

    boolean isYoung() {
      return deadline.limit().minus(deadline.remaining()).compareTo(YOUNG) < 0;
    }
  }

  /** All that is known so far. */
  Facts facts() {
    return facts;
  }

  /** Asks for a fact; true when it is known already. */
  boolean want(FactKey<?> key) {
    if (known.containsKey(key)) {
      return true;
    }
    if (!waiting.containsKey(key) && !running.containsKey(key)) {
      Optional<Probe<?>> probe = probes.find(key.kind());
      if (probe.isEmpty()) {
        know(key, Fact.failed("there is no fact " + key.text() + " here", Duration.ZERO));
        return true;
      }
      waiting.put(key, probe.get());
      start(key, probe.get());
    }
    return known.containsKey(key);
  }

  private <F> void start(FactKey<F> key, Probe<?> untyped) {
    @SuppressWarnings("unchecked") // the list of probes pairs each kind with its type
    Probe<F> probe = (Probe<F>) untyped;
    boolean ready = true;
    for (FactKey<?> needed : probe.needs(key)) {
      ready &= want(needed);
    }
    for (FactKey<?> used : probe.uses(key)) {
      ready &= want(used);
    }
    if (!ready || !waiting.containsKey(key)) {
      return;
    }
    for (FactKey<?> needed : probe.needs(key)) {
      Optional<String> failure = facts.failure(needed);
      if (failure.isPresent()) {
        roots.put(key, rootOf(needed));
        know(key, Fact.failed(failure.get(), Duration.ZERO));
        return;
      }
    }
    if (isBusy()) {
      return;
    }
    waiting.remove(key);
    Duration limit =
        whole.remaining().compareTo(limits.probe()) < 0 ? whole.remaining() : limits.probe();
    Running run = new Running(Deadline.in(limit));
    running.put(key, run);
    listener.reading(key);
    Facts soFar = facts;
    run.task = Optional.of(threads.submit(() -> finished.add(read(key, probe, soFar, run))));
  }

  /**
   * Whether enough readings have just begun. Begun all at once they would share the processors, and
   * each would look slow; one that has waited for a while is waiting for others and does not count.
   */
  private boolean isBusy() {
    long young = running.values().stream().filter(Running::isYoung).count();
    return young >= MOST_YOUNG;
  }

  /** The fact whose own reading failed, when a fact could not be read because of another. */
  FactKey<?> rootOf(FactKey<?> key) {
    return roots.getOrDefault(key, key);
  }

  /** The one broad catch of the program: whatever a probe runs into, its fact is a failure. */
  private <F> Reading read(FactKey<F> key, Probe<F> probe, Facts soFar, Running run) {
    long start = System.nanoTime();
    try {
      F value = probe.read(key, host, soFar, run.deadline);
      return new Reading(key, run, Fact.of(value, since(start)), null);
    } catch (Exception | LinkageError | StackOverflowError problem) {
      return new Reading(key, run, Fact.failed(Reason.of(problem), since(start)), problem);
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Waits until at least one more fact is known; false when none is on its way. */
  boolean await() {
    if (running.isEmpty()) {
      return startWaiting();
    }
    int before = known.size();
    boolean news = false;
    while (!news && !running.isEmpty()) {
      Reading reading = poll();
      while (reading != null) {
        news |= take(reading);
        reading = finished.poll();
      }
      news |= expire();
      startWaiting();
      listener.waiting();
    }
    // an interrupt makes failures of what was being read, and that is news too
    return known.size() > before || !running.isEmpty();
  }

  private @Nullable Reading poll() {
    long next =
        running.values().stream()
            .mapToLong(run -> run.deadline.remaining().toMillis())
            .min()
            .orElse(0);
    try {
      return finished.poll(Math.min(next + 1, waiting.isEmpty() ? 80 : 20), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      running.values().forEach(run -> run.deadline.expire());
      running.keySet().stream()
          .toList()
          .forEach(key -> give(key, Fact.failed("interrupted", Duration.ZERO)));
      return null;
    }
  }

  private boolean take(Reading reading) {
    if (running.get(reading.key()) != reading.run()) {
      return false; // it came too late and was given up
    }
    if (reading.problem() != null) {
      listener.failed(reading.key(), reading.problem());
    }
    give(reading.key(), reading.fact());
    return true;
  }

  private boolean expire() {
    List<FactKey<?>> late = new ArrayList<>();
    running.forEach(
        (key, run) -> {
          if (run.deadline.isOver()) {
            late.add(key);
          }
        });
    for (FactKey<?> key : late) {
      Running run = running.get(key);
      if (run != null) {
        run.deadline.expire();
        run.task.ifPresent(task -> task.cancel(true));
        give(key, Fact.failed(tooLate(run.deadline.limit()), run.deadline.limit()));
      }
    }
    return !late.isEmpty();
  }

  private String tooLate(Duration limit) {
    return limit.compareTo(limits.probe()) < 0
        ? "no answer before the deadline of " + Span.text(limits.whole()) + " (--deadline)"
        : "no answer within " + Span.text(limit) + " (--probe-limit)";
  }

  private void give(FactKey<?> key, Fact<?> fact) {
    running.remove(key);
    know(key, fact);
  }

  private void know(FactKey<?> key, Fact<?> fact) {
    waiting.remove(key);
    known.put(key, fact);
    facts = Facts.of(known);
    listener.read(key);
  }

  private boolean startWaiting() {
    boolean any = false;
    Iterator<Map.Entry<FactKey<?>, Probe<?>>> each =
        new LinkedHashMap<>(waiting).entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<FactKey<?>, Probe<?>> entry = each.next();
      if (waiting.containsKey(entry.getKey())) {
        start(entry.getKey(), entry.getValue());
        any |= !waiting.containsKey(entry.getKey());
      }
    }
    return any;
  }

  @Override
  public void close() {
    running.values().forEach(run -> run.deadline.expire());
    threads.shutdownNow();
    try {
      // a thread that is let out now does not hold the process up at its end
      threads.awaitTermination(50, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
