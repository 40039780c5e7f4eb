package com.posthog.doctor.cli;

import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.engine.Examination;
import com.posthog.doctor.engine.Listener;
import com.posthog.doctor.engine.Planning;
import com.posthog.doctor.engine.Selection;
import com.posthog.doctor.engine.Tracking;
import com.posthog.doctor.fix.Preparation;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Plan;
import com.posthog.doctor.model.Risk;
import com.posthog.doctor.model.Spelling;
import com.posthog.doctor.report.PlanJson;
import com.posthog.doctor.report.PlanText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code fix}: says what would be done against what fails. */
final class FixCommand {
  private final House house;
  private final Options options;

  FixCommand(House house, ParseResult parsed) {
    this.house = house;
    this.options = new Options(parsed);
  }

  static CommandSpec spec() {
    return Options.command("fix")
        .addOption(Options.text("--profile"))
        .addOption(Options.texts("--skip"))
        .addOption(Options.texts("--allow"))
        .addOption(Options.text("--plan-out"))
        .addOption(Options.mark("--detailed-exitcode"))
        .addOption(Options.text("--replay"))
        .addPositional(CheckCommand.names());
  }

  int call() {
    boolean json = options.json();
    options.detail();
    String profile = options.word("--profile", Selection.ALL, Selection.profiles());
    Set<Risk> allowed = allowed(options.values("--allow"));
    Optional<Path> planOut = options.path("--plan-out").map(house::path);
    Terminal terminal = house.terminal(options.color());
    Listener listener = CheckCommand.listener(house, terminal, options);
    try {
      Patient patient = Patient.of(house, options, house.catalog());
      Selection selection = CheckCommand.selection(patient, options, profile);
      Planning.Scope scope =
          new Planning.Scope(selection, named(patient.catalog(), options.names()), allowed);
      Examination.Result result = new Visit(patient).examine(selection, options.limits(), listener);
      Plan plan =
          Planning.plan(
              patient.catalog(), scope, result.findings(), preparation(patient), Set.of());
      listener.finished();
      String kept = PlanJson.write(plan, Origins.of(patient, scope));
      planOut.ifPresent(file -> CheckCommand.write("--plan-out", file, kept));
      house
          .streams()
          .out()
          .print(json ? kept : new PlanText(terminal.look(options.detail())).dryRun(plan));
      house.streams().out().flush();
      boolean pending = options.has("--detailed-exitcode") && !plan.ready().isEmpty();
      return pending ? ExitCode.PENDING : ExitCode.OK;
    } finally {
      listener.finished();
    }
  }

  private Preparation preparation(Patient patient) {
    return new Preparation(
        patient.host(),
        patient.checkout(),
        new Tracking(patient.source(), patient.host(), options.limits()));
  }

  /** The checks whose advice is treated as well: those that are named by themselves. */
  private static Set<CheckId> named(Catalog catalog, List<String> names) {
    Set<CheckId> named = new HashSet<>();
    names.forEach(name -> catalog.find(name).map(Card::id).ifPresent(named::add));
    return named;
  }

  /** The risks that may be taken: safe ones always, {@code all} but what cannot be had back. */
  static Set<Risk> allowed(List<String> words) {
    List<String> known = new ArrayList<>();
    EnumSet<Risk> possible =
        EnumSet.of(Risk.INSTALLS, Risk.DATA, Risk.RESTARTS, Risk.PRIVILEGED, Risk.DESTRUCTIVE);
    possible.forEach(risk -> known.add(risk.word()));
    known.add("all");
    EnumSet<Risk> allowed = EnumSet.of(Risk.SAFE);
    for (String word : words) {
      if (!known.contains(word)) {
        throw new WrongUsage(
            "--allow takes "
                + String.join(", ", known)
                + ", not `"
                + word
                + "`"
                + Spelling.suggestion(word, known));
      }
      if (word.equals("all")) {
        allowed.addAll(EnumSet.of(Risk.INSTALLS, Risk.DATA, Risk.RESTARTS, Risk.PRIVILEGED));
      } else {
        possible.stream().filter(risk -> risk.word().equals(word)).forEach(allowed::add);
      }
    }
    return allowed;
  }
}
