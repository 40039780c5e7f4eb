package com.posthog.doctor.cli;

import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.engine.Examination;
import com.posthog.doctor.engine.Eyes;
import com.posthog.doctor.engine.Listener;
import com.posthog.doctor.engine.Planning;
import com.posthog.doctor.engine.Selection;
import com.posthog.doctor.engine.Tracking;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.fix.Preparation;
import com.posthog.doctor.fix.Runs;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Finding;
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

/** {@code fix}: says what would be done against what fails, and with {@code --apply} does it. */
final class FixCommand {
  private static final EnumSet<Risk> POSSIBLE =
      EnumSet.of(Risk.INSTALLS, Risk.DATA, Risk.RESTARTS, Risk.PRIVILEGED, Risk.DESTRUCTIVE);

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
        .addOption(Options.mark("--apply"))
        .addOption(Options.mark("--yes"))
        .addOption(Options.text("--ask"))
        .addOption(Options.text("--step-limit"))
        .addOption(Options.text("--plan"))
        .addOption(Options.text("--plan-out"))
        .addOption(Options.mark("--detailed-exitcode"))
        .addOption(Options.text("--replay"))
        .addPositional(CheckCommand.names());
  }

  /** What was found, and what would be done about it. */
  record Prepared(
      Patient patient, Planning.Scope scope, List<Finding> findings, Plan plan, Options options) {

    PlanJson.Origin origin() {
      return Origins.of(patient, scope);
    }

    /** What fails because of a check that was not selected. */
    List<Finding> outside() {
      return findings.stream().filter(scope::followsFromOutside).toList();
    }

    /** What steps would do, by a look at the machine as it is. */
    Preparation preparation() {
      return preparation(Facts.none());
    }

    /** The same, by what was seen a moment ago. */
    Preparation preparation(Facts seen) {
      return new Preparation(
          patient.host(),
          patient.checkout(),
          new Tracking(patient.source(), patient.host(), options.limits(), seen),
          new Eyes(patient.source(), patient.host(), options.limits(), this::trouble, seen));
    }

    /** What is wrong by a check, or by what it finds about the service that is named behind it. */
    private Optional<String> trouble(String check) {
      List<String> words = List.of(check.split(" ", 2));
      Selection one =
          Selection.of(
              patient.catalog(), scope.selection().profile(), words.subList(0, 1), List.of());
      return new Visit(patient)
          .examine(one, options.limits(), new Listener() {}).findings().stream()
              .filter(finding -> finding.status().blocks())
              .filter(finding -> words.size() == 1 || isAbout(finding, words.get(1)))
              .map(Finding::message)
              .findFirst();
    }

    /** What has no subject is about every service. */
    private static boolean isAbout(Finding finding, String service) {
      return finding.subject() == null || finding.subject().service().equals(service);
    }
  }

  int call() {
    options.json();
    options.detail();
    refuseContradictions();
    if (!options.has("--apply")) {
      return show();
    }
    Patient patient = patient();
    Caution.refuseForeignHome(patient.host());
    Caution.tellOfInterrupted(house.streams(), patient.host());
    Runs runs = Caution.runs(patient.host());
    Repair repair = new Repair(house, options, runs);
    return Caution.alone(
        house.streams(),
        runs,
        house.hands(),
        () -> repair.run(wanted -> prepared(patient, wanted)));
  }

  private void refuseContradictions() {
    boolean apply = options.has("--apply");
    for (String only : List.of("--yes", "--ask", "--plan", "--step-limit")) {
      if (options.has(only) && !apply) {
        throw new WrongUsage(only + " belongs to `fix --apply`");
      }
    }
    for (String never : List.of("--replay", "--plan-out", "--detailed-exitcode")) {
      if (options.has(never) && apply) {
        throw new WrongUsage(never + " belongs to the dry run, not to --apply");
      }
    }
    for (String other : List.of("--allow", "--profile", "--skip")) {
      if (options.has(other) && options.has("--plan")) {
        throw new WrongUsage(other + " was settled when the plan was made");
      }
    }
    if (options.has("--plan") && !options.names().isEmpty()) {
      throw new WrongUsage("a plan names its checks itself: leave the names out");
    }
  }

  private Patient patient() {
    return Patient.of(house, options, house.catalog());
  }

  private int show() {
    Optional<Path> planOut = options.path("--plan-out").map(house::path);
    Patient patient = patient();
    if (!options.has("--replay")) {
      Caution.refuseForeignHome(patient.host());
      Caution.tellOfInterrupted(house.streams(), patient.host());
    }
    Prepared prepared = prepared(patient, Optional.empty());
    Plan plan = prepared.plan();
    boolean json = options.json();
    Terminal terminal = house.terminal(options.color());
    String kept = json || planOut.isPresent() ? PlanJson.write(plan, prepared.origin()) : "";
    planOut.ifPresent(file -> CheckCommand.write("--plan-out", file, kept));
    house
        .streams()
        .out()
        .print(
            json
                ? kept
                : new PlanText(terminal.look(options.detail())).dryRun(plan, prepared.outside()));
    house.streams().out().flush();
    boolean pending = options.has("--detailed-exitcode") && !plan.ready().isEmpty();
    return pending ? ExitCode.PENDING : ExitCode.OK;
  }

  /** Examines and plans what the options name, or what a plan that was kept names. */
  private Prepared prepared(Patient patient, Optional<PlanJson.Kept> kept) {
    Catalog catalog = patient.catalog();
    Planning.Scope scope = kept.isPresent() ? scope(catalog, kept.get()) : scope(patient);
    Listener listener = CheckCommand.listener(house, house.terminal(options.color()), options);
    try {
      Examination.Result result =
          new Visit(patient).examine(scope.selection(), options.limits(), listener);
      Prepared bare =
          new Prepared(
              patient, scope, result.findings(), new Plan(List.of(), Set.of(), ""), options);
      Plan plan =
          Planning.plan(
              catalog, scope, result.findings(), bare.preparation(result.facts()), Set.of());
      return new Prepared(patient, scope, result.findings(), plan, options);
    } finally {
      listener.finished();
    }
  }

  private Planning.Scope scope(Patient patient) {
    String profile = options.word("--profile", Selection.ALL, Selection.profiles());
    Selection selection = CheckCommand.selection(patient, options, profile);
    return new Planning.Scope(
        selection, named(patient.catalog(), options.names()), allowed(options.values("--allow")));
  }

  private static Planning.Scope scope(Catalog catalog, PlanJson.Kept kept) {
    List<String> checks =
        kept.origin().checks().stream().filter(id -> catalog.find(id).isPresent()).toList();
    Selection selection = Selection.of(catalog, Selection.ALL, checks, List.of());
    List<String> risks =
        kept.allowed().stream().filter(word -> !word.equals(Risk.SAFE.word())).toList();
    return new Planning.Scope(selection, named(catalog, kept.origin().named()), allowed(risks));
  }

  /** The checks whose advice is treated as well: those that are named by themselves. */
  private static Set<CheckId> named(Catalog catalog, List<String> names) {
    Set<CheckId> named = new HashSet<>();
    names.forEach(name -> catalog.find(name).map(Card::id).ifPresent(named::add));
    return named;
  }

  /** The risks that may be taken: safe ones always, {@code all} but what cannot be had back. */
  private static Set<Risk> allowed(List<String> words) {
    List<String> known = new ArrayList<>();
    POSSIBLE.forEach(risk -> known.add(risk.word()));
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
      POSSIBLE.stream()
          .filter(
              risk -> risk.word().equals(word) || word.equals("all") && risk != Risk.DESTRUCTIVE)
          .forEach(allowed::add);
    }
    return allowed;
  }
}
