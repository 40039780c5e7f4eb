package com.posthog.doctor.model;

/**
 * What a verdict is about, when a check gives several.
 *
 * @param text as people read it: {@code 5432 (db)}, {@code node}
 * @param service the service it belongs to, by which consequences find their cause: {@code db}
 */
public record Subject(String text, String service) {
  /** A subject that is its own service. */
  public static Subject of(String text) {
    return new Subject(text, text);
  }
}
