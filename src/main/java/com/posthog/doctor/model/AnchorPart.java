package com.posthog.doctor.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known of a part of an expression.
 *
 * @param exact all texts that it matches; empty when they are too many
 * @param best literals of which one stands in each match
 */
record AnchorPart(List<String> exact, List<String> best) {
  static final int MOST_TEXTS = 24;
  static final AnchorPart UNKNOWN = new AnchorPart(List.of(), List.of());

  static AnchorPart exactly(List<String> texts) {
    return new AnchorPart(texts, texts.contains("") ? List.of() : texts);
  }

  static AnchorPart exactly(String text) {
    return exactly(List.of(text));
  }

  static AnchorPart holding(List<String> best) {
    return new AnchorPart(List.of(), best);
  }

  /** The same, or nothing. */
  AnchorPart perhaps() {
    if (exact.isEmpty() || exact.size() == MOST_TEXTS) {
      return UNKNOWN;
    }
    List<String> texts = new ArrayList<>(exact);
    texts.add("");
    return exactly(texts);
  }

  /** The best literals of a sequence so far. */
  static final class Best {
    private List<String> run = List.of("");
    private List<String> best = List.of();
    private boolean exact = true;

    void add(AnchorPart item) {
      if (!item.exact.isEmpty() && item.exact.size() * run.size() <= MOST_TEXTS) {
        List<String> longer = new ArrayList<>();
        for (String start : run) {
          item.exact.forEach(end -> longer.add(start + end));
        }
        run = longer;
        return;
      }
      cut();
      offer(item.best);
      if (!item.exact.isEmpty()) {
        run = item.exact; // what follows may make it longer
      }
    }

    void cut() {
      exact = false;
      offer(run);
      run = List.of("");
    }

    private void offer(List<String> texts) {
      if (shortest(texts) > shortest(best)) {
        best = texts;
      }
    }

    private static int shortest(List<String> texts) {
      int shortest = texts.isEmpty() ? 0 : Integer.MAX_VALUE;
      for (String text : texts) {
        shortest = Math.min(shortest, text.length());
      }
      return shortest;
    }

    AnchorPart part() {
      if (exact) {
        return AnchorPart.exactly(run);
      }
      cut();
      return AnchorPart.holding(best);
    }
  }
}
