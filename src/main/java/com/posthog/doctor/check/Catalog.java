package com.posthog.doctor.check;

import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.CheckId;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
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

/** Every check that there is, in the order of the report. */
public final class Catalog {
  /** The compiled cards on the class path. */
  static final String RESOURCE = "catalog.bin";

  private final List<Card> cards;
  private final Map<CheckId, Card> byId = new LinkedHashMap<>();
  private final Map<CheckId, Check> loaded = new LinkedHashMap<>();

  private Catalog(List<Card> cards) {
    this.cards = List.copyOf(cards);
    cards.forEach(card -> byId.put(card.id(), card));
  }

  /** The cards that the build has compiled. */
  public static Catalog builtIn() {
    try (InputStream resource = Catalog.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new BadCard("the compiled cards (" + RESOURCE + ") are missing: build again");
      }
      return new Catalog(
          CatalogFile.read(new DataInputStream(new BufferedInputStream(resource, 1 << 16))));
    } catch (IOException damaged) {
      throw new BadCard("the compiled cards are damaged: build again", damaged);
    }
  }

  /** The given cards, in this order. */
  public static Catalog of(List<Card> cards) {
    return new Catalog(cards);
  }

  /** This catalogue and more cards behind its own, such as those of a checkout. */
  public Catalog with(List<Card> more) {
    List<Card> all = new ArrayList<>(cards);
    all.addAll(more);
    return new Catalog(all);
  }

  /** Every card, in the order of the report. */
  public List<Card> cards() {
    return cards;
  }

  /** Every card that has something to judge. */
  public List<Card> checks() {
    return cards.stream().filter(Catalog::judges).toList();
  }

  /** The card of this id, or of this alias. */
  public Optional<Card> find(String name) {
    for (Card card : cards) {
      if (card.id().value().equals(name)
          || (card.id().question().equals(name) && !judges(card))
          || card.aliases().contains(name)) {
        return Optional.of(card);
      }
    }
    return Optional.empty();
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
    return !card.id().area().equals("gotchas");
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
