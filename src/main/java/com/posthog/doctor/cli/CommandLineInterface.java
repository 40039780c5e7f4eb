package com.posthog.doctor.cli;

import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.engine.Examination;
import com.posthog.doctor.engine.Limits;
import com.posthog.doctor.engine.Listener;
import com.posthog.doctor.engine.Selection;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.model.Exit;
import com.posthog.doctor.model.Report;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.report.JsonReport;
import com.posthog.doctor.report.TextReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The commands and their options. */
final class CommandLineInterface {
  private final House house;

  CommandLineInterface(House house) {
    this.house = house;
  }

  int run(List<String> args) {
    CommandSpec spec = CommandSpec.create().name("posthog-doctor");
    CommandSpec check = CommandSpec.create().name("check");
    check.addPositional(
        PositionalParamSpec.builder()
            .arity("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .build());
    check.addOption(OptionSpec.builder("--replay").type(Path.class).build());
    check.addOption(OptionSpec.builder("--repo").type(Path.class).build());
    check.addOption(OptionSpec.builder("--format").type(String.class).defaultValue("text").build());
    check.addOption(OptionSpec.builder("--profile").type(String.class).defaultValue("all").build());
    spec.addSubcommand("check", check);
    CommandLine line = new CommandLine(spec);
    try {
      CommandLine.ParseResult parsed = line.parseArgs(args.toArray(new String[0]));
      return parsed.hasSubcommand() ? check(parsed.subcommand()) : ExitCode.USAGE;
    } catch (CommandLine.ParameterException wrong) {
      house.streams().err().println(wrong.getMessage());
      return ExitCode.USAGE;
    } catch (IOException problem) {
      house.streams().err().println(problem.getMessage());
      return ExitCode.USAGE;
    }
  }

  private int check(CommandLine.ParseResult parsed) throws IOException {
    Instant start = Instant.now();
    Catalog catalog = house.catalog();
    List<String> names = parsed.matchedPositionalValue(0, List.of());
    String profile = parsed.matchedOptionValue("--profile", "all");
    Selection selection = Selection.of(catalog, profile, names, List.of());
    Optional<Path> replay = Optional.ofNullable(parsed.matchedOptionValue("--replay", (Path) null));
    Optional<Path> repo = Optional.ofNullable(parsed.matchedOptionValue("--repo", (Path) null));
    Examination.Result result =
        house.examine(
            catalog, selection, house.host(replay), repo, Limits.DEFAULT, new Listener() {});
    Report report =
        new Report(
            "0.1.0",
            start,
            Duration.between(start, Instant.now()),
            Map.of("os", result.facts().find(HostFacts.KEY).map(HostFacts::osName).orElse("")),
            result.facts().find(CheckoutFacts.KEY).map(CheckoutFacts::path).orElse(null),
            result.facts().find(CheckoutFacts.KEY).map(CheckoutFacts::era).orElse(null),
            result.findings(),
            List.of(),
            Exit.of(result.findings(), Severity.ERROR));
    String format = parsed.matchedOptionValue("--format", "text");
    house
        .streams()
        .out()
        .print(
            format.equals("json")
                ? new JsonReport().write(report)
                : new TextReport().write(report));
    return report.exit().code();
  }
}
