package com.posthog.doctor.check;

import com.posthog.doctor.facts.FactKey;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The facts that a rule wants.
 *
 * @param required without these the check is UNKNOWN
 * @param useful the rule can judge without these
 */
public record Needs(Set<FactKey<?>> required, Set<FactKey<?>> useful) {
  public Needs {
    required = Set.copyOf(required);
    useful = Set.copyOf(useful);
  }

  /** These facts, each required. */
  public static Needs of(FactKey<?>... required) {
    return new Needs(Set.of(required), Set.of());
  }

  /** The same and facts that the rule can judge without. */
  public Needs and(FactKey<?>... alsoUseful) {
    Set<FactKey<?>> more = new LinkedHashSet<>(useful);
    more.addAll(Set.of(alsoUseful));
    return new Needs(required, more);
  }

  /** The same and one more required fact. */
  public Needs require(FactKey<?> key) {
    Set<FactKey<?>> more = new LinkedHashSet<>(required);
    more.add(key);
    return new Needs(more, useful);
  }
}
