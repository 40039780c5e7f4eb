package com.posthog.doctor.symptom;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.posthog.doctor.model.Anchors;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Symptom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which literals must be found before a symptom is looked at, gathered from card after card. */
final class Anchorage {
  private final List<LiteralFinder.Literal> literals = new ArrayList<>();
  private final List<int[]> owners = new ArrayList<>();
  private final List<SymptomIndex.Place> places = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  /** Adds the symptoms of all cards but those that are known. */
  void add(List<Card> cards, Set<CheckId> known) {
    for (int i = 0; i < cards.size(); i++) {
      List<Symptom> symptoms = cards.get(i).symptoms();
      for (int j = 0; j < symptoms.size() && !known.contains(cards.get(i).id()); j++) {
        add(new SymptomIndex.Place(i, j), symptoms.get(j));
      }
    }
  }

  private void add(SymptomIndex.Place place, Symptom symptom) {
    Anchors anchors = symptom.anchors();
    int number = places.size();
    places.add(place);
    for (String anchor : anchors.texts()) {
      String text = anchors.folded() ? anchor.toLowerCase(Locale.ROOT) : anchor;
      for (String form : LiteralForms.of(text)) {
        add(form, anchors.folded(), number);
      }
    }
  }

  private void add(String form, boolean folded, int symptom) {
    String key = (folded ? '~' : '=') + form;
    Integer number = numbers.get(key);
    if (number == null) {
      numbers.put(key, literals.size());
      add(form.getBytes(UTF_8), folded, new int[] {symptom});
      return;
    }
    int[] known = owners.get(number);
    if (known[known.length - 1] != symptom) {
      int[] more = Arrays.copyOf(known, known.length + 1);
      more[known.length] = symptom;
      owners.set(number, more);
    }
  }

  /** A literal that was gathered before, and the symptoms that it belongs to. */
  void add(byte[] bytes, boolean folded, int[] symptoms) {
    literals.add(new LiteralFinder.Literal(bytes, folded, literals.size()));
    owners.add(symptoms);
  }

  /** A symptom that was gathered before. */
  void add(SymptomIndex.Place place) {
    places.add(place);
  }

  /** A table for the literals that are long enough to be found together. */
  ShiftTable table() {
    return ShiftTable.of(
        literals.stream().filter(one -> one.bytes().length >= SymptomIndex.LONG).toList());
  }

  List<LiteralFinder.Literal> literals() {
    return literals;
  }

  List<int[]> owners() {
    return owners;
  }

  List<SymptomIndex.Place> places() {
    return places;
  }
}
