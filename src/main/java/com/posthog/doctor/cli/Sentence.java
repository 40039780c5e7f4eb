package com.posthog.doctor.cli;

import com.posthog.doctor.model.Spelling;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** One sentence about a command line that could not be read. */
final class Sentence {
  private Sentence() {}

  static String of(CommandSpec spec, CommandLine.ParameterException wrong) {
    String help = " (`posthog-doctor help " + spec.name() + "` lists all)";
    if (wrong instanceof CommandLine.UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      String option = first.indexOf('=') > 0 ? first.substring(0, first.indexOf('=')) : first;
      if (!option.startsWith("-")) {
        return "`" + spec.name() + "` takes no `" + first + "`" + help;
      }
      List<String> names = new ArrayList<>();
      spec.options().forEach(one -> names.addAll(List.of(one.names())));
      return "`"
          + spec.name()
          + "` has no option `"
          + option
          + "`"
          + Spelling.suggestion(option, names)
          + help;
    }
    if (wrong instanceof CommandLine.MissingParameterException missing) {
      CommandLine.Model.ArgSpec argument =
          missing.getMissing().isEmpty() ? null : missing.getMissing().get(0);
      if (argument instanceof CommandLine.Model.OptionSpec option) {
        return option.longestName() + " needs a value" + help;
      }
    }
    if (wrong instanceof CommandLine.OverwrittenOptionException twice) {
      String name = ((CommandLine.Model.OptionSpec) twice.getOverwritten()).longestName();
      return name + " stands twice";
    }
    String message = String.valueOf(wrong.getMessage()).lines().findFirst().orElse("wrong usage");
    return message + help;
  }
}
