package com.posthog.doctor.symptom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Recognises symptoms in one piece of the input after the other; of one thread. */
final class Recogniser implements LiteralFinder.Sink {
  private final SymptomIndex index;
  private final LineForm form;
  private byte[] stripped = new byte[0];
  private long[] hits = new long[64]; // a place, and behind it the number of a literal
  private int found;

  /** What a piece showed, and how many line breaks it holds. */
  record Piece(int lines, Tally tally) {}

  Recogniser(SymptomIndex index, String service) {
    this.index = index;
    this.form = new LineForm(service, index.services());
  }

  /**
   * Recognises what begins in a part of the bytes; what lies before and behind it is looked at for
   * the rest of the lines only.
   */
  Piece recognise(byte[] bytes, int from, int to, int end) {
    long look = Lines.look(bytes, from, to);
    int lines = (int) (look >>> 1);
    boolean escape =
        (look & 1) != 0 || Lines.holdEscape(bytes, 0, from) || Lines.holdEscape(bytes, to, end);
    Tally tally = new Tally();
    if (escape) {
      if (stripped.length < bytes.length) {
        stripped = new byte[bytes.length];
      }
      int[] places = {from, to};
      int length = Escapes.strip(bytes, end, stripped, places);
      scan(stripped, places[0], places[1], length, tally);
    } else {
      scan(bytes, from, to, end, tally);
    }
    return new Piece(lines, tally);
  }

  @Override
  public void found(int at, LiteralFinder.Literal literal) {
    if (found == hits.length) {
      hits = Arrays.copyOf(hits, found * 2);
    }
    hits[found++] = (long) at << 32 | literal.number();
  }

  private void scan(byte[] bytes, int from, int to, int end, Tally tally) {
    found = 0;
    index.find(bytes, from, to, end, this);
    if (found == 0) {
      return;
    }
    Arrays.sort(hits, 0, found);
    int next = 0;
    int counted = from;
    int line = 1;
    while (next < found) {
      int place = (int) (hits[next] >>> 32);
      HitLine around = HitLine.around(bytes, place, end, form);
      List<Entry> candidates = new ArrayList<>();
      while (next < found && (int) (hits[next] >>> 32) < around.end()) {
        for (Entry entry : index.entries((int) hits[next])) {
          if (!candidates.contains(entry)) {
            candidates.add(entry);
          }
        }
        next++;
      }
      candidates.removeIf(one -> one.symptom().isOver() && tally.isOver(one.number()));
      List<Entry.Match> owners = owners(candidates, around, tally);
      if (!owners.isEmpty()) {
        line += Lines.count(bytes, counted, place);
        counted = place;
        for (Entry.Match owner : owners) {
          if (owner.entry().symptom().isOver()) {
            tally.over(owner.entry(), line);
          } else {
            tally.add(owner, line, owner.text());
          }
        }
      }
    }
  }

  /** Those that a line belongs to: of the heaviest symptoms the longest. */
  private static List<Entry.Match> owners(List<Entry> candidates, HitLine line, Tally tally) {
    if (candidates.size() == 1
        && candidates.get(0).isPlain()
        && tally.knows(candidates.get(0).number())) {
      tally.again(candidates.get(0));
      return List.of();
    }
    List<Entry.Match> owners = new ArrayList<>();
    for (Entry candidate : candidates) {
      Optional<Entry.Match> match = candidate.match(line);
      if (match.isPresent() && !Quotation.is(match.get().text())) {
        int order = owners.isEmpty() ? 1 : compare(match.get(), owners.get(0));
        if (order > 0) {
          owners.clear();
        }
        if (order >= 0) {
          owners.add(match.get());
        }
      }
    }
    return owners.size() < 2 ? owners : oncePerCard(owners);
  }

  private static int compare(Entry.Match one, Entry.Match other) {
    int heavier = Integer.compare(one.entry().weight(), other.entry().weight());
    if (heavier == 0 && one.entry().symptom().isOver()) {
      return 0; // of several things that are over, all are
    }
    return heavier != 0 ? heavier : Integer.compare(one.length(), other.length());
  }

  private static List<Entry.Match> oncePerCard(List<Entry.Match> owners) {
    List<Entry.Match> once = new ArrayList<>();
    for (Entry.Match owner : owners) {
      if (once.stream().noneMatch(one -> one.entry().number() == owner.entry().number())) {
        once.add(owner);
      }
    }
    return once;
  }
}
