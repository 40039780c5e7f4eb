package com.posthog.doctor.cli;

import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.engine.Diagnoser;
import com.posthog.doctor.engine.Listener;
import com.posthog.doctor.engine.Selection;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Diagnosis;
import com.posthog.doctor.model.Span;
import com.posthog.doctor.report.DiagnosisJson;
import com.posthog.doctor.report.DiagnosisText;
import com.posthog.doctor.report.Look;
import com.posthog.doctor.symptom.Hit;
import com.posthog.doctor.symptom.LogScanner;
import com.posthog.doctor.symptom.Scan;
import com.posthog.doctor.symptom.ShownText;
import com.posthog.doctor.symptom.SymptomIndex;
import com.posthog.doctor.symptom.Unreadable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code diagnose}: recognises gotchas in what programs have printed, and says what helps. */
final class DiagnoseCommand {
  private static final String STDIN = "-";
  private static final int MOST_THREADS = 2;

  private final House house;
  private final Options options;
  private final List<String> command;
  private final Set<CheckId> announced = new HashSet<>();

  /** A command line, and the command behind {@code --}; empty when there is none. */
  DiagnoseCommand(House house, ParseResult parsed, List<String> command) {
    this.house = house;
    this.options = new Options(parsed);
    this.command = List.copyOf(command);
  }

  static CommandSpec spec() {
    return Options.command("diagnose")
        .addOption(Options.mark("--follow"))
        .addOption(Options.mark("--containers"))
        .addOption(Options.text("--since"))
        .addOption(Options.mark("--no-confirm"))
        .addOption(Options.text("--threads"))
        .addOption(Options.text("--replay"))
        .addPositional(CheckCommand.names());
  }

  int call() {
    boolean json = options.json();
    Look.Detail detail = options.detail();
    checkUsage();
    Optional<Instant> since = since();
    Terminal terminal = house.terminal(options.color());
    Patient patient = Patient.of(house, options, house.catalog());
    Catalog catalog = patient.catalog().withSymptoms();
    LogScanner scanner = new LogScanner(index(catalog), threads());
    house.streams().lastWord().want();
    int code = read(scanner, patient, since);
    Scan scan = scanner.result();
    scan.notes().forEach(house.streams().err()::println);
    boolean stopped = Thread.interrupted() || scanner.isStopped();
    boolean confirm = !options.has("--no-confirm") && !stopped;
    Listener listener = CheckCommand.listener(house, terminal, options);
    Diagnosis diagnosis;
    try {
      Visit visit = new Visit(patient);
      diagnosis =
          Diagnoser.of(
              scan,
              catalog,
              confirm,
              ids ->
                  visit.examine(Selection.of(patient.catalog(), ids), options.limits(), listener));
    } finally {
      listener.finished();
    }
    boolean silent = !command.isEmpty() && !json && diagnosis.exit().code() == 0;
    if (!silent) {
      String text =
          json
              ? DiagnosisJson.write(diagnosis, Version.TEXT)
              : new DiagnosisText(terminal.look(detail)).write(diagnosis);
      (command.isEmpty() ? house.streams().out() : house.streams().err()).print(text);
    }
    return command.isEmpty() ? diagnosis.exit().code() : code;
  }

  private void checkUsage() {
    List<String> files = options.names();
    int sources =
        (command.isEmpty() ? 0 : 1)
            + (options.has("--containers") ? 1 : 0)
            + (files.isEmpty() ? 0 : 1);
    if (sources > 1) {
      throw new WrongUsage("name files, --containers or -- COMMAND: one of them");
    }
    if (options.has("--since") && !options.has("--containers")) {
      throw new WrongUsage("--since goes with --containers");
    }
    if (options.has("--follow") && (files.size() > 1 || sources > 0 && files.isEmpty())) {
      throw new WrongUsage("--follow goes with one file, or with what is piped in");
    }
    if (sources == 0 && house.streams().terminals().indexOf('0') >= 0) {
      throw new WrongUsage(
          "name a log, or pipe one in: `docker compose logs --no-color | posthog-doctor diagnose`");
    }
  }

  private Optional<Instant> since() {
    Optional<String> text = options.value("--since");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Instant> ago = Span.parse(text.get()).map(span -> Instant.now().minus(span));
    if (ago.isPresent()) {
      return ago;
    }
    try {
      return Optional.of(Instant.parse(text.get()));
    } catch (DateTimeParseException neither) {
      throw new WrongUsage(
          "--since is a time such as 10m or 2026-03-01T10:00:00Z, not `" + text.get() + "`");
    }
  }

  private static SymptomIndex index(Catalog catalog) {
    try {
      return SymptomIndex.withBuiltIn(catalog.cards());
    } catch (IOException other) {
      throw new Catalog.BadCard(other.getMessage() + ": build again", other);
    }
  }

  private int threads() {
    String text = options.value("--threads").orElse("");
    if (text.isEmpty()) {
      return Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    }
    if (!text.matches("[1-9][0-9]?")) {
      throw new WrongUsage("--threads is a number from 1 to 99, not `" + text + "`");
    }
    return Integer.parseInt(text);
  }

  /** Reads what is to be diagnosed; the exit code of a command that was run. */
  private int read(LogScanner scanner, Patient patient, Optional<Instant> since) {
    if (!command.isEmpty()) {
      return new Witness(house.streams(), scanner)
          .run(command, house.environment(), patient.host().folder());
    }
    if (options.has("--containers")) {
      new StackLogs(patient, options).read(scanner, since);
      return ExitCode.OK;
    }
    List<String> files = options.names().isEmpty() ? List.of(STDIN) : options.names();
    int read = 0;
    String first = "";
    for (String file : files) {
      if (scanner.isStopped()) {
        break;
      }
      try {
        readOne(scanner, file);
        read++;
      } catch (IOException unreadable) {
        String sentence = sentence(file, unreadable);
        if (files.size() > 1) {
          house.streams().err().println("posthog-doctor: " + sentence);
        }
        first = first.isEmpty() ? sentence : first;
      }
    }
    if (read == 0) {
      throw new WrongUsage(files.size() > 1 ? "none of these files could be read" : first);
    }
    return ExitCode.OK;
  }

  private static String sentence(String file, IOException problem) {
    return problem instanceof Unreadable
        ? String.valueOf(problem.getMessage())
        : ShownText.name(file) + " could not be read";
  }

  private void readOne(LogScanner scanner, String file) throws IOException {
    boolean follow = options.has("--follow");
    if (file.equals(STDIN)) {
      if (follow) {
        scanner.watch(house.streams().piped(), STDIN, this::announce);
      } else {
        scanner.scan(house.streams().piped(), STDIN);
      }
      return;
    }
    Path path = house.path(Options.path("diagnose", file));
    String name = ShownText.name(file);
    if (follow) {
      scanner.follow(path, name, this::announce);
    } else {
      scanner.scan(path, name);
    }
  }

  /** Says of each card once that it was recognised, while more is being read. */
  private void announce(List<Hit> hits) {
    for (Hit hit : hits) {
      if (!hit.card().harmless() && announced.add(hit.card().id())) {
        house.streams().err().println(hit.first().place() + ": " + hit.card().id());
        house.streams().err().flush();
      }
    }
  }
}
