package com.posthog.doctor.model;

import java.util.List;

/**
 * What is wrong, told from what was printed.
 *
 * @param recognised the likeliest causes, the root first, and behind them what is harmless
 * @param unknown lines that speak of an error which is not known
 */
public record Diagnosis(List<Recognised> recognised, List<Sighting> unknown, Exit exit) {
  public Diagnosis {
    recognised = List.copyOf(recognised);
    unknown = List.copyOf(unknown);
  }

  /** The likeliest causes, without what is harmless. */
  public List<Recognised> causes() {
    return recognised.stream().filter(one -> !one.card().harmless()).toList();
  }

  /** What can be ignored. */
  public List<Recognised> harmless() {
    return recognised.stream().filter(one -> one.card().harmless()).toList();
  }
}
