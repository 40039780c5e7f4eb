package com.posthog.doctor.cli;

import com.posthog.doctor.engine.Examination;
import com.posthog.doctor.engine.Limits;
import com.posthog.doctor.engine.Listener;
import com.posthog.doctor.engine.Selection;
import com.posthog.doctor.engine.Vigil;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.model.Exit;
import com.posthog.doctor.model.Report;
import com.posthog.doctor.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One examination of a patient, from the first question to the report. */
final class Visit {
  private static final Vigil.Pace CLOCK =
      new Vigil.Pace() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void pause(Duration time) throws InterruptedException {
          Thread.sleep(time.toMillis(), time.toNanosPart() % 1_000_000);
        }
      };

  private final Patient patient;
  private final Instant startedAt = Instant.now();
  private final long start = System.nanoTime();

  Visit(Patient patient) {
    this.patient = patient;
  }

  Instant startedAt() {
    return startedAt;
  }

  Examination.Result examine(Selection selection, Limits limits, Listener listener) {
    return Examination.run(
        patient.catalog(),
        selection,
        patient.waivers(),
        patient.source(),
        patient.host(),
        limits,
        listener);
  }

  /** Examines until all is well, it cannot become so, or the patience ends. */
  Vigil.Outcome keepVigil(
      Selection selection,
      Limits limits,
      Severity threshold,
      Duration patience,
      Listener listener,
      Vigil.Watcher watcher) {
    return Vigil.keep(
        patient.catalog(),
        selection,
        (some, round) -> examine(some, round, listener),
        limits,
        threshold,
        patience,
        CLOCK,
        watcher);
  }

  Report report(Examination.Result result, @Nullable Severity failOn) {
    Optional<CheckoutFacts> checkout = patient.checkout();
    return new Report(
        Version.TEXT,
        startedAt,
        Duration.ofNanos(System.nanoTime() - start),
        machine(result.facts()),
        checkout.map(CheckoutFacts::path).orElse(null),
        checkout.map(CheckoutFacts::era).orElse(null),
        result.findings(),
        patient.host().journal(),
        Exit.of(result.findings(), failOn));
  }

  private static Map<String, Object> machine(Facts facts) {
    Map<String, Object> machine = new LinkedHashMap<>();
    Optional<HostFacts> found = facts.find(HostFacts.KEY);
    if (found.isPresent()) {
      HostFacts host = found.get();
      machine.put("name", host.osName());
      machine.put("os", host.os());
      machine.put("osVersion", host.osVersion());
      machine.put("distro", host.distro());
      machine.put("arch", host.arch());
      machine.put("translated", host.translated());
      machine.put("wsl", host.wsl());
      machine.put("container", host.container());
      machine.put("hosted", host.hosted());
      machine.put("ci", host.ci());
      machine.put("cpus", host.cpus());
      machine.put("memoryBytes", host.memoryBytes());
      machine.put("shell", host.shell());
    }
    return machine;
  }
}
