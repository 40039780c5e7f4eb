package com.posthog.doctor.check;

import com.posthog.doctor.facts.ForeignFacts;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Condition;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Step;
import com.posthog.doctor.model.Waiver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The cards and waivers that others bring along. They are data from somebody else: such a card
 * judges generic facts only, and what it would run is only shown.
 */
public final class ForeignCards {
  private static final Set<String> GENERIC =
      Set.of(
          "host",
          "environment",
          "checkout",
          "compose",
          "file",
          "listeners",
          "tool",
          FactPath.MEMBER);

  private final Predicate<ForeignFacts.Source> trusted;
  private final Catalog builtIn;
  private final ForeignFacts brought;
  private final List<Card> cards = new ArrayList<>();
  private final List<Waiver> waivers = new ArrayList<>();
  private final List<ForeignFacts.Problem> problems;
  private final Map<String, String> names = new HashMap<>();

  private ForeignCards(
      ForeignFacts brought, Catalog builtIn, Predicate<ForeignFacts.Source> trusted) {
    this.trusted = trusted;
    this.builtIn = builtIn;
    this.brought = brought;
    this.problems = new ArrayList<>();
  }

  /**
   * Reads what was brought along; what cannot be used is left out and becomes a problem.
   *
   * @param trusted the files whose steps their reader has allowed to be done
   */
  public static ForeignCards read(
      ForeignFacts brought, Catalog builtIn, Instant now, Predicate<ForeignFacts.Source> trusted) {
    ForeignCards foreign = new ForeignCards(brought, builtIn, trusted);
    brought.cards().forEach(foreign::card);
    foreign.dropLost();
    Catalog all = foreign.catalog();
    brought.waivers().forEach(source -> foreign.waivers(source, all, now));
    return foreign;
  }

  /** The built-in catalogue with these cards behind it. */
  public Catalog catalog() {
    return cards.isEmpty() ? builtIn : builtIn.with(cards);
  }

  /** What may fail. */
  public List<Waiver> waivers() {
    return List.copyOf(waivers);
  }

  /** What was brought along, with what is wrong with it. */
  public ForeignFacts facts() {
    List<ForeignFacts.Problem> all = new ArrayList<>(brought.problems());
    problems.stream().filter(problem -> !all.contains(problem)).forEach(all::add);
    return new ForeignFacts(brought.cards(), brought.waivers(), all);
  }

  private void card(ForeignFacts.Source source) {
    try {
      Card card = CardReader.read(source.path(), source.text());
      fit(card);
      cards.add(trusted.test(source) ? card : untrusted(card));
      names.put(card.id().value(), card.origin());
      card.aliases().forEach(alias -> names.put(alias, card.origin()));
    } catch (Catalog.BadCard bad) {
      problems.add(problem(source.path(), bad));
    }
  }

  private void waivers(ForeignFacts.Source source, Catalog all, Instant now) {
    WaiverReader reader = new WaiverReader(source.path(), all);
    for (Waiver waiver : reader.read(source.text())) {
      waivers.add(waiver);
      if (waiver.isExpired(now)) {
        String about = waiver.check() + (waiver.subject().isEmpty() ? "" : " " + waiver.subject());
        problems.add(
            new ForeignFacts.Problem(
                waiver.source(), "of " + about + ", last day " + waiver.until(), true));
      }
    }
    reader.problems().forEach(bad -> problems.add(problem(source.path(), bad)));
  }

  /** The message of a bad card begins with its file and line. */
  private static ForeignFacts.Problem problem(String file, Catalog.BadCard bad) {
    String message = String.valueOf(bad.getMessage());
    int place = message.startsWith(file) ? message.indexOf(": ") : -1;
    return place < 0
        ? ForeignFacts.Problem.of(file, message)
        : ForeignFacts.Problem.of(message.substring(0, place), message.substring(place + 2));
  }

  private void fit(Card card) {
    String at = card.origin() + ":1: ";
    List<String> claimed = new ArrayList<>(card.aliases());
    claimed.add(card.id().value());
    for (String name : claimed) {
      Optional<Card> taken = builtIn.find(name);
      if (taken.isPresent() || names.containsKey(name)) {
        String by = taken.isPresent() ? "a check of the doctor" : names.get(name);
        throw new Catalog.BadCard(at + "the name " + name + " is taken by " + by);
      }
    }
    if (Catalog.judges(card) && !card.isDeclared()) {
      throw new Catalog.BadCard(
          at + "it has no test: one of `error`, `warning`, `advice` is needed");
    }
    if (card.runsCheckout()) {
      throw new Catalog.BadCard(at + "only a check of the doctor may run code of the checkout");
    }
    for (String path : paths(card)) {
      String kind = path.split("[.(]", 2)[0];
      if (!GENERIC.contains(kind)) {
        throw new Catalog.BadCard(at + "a card from elsewhere may not judge `" + kind + "`");
      }
    }
  }

  private static Set<String> paths(Card card) {
    Set<String> paths = new HashSet<>();
    card.limits().forEach(limit -> limit.conditions().forEach(one -> paths.add(one.path())));
    card.applies().forEach(one -> paths.add(one.path()));
    for (Remedy remedy : card.remedies()) {
      for (Condition condition : remedy.when()) {
        paths.add(condition.path());
      }
    }
    if (!card.each().isEmpty()) {
      paths.add(card.each());
    }
    return paths;
  }

  /** Leaves out cards that name a check which is not there, until none is left. */
  private void dropLost() {
    boolean again = !cards.isEmpty();
    while (again) {
      Set<CheckId> known = new HashSet<>();
      catalog().cards().forEach(card -> known.add(card.id()));
      again =
          cards.removeIf(
              card -> {
                List<CheckId> named = new ArrayList<>(card.requires());
                named.addAll(card.explainedBy());
                named.removeAll(known);
                if (!named.isEmpty()) {
                  problems.add(
                      ForeignFacts.Problem.of(
                          card.origin() + ":1", "there is no check " + named.get(0)));
                }
                return !named.isEmpty();
              });
    }
    if (cards.isEmpty()) {
      return;
    }
    Set<CheckId> round = CatalogCompiler.inCircles(catalog().cards());
    cards.removeIf(
        card -> {
          boolean circles = round.contains(card.id());
          if (circles) {
            problems.add(
                ForeignFacts.Problem.of(card.origin() + ":1", "`requires` leads in a circle"));
          }
          return circles;
        });
  }

  /** The same card, with every step that would change something only told. */
  private static Card untrusted(Card card) {
    List<Remedy> told = new ArrayList<>();
    for (Remedy remedy : card.remedies()) {
      List<Step> steps = new ArrayList<>();
      for (Step step : remedy.steps()) {
        steps.add(
            step instanceof Step.Tell
                ? step
                : new Step.Tell(
                    step.describe()
                        + " (not trusted: `posthog-doctor trust "
                        + card.origin()
                        + "` lets it be done)"));
      }
      told.add(
          new Remedy(
              remedy.id(), remedy.title(), remedy.why(), remedy.risk(), remedy.when(), steps));
    }
    return card.with(told);
  }
}
