package com.posthog.doctor.check;

import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Symptom;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every card that there is, in the order of the report. What is only recognised in logs, and the
 * symptoms of all, are read when somebody asks for them: a check must not wait for them.
 */
public final class Catalog {
  /** The compiled cards that judge, on the class path. */
  static final String RESOURCE = "catalog.bin";

  /** The compiled cards that only tell. */
  static final String TELLING = "telling.bin";

  /** The compiled symptoms of all cards. */
  static final String SYMPTOMS = "symptoms.bin";

  /** The area of the cards that only tell. */
  private static final String SILENT_AREA = "gotchas";

  private final List<Card> judging;
  private final Telling telling;
  private final Map<CheckId, Card> byId = new LinkedHashMap<>();
  private final Map<CheckId, Check> loaded = new LinkedHashMap<>();

  private Catalog(List<Card> judging, Telling telling) {
    this.judging = List.copyOf(judging);
    this.telling = telling;
    judging.forEach(card -> byId.put(card.id(), card));
  }

  /** The cards that judge nothing, read when they are first asked for. */
  private static final class Telling {
    private @Nullable List<Card> cards;

    Telling(@Nullable List<Card> cards) {
      this.cards = cards;
    }

    List<Card> cards() {
      List<Card> known = cards;
      if (known == null) {
        known = List.copyOf(read(Catalog.TELLING, CatalogReader::cards));
        cards = known;
      }
      return known;
    }
  }

  /** Reads a compiled file. */
  private interface Reading<T> {
    T read(byte[] compiled);
  }

  /** The cards that the build has compiled; without their symptoms. */
  public static Catalog builtIn() {
    return new Catalog(read(RESOURCE, CatalogReader::cards), new Telling(null));
  }

  private static <T> T read(String name, Reading<T> reading) {
    try (InputStream resource = Catalog.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new BadCard("the compiled cards (" + name + ") are missing: build again");
      }
      return reading.read(resource.readAllBytes());
    } catch (IOException damaged) {
      throw new BadCard("the compiled cards are damaged: build again", damaged);
    }
  }

  /** The given cards, in this order. */
  public static Catalog of(List<Card> cards) {
    return new Catalog(
        cards.stream().filter(Catalog::judges).toList(),
        new Telling(cards.stream().filter(card -> !judges(card)).toList()));
  }

  /** This catalogue and more cards behind its own, such as those of a checkout. */
  public Catalog with(List<Card> more) {
    List<Card> all = new ArrayList<>(judging);
    more.stream().filter(Catalog::judges).forEach(all::add);
    List<Card> told = more.stream().filter(card -> !judges(card)).toList();
    if (told.isEmpty()) {
      return new Catalog(all, telling);
    }
    List<Card> allTold = new ArrayList<>(telling.cards());
    allTold.addAll(told);
    return new Catalog(all, new Telling(allTold));
  }

  /** The same cards with the symptoms of the built-in ones. */
  public Catalog withSymptoms() {
    Map<CheckId, List<Symptom>> symptoms = read(SYMPTOMS, CatalogReader::symptoms);
    List<Card> all = new ArrayList<>();
    for (Card card : cards()) {
      List<Symptom> known = symptoms.get(card.id());
      all.add(known == null ? card : card.showing(known));
    }
    return of(all);
  }

  /** Every card: those that judge, and behind them those that only tell. */
  public List<Card> cards() {
    List<Card> all = new ArrayList<>(judging);
    all.addAll(telling.cards());
    return all;
  }

  /** Every card that has something to judge. */
  public List<Card> checks() {
    return judging;
  }

  /** The card of this id, or of this alias. */
  public Optional<Card> find(String name) {
    for (Card card : judging) {
      if (isCalled(card, name)) {
        return Optional.of(card);
      }
    }
    for (Card card : telling.cards()) {
      if (isCalled(card, name) || card.id().question().equals(name)) {
        return Optional.of(card);
      }
    }
    return Optional.empty();
  }

  private static boolean isCalled(Card card, String name) {
    return card.id().value().equals(name) || card.aliases().contains(name);
  }

  /** The check of this id, its rule loaded now and not before. */
  public Check check(CheckId id) {
    return loaded.computeIfAbsent(
        id,
        key -> {
          Card card = byId.get(key);
          if (card == null) {
            throw new BadCard("there is no check " + key);
          }
          return new Check(card, rule(card));
        });
  }

  /** Whether a card has a rule, rather than only advice and symptoms. */
  public static boolean judges(Card card) {
    return judges(card.id());
  }

  static boolean judges(CheckId id) {
    return !id.area().equals(SILENT_AREA);
  }

  /** The facts that decide whether a check applies. */
  public static Set<FactKey<?>> appliesKeys(Card card) {
    Set<FactKey<?>> keys = new LinkedHashSet<>();
    DeclaredRule.addKeys(card.applies(), keys);
    return keys;
  }

  /** The facts that decide which remedies are offered. */
  public static Set<FactKey<?>> remedyKeys(Card card) {
    Set<FactKey<?>> keys = new LinkedHashSet<>();
    card.remedies().forEach(remedy -> DeclaredRule.addKeys(remedy.when(), keys));
    return keys;
  }

  private static Rule rule(Card card) {
    if (card.isDeclared()) {
      return new DeclaredRule(card);
    }
    try {
      return (Rule) ruleClass(card.id()).orElseThrow().getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException | java.util.NoSuchElementException missing) {
      throw new BadCard(
          "the check " + card.id() + " has neither a rule in its card nor a class", missing);
    }
  }

  /**
   * The class of a coded rule, found by its id: {@code docker.stack-started → docker.StackStarted}.
   */
  static Optional<Class<?>> ruleClass(CheckId id) {
    String simple = FactPath.camel(id.question());
    String name =
        Catalog.class.getPackageName()
            + "."
            + id.area()
            + "."
            + simple.substring(0, 1).toUpperCase(Locale.ROOT)
            + simple.substring(1);
    try {
      return Optional.of(Class.forName(name));
    } catch (ClassNotFoundException none) {
      return Optional.empty();
    }
  }

  /** A card that cannot be used. */
  public static final class BadCard extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadCard(String message) {
      super(message);
    }

    public BadCard(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
