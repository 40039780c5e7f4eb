package com.posthog.doctor.facts;

import java.util.Objects;

/**
 * The name of a fact.
 *
 * @param kind the kind of fact: {@code docker}, {@code tool}
 * @param argument which one of its kind: {@code node}; empty when there is only one
 * @param type the record that holds it
 */
public record FactKey<F>(String kind, String argument, Class<F> type) {

  /** The key of the only fact of its kind. */
  public static <F> FactKey<F> of(String kind, Class<F> type) {
    return new FactKey<>(kind, "", type);
  }

  /** The key of one fact among several of its kind. */
  public static <F> FactKey<F> of(String kind, String argument, Class<F> type) {
    return new FactKey<>(kind, argument, type);
  }

  /** The form in cards and snapshots: {@code tool(node)}. */
  public String text() {
    return argument.isEmpty() ? kind : kind + "(" + argument + ")";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FactKey<?> key
        && key.kind.equals(kind)
        && key.argument.equals(argument);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, argument);
  }

  @Override
  public String toString() {
    return text();
  }
}
