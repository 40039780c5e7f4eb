package com.posthog.doctor.symptom;

import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.Sighting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was recognised so far, card by card, in the order of its first line. */
final class Tally {
  private final Map<Integer, Seen> seen = new LinkedHashMap<>();

  /** What was seen of one card. */
  static final class Seen {
    private final Card card;
    private long count;
    private long line;
    private String file = "";
    private String text = "";
    private int weight;
    private Map<String, String> captures = Map.of();

    Seen(Card card) {
      this.card = card;
    }
  }

  /** Whether a card was seen before. */
  boolean knows(int card) {
    return seen.containsKey(card);
  }

  boolean isEmpty() {
    return seen.isEmpty();
  }

  /** Another line with a symptom that was seen before. */
  void again(Entry entry) {
    Seen one = seen.get(entry.number());
    if (one != null) {
      one.count++;
      one.weight = Math.max(one.weight, entry.weight());
    }
  }

  /** A line with a symptom; the number of the line counts from the beginning of this part. */
  void add(Entry.Match match, long line, String text) {
    Seen one = seen.computeIfAbsent(match.entry().number(), key -> new Seen(match.entry().card()));
    if (one.count == 0) {
      one.line = line;
      one.text = text;
    }
    one.count++;
    one.weight = Math.max(one.weight, match.entry().weight());
    if (one.captures.isEmpty()) {
      one.captures = match.captures();
    }
  }

  /** Takes over what another part of the input showed. */
  void add(Tally other, String file, long linesBefore) {
    other.seen.forEach(
        (number, part) -> {
          Seen one = seen.computeIfAbsent(number, key -> new Seen(part.card));
          if (one.count == 0) {
            one.line = part.line + linesBefore;
            one.file = part.file.isEmpty() ? file : part.file;
            one.text = part.text;
          }
          one.count += part.count;
          one.weight = Math.max(one.weight, part.weight);
          if (one.captures.isEmpty()) {
            one.captures = part.captures;
          }
        });
  }

  /** What was seen, in the order of the first lines. */
  List<Hit> hits() {
    List<Hit> hits = new ArrayList<>();
    for (Seen one : seen.values()) {
      Sighting first = new Sighting(one.file, one.line, ShownText.of(one.text));
      hits.add(new Hit(one.card, one.weight, one.count, first, one.captures));
    }
    return hits;
  }
}
