package com.posthog.doctor.cli;

import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.Spelling;
import com.posthog.doctor.report.CardJson;
import com.posthog.doctor.report.CardText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code explain}: what a check looks at, why it matters and what helps; or the list of all checks.
 */
final class ExplainCommand {
  private final House house;
  private final Options options;

  ExplainCommand(House house, ParseResult parsed) {
    this.house = house;
    this.options = new Options(parsed);
  }

  static CommandSpec spec() {
    return Options.command("explain")
        .addOption(Options.text("--replay"))
        .addPositional(CheckCommand.names());
  }

  int call() {
    boolean json = options.json();
    options.detail();
    Catalog catalog = Patient.of(house, options, house.catalog()).catalog().withSymptoms();
    List<Card> cards = new ArrayList<>();
    for (String name : options.names()) {
      cards.addAll(named(catalog, name));
    }
    boolean list = cards.size() > 1 || options.names().isEmpty();
    List<Card> shown = options.names().isEmpty() ? catalog.cards() : cards;
    CardText text = new CardText(house.terminal(options.color()).look(options.detail()));
    house
        .streams()
        .out()
        .print(
            json
                ? CardJson.write(Version.TEXT, shown)
                : list ? text.list(shown) : text.whole(shown.get(0), Catalog.judges(shown.get(0))));
    return ExitCode.OK;
  }

  private static List<Card> named(Catalog catalog, String name) {
    Optional<Card> one = catalog.find(name);
    if (one.isPresent()) {
      return List.of(one.get());
    }
    List<Card> area =
        catalog.cards().stream().filter(card -> card.id().area().equals(name)).toList();
    if (!area.isEmpty()) {
      return area;
    }
    List<String> known = new ArrayList<>();
    for (Card card : catalog.cards()) {
      known.add(card.id().value());
      known.addAll(card.aliases());
      known.add(card.id().area());
      known.add(card.id().question());
    }
    throw new WrongUsage(
        "there is no check `"
            + name
            + "`"
            + Spelling.suggestion(name, known)
            + " (`posthog-doctor explain` lists all)");
  }
}
