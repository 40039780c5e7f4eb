package com.posthog.doctor.cli;

import com.posthog.doctor.engine.Examination;
import com.posthog.doctor.engine.Listener;
import com.posthog.doctor.engine.Selection;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.Condition;
import com.posthog.doctor.probe.snapshot.MachineNames;
import com.posthog.doctor.probe.snapshot.Redaction;
import com.posthog.doctor.probe.snapshot.Snapshot;
import com.posthog.doctor.probe.snapshot.Wanted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code snapshot}: all facts of all checks in one file, without names of people and machines. */
final class SnapshotCommand {
  private static final String VARIABLES = "environment.variables.";

  private final House house;
  private final Options options;

  SnapshotCommand(House house, ParseResult parsed) {
    this.house = house;
    this.options = new Options(parsed);
  }

  static CommandSpec spec() {
    return Options.command("snapshot")
        .addOption(Options.text("--output"))
        .addOption(Options.text("--replay"));
  }

  int call() {
    options.word("--format", "json", List.of("json"));
    Optional<Path> output = options.path("--output").map(house::path);
    Listener listener = CheckCommand.listener(house, house.terminal(options.color()), options);
    try {
      Patient patient = Patient.of(house, options, house.catalog());
      Selection all = Selection.of(patient.catalog(), Selection.ALL, List.of(), List.of());
      Visit visit = new Visit(patient);
      Examination.Result result = visit.examine(all, options.limits(), listener);
      listener.finished();
      String text =
          Snapshot.write(result.facts(), Version.TEXT, visit.startedAt(), redaction(patient));
      if (output.isPresent()) {
        CheckCommand.write(output.get(), text);
        house.streams().err().println("wrote " + output.get());
      } else {
        house.streams().out().print(text);
      }
      return ExitCode.OK;
    } finally {
      listener.finished();
    }
  }

  private static Redaction redaction(Patient patient) {
    Host host = patient.host();
    Set<String> named = new HashSet<>();
    for (Card card : patient.catalog().checks()) {
      paths(card).stream()
          .filter(path -> path.startsWith(VARIABLES))
          .forEach(path -> named.add(path.substring(VARIABLES.length()).split("\\.", 2)[0]));
    }
    return new Redaction(
        host.home().map(Path::toString).orElse(""),
        host.user(),
        MachineNames.of(host),
        new Wanted(named));
  }

  private static List<String> paths(Card card) {
    List<String> paths = new ArrayList<>();
    card.limits().forEach(limit -> limit.conditions().forEach(one -> paths.add(one.path())));
    card.applies().forEach(one -> paths.add(one.path()));
    card.remedies()
        .forEach(remedy -> remedy.when().stream().map(Condition::path).forEach(paths::add));
    return paths;
  }
}
