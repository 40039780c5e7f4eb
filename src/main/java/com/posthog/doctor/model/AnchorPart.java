package com.posthog.doctor.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

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
    private static final int LONG_ENOUGH = 12;

    /** What stands in every other line of this stack's logs, also before a line: `kafka-1 |`. */
    private static final Set<String> EVERYDAY =
        Set.of(
            "clickhouse", "container", "database", "posthog", "postgres", "temporal", "zookeeper");

    private static final int WORTH_OF_EVERYDAY = 7; // less than any anchor that is long enough

    private List<String> run = List.of("");
    private String single = ""; // what the run ends with since its last choice
    private List<String> fewest = List.of(); // texts that tell enough, of which the run holds one
    private List<String> best = List.of();
    private final List<List<String>> all = new ArrayList<>();
    private boolean exact = true;

    void add(AnchorPart item) {
      if (!item.exact.isEmpty() && item.exact.size() * run.size() <= MOST_TEXTS) {
        List<String> longer = new ArrayList<>();
        for (String start : run) {
          item.exact.forEach(end -> longer.add(start + end));
        }
        run = longer;
        follow(item);
        return;
      }
      cut();
      offer(item.best);
      if (!item.exact.isEmpty()) {
        run = item.exact; // what follows may make it longer
        follow(item);
      }
    }

    /** Not all that choices make of a run must be looked for where a part of it tells enough. */
    private void follow(AnchorPart item) {
      boolean choice = item.exact.size() > 1;
      single = choice ? "" : single + item.exact.get(0);
      List<String> texts = choice ? item.best : List.of(single);
      boolean better =
          fewest.isEmpty()
              || texts.size() < fewest.size()
              || texts.size() == fewest.size() && shortest(texts) > shortest(fewest);
      if (better && !texts.isEmpty() && texts.stream().allMatch(Best::tells)) {
        fewest = texts;
      }
    }

    /** A single word, even a long one, stands in too many lines. */
    private static boolean tells(String text) {
      return text.length() >= LONG_ENOUGH
          && text.strip().chars().anyMatch(letter -> letter < 'a' || letter > 'z');
    }

    void cut() {
      exact = false;
      offer(ofRun());
      run = List.of("");
      single = "";
      fewest = List.of();
    }

    private List<String> ofRun() {
      return !fewest.isEmpty() && fewest.size() < run.size() ? fewest : run;
    }

    private void offer(List<String> texts) {
      if (shortest(texts) > 1) {
        all.add(texts);
      }
      if (worth(texts) > worth(best)) {
        best = texts;
      }
    }

    /** What the sequence holds, stretch by stretch: of each one of the texts. */
    List<List<String>> all() {
      return all;
    }

    private static int worth(List<String> texts) {
      boolean everyday =
          texts.stream().anyMatch(text -> EVERYDAY.contains(text.strip().toLowerCase(Locale.ROOT)));
      return everyday ? Math.min(shortest(texts), WORTH_OF_EVERYDAY) : shortest(texts);
    }

    private static int shortest(List<String> texts) {
      int shortest = texts.isEmpty() ? 0 : Integer.MAX_VALUE;
      for (String text : texts) {
        shortest = Math.min(shortest, text.length());
      }
      return shortest;
    }

    AnchorPart part() {
      if (!exact) {
        cut();
        return AnchorPart.holding(best);
      }
      offer(ofRun());
      return new AnchorPart(run, best);
    }
  }
}
