package com.posthog.doctor.engine;

import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The checks that the reader has chosen, in the order of the catalogue. */
public final class Selection {
  /** The profile of a reader who names none. */
  public static final String ALL = "all";

  private static final Set<String> SETUP =
      Set.of("host", "tool", "checkout", "env", "docker", "checks");
  private static final Set<String> SERVICES =
      Set.of(
          "docker",
          "container",
          "ports",
          "process",
          "postgres",
          "clickhouse",
          "redis",
          "kafka",
          "zookeeper",
          "storage",
          "temporal",
          "maildev",
          "jaeger",
          "app");

  private final String profile;
  private final List<Card> cards;
  private final Set<CheckId> ids = new LinkedHashSet<>();

  private Selection(String profile, List<Card> cards) {
    this.profile = profile;
    this.cards = List.copyOf(cards);
    cards.forEach(card -> ids.add(card.id()));
  }

  /**
   * Selects checks.
   *
   * @param names ids, aliases, areas, tags or globs; none means all of the profile
   * @param skip the same, to be left out
   * @throws NoSuchCheck when a name fits nothing
   */
  public static Selection of(
      Catalog catalog, String profile, List<String> names, List<String> skip) {
    List<Card> cards = catalog.checks();
    for (String name : names) {
      known(catalog, name);
    }
    for (String name : skip) {
      known(catalog, name);
    }
    List<Card> chosen =
        cards.stream()
            .filter(card -> holds(profile, card))
            .filter(card -> names.isEmpty() || names.stream().anyMatch(name -> fits(card, name)))
            .filter(card -> skip.stream().noneMatch(name -> fits(card, name)))
            .toList();
    return new Selection(profile, chosen);
  }

  /** These checks of a catalogue; perhaps none. */
  public static Selection of(Catalog catalog, List<CheckId> ids) {
    return new Selection(
        ALL, catalog.checks().stream().filter(card -> ids.contains(card.id())).toList());
  }

  /** The names of the profiles, for help and errors. */
  public static List<String> profiles() {
    return List.of("quick", "setup", "services", ALL);
  }

  /** Whether a profile holds a check, by its area or by its tag. */
  private static boolean holds(String profile, Card card) {
    String area = card.id().area();
    return switch (profile) {
      case "quick" -> card.tags().contains("quick");
      case "setup" -> SETUP.contains(area);
      case "services" -> SERVICES.contains(area);
      default -> true;
    };
  }

  private static void known(Catalog catalog, String name) {
    if (catalog.checks().stream().noneMatch(card -> fits(card, name))) {
      Optional<Card> silent = catalog.find(name);
      throw silent.isPresent() ? NoSuchCheck.silent(name) : NoSuchCheck.of(name, names(catalog));
    }
  }

  private static boolean fits(Card card, String name) {
    String id = card.id().value();
    if (name.indexOf('*') >= 0 || name.indexOf('?') >= 0) {
      String form = Pattern.quote(name).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
      return Pattern.matches(form, id);
    }
    return id.equals(name)
        || card.id().area().equals(name)
        || card.aliases().contains(name)
        || card.tags().contains(name);
  }

  private static List<String> names(Catalog catalog) {
    List<String> names = new ArrayList<>();
    for (Card card : catalog.cards()) {
      names.add(card.id().value());
      names.addAll(card.aliases());
      names.add(card.id().area());
      names.addAll(card.tags());
    }
    return names;
  }

  /** Those of the chosen checks that are named here. */
  public Selection only(Set<CheckId> some) {
    return new Selection(profile, cards.stream().filter(card -> some.contains(card.id())).toList());
  }

  /** The profile's name. */
  public String profile() {
    return profile;
  }

  /** The chosen cards. */
  public List<Card> cards() {
    return cards;
  }

  /** Whether a check was chosen. */
  public boolean contains(CheckId id) {
    return ids.contains(id);
  }

  /** A name that fits no check. */
  public static final class NoSuchCheck extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private NoSuchCheck(String message) {
      super(message);
    }

    private static NoSuchCheck of(String name, List<String> known) {
      return new NoSuchCheck(
          "there is no check, area or tag `"
              + name
              + "`"
              + Spelling.nearest(name, known)
                  .map(near -> "; did you mean `" + near + "`?")
                  .orElse("")
              + " (`posthog-doctor explain` lists all)");
    }

    private static NoSuchCheck silent(String name) {
      return new NoSuchCheck(
          "`"
              + name
              + "` cannot be looked for: `posthog-doctor diagnose` recognises it in what is printed, and"
              + " `posthog-doctor explain "
              + name
              + "` says what helps");
    }
  }
}
