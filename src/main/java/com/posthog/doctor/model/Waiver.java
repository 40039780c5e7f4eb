package com.posthog.doctor.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's word that a check may fail.
 *
 * @param subject the only subject it is about, by its text or its service; empty for all
 * @param until the last day that it holds, to its end in UTC; null for ever
 * @param source the file and line that says so
 */
public record Waiver(
    CheckId check, String subject, String reason, @Nullable LocalDate until, String source) {

  /** Whether it is about this finding. */
  public boolean covers(Finding finding) {
    if (!finding.card().id().equals(check)) {
      return false;
    }
    Subject about = finding.subject();
    if (subject.isEmpty() || about == null) {
      return subject.isEmpty();
    }
    return about.text().equals(subject) || about.service().equals(subject);
  }

  /** Whether its last day is over. */
  public boolean isExpired(Instant now) {
    return until != null && !now.isBefore(end(until));
  }

  /** Its reason and its end, in one line. */
  public String describe(Instant now) {
    if (until == null) {
      return reason;
    }
    if (isExpired(now)) {
      return reason + " (expired, its last day was " + until + ")";
    }
    long days = ChronoUnit.DAYS.between(now, end(until));
    String soon = days < 7 ? ", in " + (days + 1) + (days == 0 ? " day" : " days") : "";
    return reason + " (until " + until + soon + ")";
  }

  private static Instant end(LocalDate day) {
    return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
