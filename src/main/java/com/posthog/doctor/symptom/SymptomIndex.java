package com.posthog.doctor.symptom;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.Symptom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The symptoms of all cards, made ready to be found together; shared by all that scan. */
public final class SymptomIndex {
  /** Literals from this length on are found together; a shorter one would slow all others down. */
  public static final int LONG = 8;

  private final List<Card> cards;
  private final List<List<Entry>> entries = new ArrayList<>();
  private final List<String> literals;
  private final LiteralFinder longs;
  private final LiteralFinder shorts;
  private final Set<String> services = new LinkedHashSet<>();

  private SymptomIndex(List<Card> cards) {
    this.cards = List.copyOf(cards);
    Map<String, Integer> numbers = new LinkedHashMap<>();
    List<LiteralFinder.Literal> found = new ArrayList<>();
    for (int i = 0; i < cards.size(); i++) {
      for (Symptom symptom : cards.get(i).symptoms()) {
        services.addAll(symptom.services());
        Entry entry = new Entry(cards.get(i), i, symptom);
        for (String anchor : entry.anchors()) {
          add(entry, anchor, numbers, found);
        }
      }
    }
    this.literals = numbers.keySet().stream().map(key -> key.substring(1)).toList();
    this.longs =
        new LiteralFinder(found.stream().filter(one -> one.bytes().length >= LONG).toList());
    this.shorts =
        new LiteralFinder(found.stream().filter(one -> one.bytes().length < LONG).toList());
  }

  /** The symptoms of these cards. */
  public static SymptomIndex of(List<Card> cards) {
    return new SymptomIndex(cards);
  }

  private void add(
      Entry entry, String anchor, Map<String, Integer> numbers, List<LiteralFinder.Literal> found) {
    String text = entry.isFolded() ? anchor.toLowerCase(Locale.ROOT) : anchor;
    for (String form : forms(text)) {
      String key = (entry.isFolded() ? '~' : '=') + form;
      Integer number = numbers.get(key);
      if (number == null) {
        number = entries.size();
        numbers.put(key, number);
        entries.add(new ArrayList<>());
        found.add(new LiteralFinder.Literal(form.getBytes(UTF_8), entry.isFolded(), number));
      }
      entries.get(number).add(entry);
    }
  }

  /** A text as it is, within JSON, and within JSON that stands in JSON. */
  static Set<String> forms(String text) {
    if (isPlain(text)) {
      return Set.of(text);
    }
    Set<String> forms = new LinkedHashSet<>();
    forms.add(text);
    String escaped = escaped(text, false);
    forms.add(escaped);
    forms.add(escaped(text, true));
    forms.add(escaped(escaped, false));
    return forms;
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter < ' ' || letter > '~' || letter == '"' || letter == '\\') {
        return false;
      }
    }
    return true;
  }

  private static String escaped(String text, boolean ascii) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter == '"' || letter == '\\') {
        escaped.append('\\').append(letter);
      } else if (letter == '\t') {
        escaped.append("\\t");
      } else if (letter < ' ' || ascii && letter > '~') {
        escaped.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          escaped.append(Character.forDigit(letter >> shift & 0xf, 16));
        }
      } else {
        escaped.append(letter);
      }
    }
    return escaped.toString();
  }

  /** How long the shortest literal is that a symptom is found by. */
  public static int shortest(Symptom symptom) {
    return symptom.anchors().texts().stream()
        .mapToInt(anchor -> anchor.getBytes(UTF_8).length)
        .min()
        .orElse(0);
  }

  /** How many symptoms there are. */
  public int symptoms() {
    return cards.stream().mapToInt(card -> card.symptoms().size()).sum();
  }

  /** The literals that are looked for, each also as it stands in JSON. */
  public List<String> literals() {
    return literals;
  }

  List<Card> cards() {
    return cards;
  }

  /** The names of those who say a symptom that only they say. */
  Set<String> services() {
    return services;
  }

  /** The symptoms that have a literal. */
  List<Entry> entries(int literal) {
    return entries.get(literal);
  }

  void find(byte[] bytes, int from, int to, int end, LiteralFinder.Sink sink) {
    longs.find(bytes, from, to, end, sink);
    shorts.find(bytes, from, to, end, sink);
  }
}
