package com.posthog.doctor.symptom;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.Symptom;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The symptoms of all cards, made ready to be found together; shared by all that scan. */
public final class SymptomIndex {
  /** Literals from this length on are found together; a shorter one would slow all others down. */
  public static final int LONG = 8;

  /** The index of the built-in cards that the build has made, on the class path. */
  public static final String RESOURCE = "index.bin";

  private final List<Card> cards;
  private final List<LiteralFinder.Literal> literals;
  private final List<int[]> owners; // the symptoms of each literal
  private final List<Place> places; // of each symptom
  private final AtomicReferenceArray<Entry> entries; // made when their literal is first found
  private final LiteralFinder longs;
  private final LiteralFinder shorts;
  private final Set<String> services = new LinkedHashSet<>();

  /** Where a symptom stands: the place of its card among all, and its own place in it. */
  record Place(int card, int symptom) {}

  SymptomIndex(List<Card> cards, Anchorage anchorage, ShiftTable table) {
    this.cards = List.copyOf(cards);
    this.literals = anchorage.literals();
    this.owners = anchorage.owners();
    this.places = anchorage.places();
    this.entries = new AtomicReferenceArray<>(places.size());
    List<LiteralFinder.Literal> together = new ArrayList<>();
    List<LiteralFinder.Literal> apart = new ArrayList<>();
    for (LiteralFinder.Literal literal : literals) {
      (literal.bytes().length >= table.width() ? together : apart).add(literal);
    }
    table.add(together);
    this.longs = new LiteralFinder(together, table);
    this.shorts = new LiteralFinder(apart);
    for (Card card : cards) {
      for (Symptom symptom : card.symptoms()) {
        services.addAll(symptom.services());
      }
    }
  }

  /** The symptoms of these cards, made ready now. */
  public static SymptomIndex of(List<Card> cards) {
    Anchorage anchorage = new Anchorage();
    anchorage.add(cards, Set.of());
    return new SymptomIndex(cards, anchorage, anchorage.table());
  }

  /**
   * The symptoms of these cards: what the build has made ready of the built-in ones, and those of
   * others, which are added now.
   *
   * @throws IOException when what the build has made is damaged, or of another version
   */
  public static SymptomIndex withBuiltIn(List<Card> cards) throws IOException {
    try (InputStream resource = SymptomIndex.class.getResourceAsStream(RESOURCE)) {
      return resource == null ? of(cards) : CompiledIndex.read(resource.readAllBytes(), cards);
    }
  }

  /** What {@link #withBuiltIn} reads. */
  public static byte[] compiled(List<Card> cards) throws IOException {
    return CompiledIndex.write(cards);
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
    return places.size();
  }

  /** The literals that are looked for, each also as it stands in JSON. */
  public List<String> literals() {
    return literals.stream().map(literal -> new String(literal.bytes(), UTF_8)).toList();
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
    int[] numbers = owners.get(literal);
    List<Entry> found = new ArrayList<>(numbers.length);
    for (int number : numbers) {
      found.add(entry(number));
    }
    return found;
  }

  /** One and the same for all threads. */
  private Entry entry(int number) {
    Entry known = entries.get(number);
    if (known != null) {
      return known;
    }
    Place place = places.get(number);
    Card card = cards.get(place.card());
    Entry made = new Entry(card, place.card(), card.symptoms().get(place.symptom()));
    Entry other = entries.compareAndExchange(number, null, made);
    return other == null ? made : other;
  }

  void find(byte[] bytes, int from, int to, int end, LiteralFinder.Sink sink) {
    longs.find(bytes, from, to, end, sink);
    shorts.find(bytes, from, to, end, sink);
  }
}
