package com.posthog.doctor.cli;

import com.posthog.doctor.check.CardReader;
import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.facts.ForeignFacts;
import com.posthog.doctor.fix.Trusted;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Step;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code trust}: lets the steps of a card be done that does not come with the doctor. */
final class TrustCommand {
  private final House house;
  private final Options options;
  private final PrintStream out;

  TrustCommand(House house, ParseResult parsed) {
    this.house = house;
    this.options = new Options(parsed);
    this.out = house.streams().out();
  }

  static CommandSpec spec() {
    return Options.command("trust")
        .addOption(Options.mark("--list"))
        .addOption(Options.mark("--remove"))
        .addOption(Options.mark("--yes"))
        .addPositional(CheckCommand.names());
  }

  int call() {
    options.word("--format", "text", List.of("text"));
    boolean list = options.has("--list");
    if (options.names().size() != (list ? 0 : 1)) {
      throw new WrongUsage(list ? "--list takes no file" : "name one card: `trust FILE`");
    }
    Patient patient = Patient.of(house, options, house.catalog());
    Host host = patient.host();
    Caution.refuseForeignHome(host);
    Trusted trusted = Trusted.of(host);
    if (list) {
      return list(trusted, patient);
    }
    Path file = host.folder().resolve(options.names().get(0)).normalize();
    try {
      if (options.has("--remove")) {
        boolean known = trusted.remove(house.hands(), file.toString());
        out.println(file + (known ? " is trusted no longer." : " was not trusted."));
        return ExitCode.OK;
      }
      return trust(trusted, card(patient, file));
    } catch (IOException unwritable) {
      throw new WrongUsage("it cannot be kept: " + unwritable.getMessage());
    }
  }

  private int list(Trusted trusted, Patient patient) {
    if (trusted.paths().isEmpty()) {
      out.println("No card is trusted.");
    }
    for (String path : trusted.paths()) {
      Optional<ForeignFacts.Source> card =
          patient.cards().stream().filter(one -> one.path().equals(path)).findFirst();
      boolean same = card.map(one -> trusted.holds(path, one.text())).orElse(false);
      String state = card.isEmpty() ? "not here" : same ? "trusted" : "changed since";
      out.println(path + "  " + state);
    }
    return ExitCode.OK;
  }

  private static ForeignFacts.Source card(Patient patient, Path file) {
    Path real = patient.host().real(file);
    for (ForeignFacts.Source card : patient.cards()) {
      if (patient.host().real(Path.of(card.path())).equals(real)) {
        return card;
      }
    }
    throw new WrongUsage(
        file + " is no card that the doctor reads here: they lie in .posthog-doctor/checks");
  }

  private int trust(Trusted trusted, ForeignFacts.Source source) throws IOException {
    Card card;
    try {
      card = CardReader.read(source.path(), source.text());
    } catch (Catalog.BadCard bad) {
      throw new WrongUsage(String.valueOf(bad.getMessage()));
    }
    out.println("What " + card.id() + " could do, from " + source.path() + ":");
    for (Remedy remedy : card.remedies()) {
      out.println("  " + remedy.title() + " (" + remedy.risk().word() + ")");
      for (Step step : remedy.steps()) {
        out.println("    " + step.describe().replaceAll("\\p{Cntrl}", " "));
        if (!step.describeUndo().isEmpty()) {
          out.println("      undo: " + step.describeUndo().replaceAll("\\p{Cntrl}", " "));
        }
      }
    }
    out.flush();
    if (trusted.holds(source.path(), source.text())) {
      out.println("It is trusted already.");
      return ExitCode.OK;
    }
    if (!options.has("--yes") && !agreed()) {
      return ExitCode.OK;
    }
    trusted.add(house.hands(), source.path(), source.text());
    out.println("It is trusted, as it is now.");
    return ExitCode.OK;
  }

  private boolean agreed() {
    Terminal terminal = house.terminal(options.color());
    if (!terminal.isTerminal(Terminal.Stream.IN) || !terminal.isTerminal(Terminal.Stream.ERR)) {
      throw new WrongUsage(
          "nothing was changed: nobody can be asked here; --yes says that it is to be trusted");
    }
    boolean agreed = Bedside.Questioner.of(house.streams()).agrees("Trust it?");
    if (!agreed) {
      out.println("It is not trusted.");
    }
    return agreed;
  }
}
