package com.posthog.doctor.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of an examination, in the order of the catalogue.
 *
 * @param host what kind of machine it was: texts, numbers and truths by name, without names of
 *     people
 * @param checkout the folder of the checkout; null when there is none
 * @param era the era of the checkout; null when there is none
 * @param asked the time that each outside program took, in the order of asking
 */
public record Report(
    String version,
    Instant startedAt,
    Duration duration,
    Map<String, Object> host,
    @Nullable String checkout,
    @Nullable String era,
    List<Finding> findings,
    List<Asked> asked,
    Exit exit) {
  public Report {
    findings = List.copyOf(findings);
    asked = List.copyOf(asked);
  }

  /** An outside program that was asked, and how long it took to answer. */
  public record Asked(String command, Duration took) {}

  /** The same report with another exit code. */
  public Report with(Exit other) {
    return new Report(version, startedAt, duration, host, checkout, era, findings, asked, other);
  }

  /** How many findings have this status. */
  public long count(Status status) {
    return findings.stream().filter(f -> f.status() == status).count();
  }

  /** How many failures have this severity. */
  public long failures(Severity severity) {
    return findings.stream()
        .filter(f -> f.status() == Status.FAIL && f.severity() == severity)
        .count();
  }
}
