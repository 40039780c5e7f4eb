package com.posthog.doctor.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says about one subject. It holds no prose: its message names a text of the card, and
 * its values fill that text and the remedies.
 *
 * @param severity only where it differs from the card's
 * @param message the name of a text of the card; empty means the card's title
 * @param remedies ids of the card's remedies that help here; empty means all whose conditions hold
 */
public record Verdict(
    Status status,
    @Nullable Severity severity,
    @Nullable Subject subject,
    String message,
    Map<String, String> values,
    List<Evidence> evidence,
    List<String> remedies) {

  public Verdict {
    values = Map.copyOf(values);
    evidence = List.copyOf(evidence);
    remedies = List.copyOf(remedies);
  }

  /** The claim holds. */
  public static Verdict pass() {
    return of(Status.PASS, "");
  }

  /** The claim holds, in the words of the card's message of this name. */
  public static Verdict pass(String message) {
    return of(Status.PASS, message);
  }

  /** The claim does not hold. */
  public static Verdict fail(String message) {
    return of(Status.FAIL, message);
  }

  /** It could not be told. */
  public static Verdict unknown(String message) {
    return of(Status.UNKNOWN, message);
  }

  /** The check does not apply. */
  public static Verdict skipped(String message) {
    return of(Status.SKIPPED, message);
  }

  /** It was not asked, because of a prerequisite that the rule is asked in spite of. */
  public static Verdict blocked() {
    return of(Status.BLOCKED, "");
  }

  private static Verdict of(Status status, String message) {
    return new Verdict(status, null, null, message, Map.of(), List.of(), List.of());
  }

  /** The same at another severity than the card's. */
  public Verdict at(Severity other) {
    return new Verdict(status, other, subject, message, values, evidence, remedies);
  }

  /** The same about a subject. */
  public Verdict about(Subject other) {
    return new Verdict(status, severity, other, message, values, evidence, remedies);
  }

  /** The same with one more value for the texts of the card. */
  public Verdict with(String name, Object value) {
    Map<String, String> more = new LinkedHashMap<>(values);
    more.put(name, String.valueOf(value));
    return new Verdict(status, severity, subject, message, more, evidence, remedies);
  }

  /** The same with one more piece of evidence. */
  public Verdict seen(String label, Object value, String source) {
    List<Evidence> more = new ArrayList<>(evidence);
    more.add(new Evidence(label, String.valueOf(value), source));
    return new Verdict(status, severity, subject, message, values, more, remedies);
  }

  /** The same, helped by these remedies of the card only. */
  public Verdict curedBy(String... ids) {
    return new Verdict(status, severity, subject, message, values, evidence, List.of(ids));
  }
}
