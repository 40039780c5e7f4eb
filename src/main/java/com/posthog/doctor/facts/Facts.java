package com.posthog.doctor.facts;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All that was seen so far: immutable, each fact once, or why it could not be read. */
public final class Facts {
  private static final Facts NONE = new Facts(Map.of());

  private final Map<FactKey<?>, Fact<?>> all;

  private Facts(Map<FactKey<?>, Fact<?>> all) {
    this.all = all;
  }

  /** No facts yet. */
  public static Facts none() {
    return NONE;
  }

  /** The given facts. */
  public static Facts of(Map<FactKey<?>, Fact<?>> all) {
    return new Facts(Collections.unmodifiableMap(new HashMap<>(all)));
  }

  /** These facts and one more that was read. */
  public <F> Facts with(FactKey<F> key, F value) {
    Map<FactKey<?>, Fact<?>> more = new HashMap<>(all);
    more.put(key, Fact.of(value, java.time.Duration.ZERO));
    return new Facts(Collections.unmodifiableMap(more));
  }

  /** Whether the fact was read or has failed. */
  public boolean knows(FactKey<?> key) {
    return all.containsKey(key);
  }

  /** The fact, when it was read. */
  public <F> Optional<F> find(FactKey<F> key) {
    Fact<?> fact = all.get(key);
    return fact == null ? Optional.empty() : Optional.ofNullable(key.type().cast(fact.value()));
  }

  /** The fact that a rule has declared as needed. */
  public <F> F get(FactKey<F> key) {
    return find(key)
        .orElseThrow(() -> new NoSuchElementException("a rule uses an undeclared fact: " + key));
  }

  /** Why the fact could not be read; empty when it was read or never asked for. */
  public Optional<String> failure(FactKey<?> key) {
    Fact<?> fact = all.get(key);
    return fact == null || fact.failure().isEmpty()
        ? Optional.empty()
        : Optional.of(fact.failure());
  }

  /** How and whether the fact was read; null when it was never asked for. */
  public @Nullable Fact<?> entry(FactKey<?> key) {
    return all.get(key);
  }

  /** All facts by key, for snapshots. */
  public Map<FactKey<?>, Fact<?>> all() {
    return all;
  }
}
