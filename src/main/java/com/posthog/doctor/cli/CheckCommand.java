package com.posthog.doctor.cli;

import com.posthog.doctor.engine.Listener;
import com.posthog.doctor.engine.Selection;
import com.posthog.doctor.engine.Vigil;
import com.posthog.doctor.host.LocalHands;
import com.posthog.doctor.model.Exit;
import com.posthog.doctor.model.Report;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.report.JsonReport;
import com.posthog.doctor.report.Look;
import com.posthog.doctor.report.TextReport;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code check}: examines, and says what is wrong, why, and what helps. */
final class CheckCommand {
  private static final List<String> THRESHOLDS = List.of("error", "warning", "advice", "never");

  private final House house;
  private final Options options;

  CheckCommand(House house, ParseResult parsed) {
    this.house = house;
    this.options = new Options(parsed);
  }

  static CommandSpec spec() {
    return Options.command("check")
        .addOption(Options.text("--profile"))
        .addOption(Options.texts("--skip"))
        .addOption(Options.text("--fail-on"))
        .addOption(Options.text("--output"))
        .addOption(Options.text("--replay"))
        .addOption(Options.text("--wait"))
        .addPositional(names());
  }

  /** Any number of names of checks. */
  static PositionalParamSpec names() {
    return PositionalParamSpec.builder()
        .arity("0..*")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .build();
  }

  int call() {
    boolean json = options.json();
    Look.Detail detail = options.detail();
    String profile = options.word("--profile", Selection.ALL, Selection.profiles());
    Severity failOn = failOn();
    Optional<Path> output = options.path("--output").map(house::path);
    Terminal terminal = house.terminal(options.color());
    Optional<Duration> patience = options.patience();
    // while it waits, what changes is told line by line
    boolean quiet = patience.isPresent() && !options.has("--debug");
    Listener listener = quiet ? new Listener() {} : listener(house, terminal, options);
    try {
      Patient patient = Patient.of(house, options, house.catalog());
      if (!options.has("--replay")) {
        Caution.tellOfInterrupted(house.streams(), patient.host());
      }
      Selection selection = selection(patient, options, profile);
      Visit visit = new Visit(patient);
      Optional<Report> seen =
          patience.isEmpty()
              ? Optional.of(
                  visit.report(visit.examine(selection, options.limits(), listener), failOn))
              : waited(visit, selection, patience.get(), failOn, listener);
      if (seen.isEmpty()) {
        return ExitCode.INTERRUPTED;
      }
      Report report = seen.get();
      String text =
          json && output.isEmpty()
              ? new JsonReport().write(report)
              : new TextReport(terminal.look(detail), profile).write(report);
      house.streams().out().print(text);
      house.streams().out().flush();
      if (output.isPresent()) {
        write(
            output.get(),
            json ? new JsonReport().write(report) : plain(report, terminal, detail, profile));
      }
      return report.exit().code();
    } finally {
      listener.finished();
    }
  }

  /** The report after waiting; empty when somebody has interrupted that. */
  private Optional<Report> waited(
      Visit visit,
      Selection selection,
      Duration patience,
      @Nullable Severity failOn,
      Listener listener) {
    boolean silent = options.has("-q");
    OutputStream nowhere = OutputStream.nullOutputStream();
    PrintStream err =
        silent ? new PrintStream(nowhere, false, StandardCharsets.UTF_8) : house.streams().err();
    WaitLog log = new WaitLog(err, patience);
    Severity threshold = failOn == null ? Severity.ERROR : failOn;
    Vigil.Outcome outcome =
        visit.keepVigil(selection, options.limits(), threshold, patience, listener, log);
    log.ended(outcome);
    if (outcome.end() == Vigil.End.INTERRUPTED) {
      return Optional.empty();
    }
    Report report = visit.report(outcome.result(), failOn);
    // what is still starting when the time is over is no failure, and not ready either
    boolean unready = outcome.end() != Vigil.End.WELL && !outcome.coming().isEmpty();
    return Optional.of(
        unready && failOn != null && report.exit().code() == ExitCode.OK
            ? report.with(
                new Exit(ExitCode.UNTOLD, "nothing failing, but not everything is there yet"))
            : report);
  }

  private static String plain(
      Report report, Terminal terminal, Look.Detail detail, String profile) {
    Look look = Look.plain(terminal.columns(), terminal.showsSymbols(), detail);
    return new TextReport(look, profile).write(report);
  }

  private @Nullable Severity failOn() {
    String word = options.word("--fail-on", "error", THRESHOLDS);
    return word.equals("never") ? null : Severity.of(word);
  }

  /** The checks that the names, the profile and {@code --skip} choose. */
  static Selection selection(Patient patient, Options options, String profile) {
    try {
      Selection selection =
          Selection.of(patient.catalog(), profile, options.names(), options.values("--skip"));
      if (selection.cards().isEmpty()) {
        throw new WrongUsage(
            "nothing is left to check: the names, --profile and --skip leave out every check");
      }
      return selection;
    } catch (Selection.NoSuchCheck unknown) {
      throw new WrongUsage(String.valueOf(unknown.getMessage()));
    }
  }

  /** The spinner where it can be drawn, with the first sign of life; else nobody. */
  static Listener listener(House house, Terminal terminal, Options options) {
    if (options.has("--debug")) {
      return new Journal(house.streams().err());
    }
    if (!terminal.canAnimate() || options.has("-q")) {
      return new Listener() {};
    }
    Spinner spinner = house.spinner(terminal);
    spinner.start();
    return spinner;
  }

  static void write(Path file, String text) {
    write("--output", file, text);
  }

  static void write(String option, Path file, String text) {
    try {
      new LocalHands().write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException unwritable) {
      throw new WrongUsage(option + ": " + file + " cannot be written: " + reason(unwritable));
    }
  }

  private static String reason(IOException unwritable) {
    String name = unwritable.getClass().getSimpleName();
    return switch (name) {
      case "NoSuchFileException" -> "its folder does not exist";
      case "AccessDeniedException" -> "this user may not write there";
      default -> {
        String message = String.valueOf(unwritable.getMessage());
        yield message.substring(message.lastIndexOf(": ") < 0 ? 0 : message.lastIndexOf(": ") + 2);
      }
    };
  }
}
