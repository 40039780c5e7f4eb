package com.posthog.doctor.cli;

import com.posthog.doctor.model.Spelling;
import java.util.List;
import picocli.CommandLine.ParseResult;

/** Takes the command line apart: only the command that is named is built. */
final class Door {
  static final List<String> COMMANDS =
      List.of("check", "fix", "undo", "trust", "diagnose", "explain", "snapshot", "help");

  private final House house;

  Door(House house) {
    this.house = house;
  }

  int enter(List<String> args) {
    if (args.isEmpty()) {
      house.streams().err().print(Help.text("posthog-doctor"));
      throw new WrongUsage("name a command, for example `posthog-doctor check`");
    }
    List<String> rest = args.subList(1, args.size());
    switch (args.get(0)) {
      case "--version", "-V" -> {
        house.streams().out().println("posthog-doctor " + Version.TEXT);
        return ExitCode.OK;
      }
      case "--help", "-h" -> {
        return help("posthog-doctor");
      }
      case "check" -> {
        house.showLife(rest);
        ParseResult parsed = Arguments.parse(CheckCommand.spec(), rest);
        return asksHelp(parsed) ? help("check") : new CheckCommand(house, parsed).call();
      }
      case "fix" -> {
        ParseResult parsed = Arguments.parse(FixCommand.spec(), rest);
        return asksHelp(parsed) ? help("fix") : new FixCommand(house, parsed).call();
      }
      case "undo" -> {
        ParseResult parsed = Arguments.parse(UndoCommand.spec(), rest);
        return asksHelp(parsed) ? help("undo") : new UndoCommand(house, parsed).call();
      }
      case "trust" -> {
        ParseResult parsed = Arguments.parse(TrustCommand.spec(), rest);
        return asksHelp(parsed) ? help("trust") : new TrustCommand(house, parsed).call();
      }
      case "diagnose" -> {
        int split = rest.indexOf("--");
        List<String> own = split < 0 ? rest : rest.subList(0, split);
        List<String> command = split < 0 ? List.of() : rest.subList(split + 1, rest.size());
        if (split >= 0 && command.isEmpty()) {
          throw new WrongUsage("a command is missing behind `--`");
        }
        ParseResult parsed = Arguments.parse(DiagnoseCommand.spec(), own);
        return asksHelp(parsed)
            ? help("diagnose")
            : new DiagnoseCommand(house, parsed, command).call();
      }
      case "explain" -> {
        ParseResult parsed = Arguments.parse(ExplainCommand.spec(), rest);
        return asksHelp(parsed) ? help("explain") : new ExplainCommand(house, parsed).call();
      }
      case "snapshot" -> {
        ParseResult parsed = Arguments.parse(SnapshotCommand.spec(), rest);
        return asksHelp(parsed) ? help("snapshot") : new SnapshotCommand(house, parsed).call();
      }
      case "help" -> {
        return help(topic(rest));
      }
      default -> throw unknown(args.get(0), rest);
    }
  }

  private static boolean asksHelp(ParseResult parsed) {
    return parsed.isUsageHelpRequested();
  }

  private int help(String topic) {
    Spinner.wipe(house.streams().err());
    house.streams().out().print(Help.text(topic));
    return ExitCode.OK;
  }

  private static String topic(List<String> rest) {
    if (rest.isEmpty() || rest.get(0).equals("--help") || rest.get(0).equals("-h")) {
      return "posthog-doctor";
    }
    String topic = rest.get(0);
    if (!Help.TOPICS.contains(topic)) {
      throw new WrongUsage(
          "there is no help on `"
              + topic
              + "`"
              + Spelling.suggestion(topic, Help.TOPICS)
              + " (there is on "
              + String.join(", ", Help.TOPICS)
              + ")");
    }
    return topic;
  }

  private static WrongUsage unknown(String first, List<String> rest) {
    if (first.startsWith("-")) {
      String command = rest.stream().filter(COMMANDS::contains).findFirst().orElse("check");
      return new WrongUsage(
          "options come after the command: `posthog-doctor " + command + " " + first + " …`");
    }
    if (first.indexOf('.') > 0) {
      return new WrongUsage(
          "there is no command `"
              + first
              + "`; a check is asked by `posthog-doctor check "
              + first
              + "`");
    }
    return new WrongUsage(
        "there is no command `"
            + first
            + "`"
            + Spelling.suggestion(first, COMMANDS)
            + " (`posthog-doctor --help` lists all)");
  }
}
