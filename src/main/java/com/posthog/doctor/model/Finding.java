package com.posthog.doctor.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a report: what is so about one subject of one check, in final words.
 *
 * @param because the check whose failure explains this one, at the root of the chain
 * @param remedies filled and fit for this machine
 * @param outlook whether waiting changes it
 */
public record Finding(
    Card card,
    Status status,
    Severity severity,
    @Nullable Subject subject,
    String message,
    List<Evidence> evidence,
    List<Remedy> remedies,
    @Nullable CheckId because,
    Duration duration,
    Outlook outlook) {
  public Finding {
    evidence = List.copyOf(evidence);
    remedies = List.copyOf(remedies);
  }

  /** A finding that may change by itself. */
  public Finding(
      Card card,
      Status status,
      Severity severity,
      @Nullable Subject subject,
      String message,
      List<Evidence> evidence,
      List<Remedy> remedies,
      @Nullable CheckId because,
      Duration duration) {
    this(
        card,
        status,
        severity,
        subject,
        message,
        evidence,
        remedies,
        because,
        duration,
        Outlook.OPEN);
  }

  /** The same finding as a consequence of another check's failure. */
  public Finding explainedBy(CheckId root) {
    return new Finding(
        card, status, severity, subject, message, evidence, remedies, root, duration, outlook);
  }

  /** The same finding, with one more piece of evidence. */
  public Finding seen(Evidence more) {
    List<Evidence> all = new ArrayList<>(evidence);
    all.add(more);
    return new Finding(
        card, status, severity, subject, message, all, remedies, because, duration, outlook);
  }

  /** The same finding as one that somebody allows. */
  public Finding waived() {
    return new Finding(
        card,
        Status.WAIVED,
        severity,
        subject,
        message,
        evidence,
        remedies,
        because,
        duration,
        outlook);
  }

  /** The service it belongs to; empty when the check has no subjects. */
  public String service() {
    return subject == null ? "" : subject.service();
  }

  /** A headline: a failure or a doubt that no other finding explains. */
  public boolean isHeadline() {
    return (status == Status.FAIL || status == Status.UNKNOWN) && because == null;
  }
}
