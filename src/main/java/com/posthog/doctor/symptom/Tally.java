package com.posthog.doctor.symptom;

import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.Sighting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was recognised so far, card by card, in the order of its first line. */
final class Tally {
  private final Map<Integer, Seen> seen = new LinkedHashMap<>();
  private final Map<Integer, Long> over = new HashMap<>(); // the last line that says so, by card

  /** What was seen of one card. */
  static final class Seen {
    private final Card card;
    private long count;
    private long line;
    private long last;
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

  /** Whether neither was anything seen, nor that something is over. */
  boolean saysNothing() {
    return seen.isEmpty() && over.isEmpty();
  }

  /** A line that says that what was seen of a card before it is over. */
  void over(Entry entry, long line) {
    over.put(entry.number(), line);
  }

  /** Whether nothing was seen of a card since it was over: that it is so again says no more. */
  boolean isOver(int card) {
    Long line = over.get(card);
    Seen one = seen.get(card);
    return line != null && (one == null || one.last < line);
  }

  /** Another line with a symptom that was seen before, of a card that is never over. */
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
    one.last = line;
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
          one.last = part.last + linesBefore;
          one.count += part.count;
          one.weight = Math.max(one.weight, part.weight);
          if (one.captures.isEmpty()) {
            one.captures = part.captures;
          }
        });
    other.over.forEach((number, line) -> over.put(number, line + linesBefore));
  }

  /** Without what is over at the end of a source: of another one, nobody knows what came first. */
  Tally settled() {
    over.forEach((number, line) -> seen.computeIfPresent(number, (n, one) -> stays(one, line)));
    over.clear();
    return this;
  }

  private static @Nullable Seen stays(Seen one, long over) {
    return one.last > over ? one : null;
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
