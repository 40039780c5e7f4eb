package com.posthog.doctor.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Reads the arguments of one command. Apart from the door, which needs no parser for a version. */
final class Arguments {
  private static final List<String> SPANS = List.of("--deadline", "--probe-limit", "--wait");

  private Arguments() {}

  static ParseResult parse(CommandSpec spec, List<String> args) {
    CommandLine line = new CommandLine(spec);
    line.setExpandAtFiles(false);
    try {
      return line.parseArgs(joined(args).toArray(new String[0]));
    } catch (CommandLine.ParameterException wrong) {
      throw new WrongUsage(Sentence.of(spec, wrong));
    }
  }

  /** Joins a duration that was written with a blank: {@code --deadline 10 s}. */
  private static List<String> joined(List<String> args) {
    List<String> joined = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      boolean span = SPANS.contains(args.get(i));
      joined.add(args.get(i));
      if (span && i + 2 < args.size() && isNumber(args.get(i + 1)) && isUnit(args.get(i + 2))) {
        joined.add(args.get(i + 1) + args.get(i + 2));
        i += 2;
      }
    }
    return joined;
  }

  private static boolean isNumber(String word) {
    return !word.isEmpty() && word.chars().allMatch(letter -> letter >= '0' && letter <= '9');
  }

  private static boolean isUnit(String word) {
    return List.of("ms", "s", "m", "h").contains(word);
  }
}
