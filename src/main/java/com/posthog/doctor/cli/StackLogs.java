package com.posthog.doctor.cli;

import com.posthog.doctor.engine.Limits;
import com.posthog.doctor.engine.Listener;
import com.posthog.doctor.engine.Readings;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.ContainersFacts;
import com.posthog.doctor.facts.DockerFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.probe.docker.ContainerLogs;
import com.posthog.doctor.symptom.LogScanner;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The logs of the containers of the checkout's stack. */
final class StackLogs {
  private static final String USUAL_PROJECT = "posthog";

  private final Patient patient;
  private final Limits limits;

  StackLogs(Patient patient, Options options) {
    this.patient = patient;
    this.limits = options.limits();
  }

  void read(LogScanner scanner, Optional<Instant> since) {
    Facts facts =
        Readings.of(
            List.of(DockerFacts.KEY, ComposeFacts.KEY, ContainersFacts.KEY),
            patient.source(),
            patient.host(),
            limits,
            new Listener() {});
    ContainersFacts containers =
        facts
            .find(ContainersFacts.KEY)
            .orElseThrow(
                () ->
                    new WrongUsage(
                        "--containers: "
                            + facts.failure(ContainersFacts.KEY).orElse("no engine answers")));
    String project =
        facts
            .find(ComposeFacts.KEY)
            .map(ComposeFacts::project)
            .filter(name -> !name.isEmpty())
            .orElse(USUAL_PROJECT);
    List<ContainersFacts.Container> own =
        containers.containers().stream().filter(one -> one.project().equals(project)).toList();
    if (own.isEmpty()) {
      throw new WrongUsage("--containers: the compose project " + project + " has no containers");
    }
    for (ContainersFacts.Container container : own) {
      read(scanner, container, facts, since);
    }
  }

  private void read(
      LogScanner scanner,
      ContainersFacts.Container container,
      Facts facts,
      Optional<Instant> since) {
    LogScanner.Feed feed = scanner.feed(container.name(), container.service());
    try {
      ContainerLogs.read(
          facts,
          patient.host(),
          container,
          since,
          Deadline.in(limits.whole()),
          bytes -> feed.accept(bytes, 0, bytes.length));
    } catch (IOException silent) {
      scanner.note("the log of " + container.name() + " could not be read: " + silent.getMessage());
    }
    feed.finish();
  }
}
