package com.posthog.doctor.cli;

import com.posthog.doctor.engine.Limits;
import com.posthog.doctor.model.Span;
import com.posthog.doctor.model.Spelling;
import com.posthog.doctor.report.Look;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options that mean the same on every command, built only for the command that is run. */
final class Options {
  private final ParseResult parsed;

  Options(ParseResult parsed) {
    this.parsed = parsed;
  }

  /** A command with the options that every command has. */
  static CommandSpec command(String name) {
    return CommandSpec.create()
        .name(name)
        .addOption(flag("-h", "--help").usageHelp(true).build())
        .addOption(text("--color"))
        .addOption(text("--format"))
        .addOption(text("--repo"))
        .addOption(text("--deadline"))
        .addOption(text("--probe-limit"))
        .addOption(flag("-v", "--verbose").build())
        .addOption(flag("-q", "--quiet").build())
        .addOption(flag("--debug").build());
  }

  static OptionSpec text(String name) {
    return OptionSpec.builder(name).type(String.class).arity("1").build();
  }

  static OptionSpec texts(String name) {
    return OptionSpec.builder(name)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .arity("1")
        .splitRegex(",")
        .build();
  }

  static OptionSpec mark(String name) {
    return flag(name).build();
  }

  private static OptionSpec.Builder flag(String... names) {
    return OptionSpec.builder(names).type(boolean.class).arity("0");
  }

  boolean has(String name) {
    return parsed.hasMatchedOption(name);
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(parsed.<String>matchedOptionValue(name, null));
  }

  List<String> values(String name) {
    return parsed.matchedOptionValue(name, List.of());
  }

  List<String> names() {
    return parsed.matchedPositionalValue(0, List.of());
  }

  /** The value of an option that knows only a few words. */
  String word(String name, String usual, List<String> known) {
    String word = value(name).orElse(usual);
    if (!known.contains(word)) {
      throw new WrongUsage(
          name
              + " is one of "
              + String.join(", ", known)
              + ", not `"
              + word
              + "`"
              + Spelling.suggestion(word, known));
    }
    return word;
  }

  boolean json() {
    return word("--format", "text", List.of("text", "json")).equals("json");
  }

  Terminal.ColorChoice color() {
    String word = word("--color", "auto", List.of("always", "never", "auto"));
    return Terminal.ColorChoice.valueOf(word.toUpperCase(Locale.ROOT));
  }

  Look.Detail detail() {
    if (has("-v") && has("-q")) {
      throw new WrongUsage("-v says more and -q says less: name one of them");
    }
    return has("-v") ? Look.Detail.ALL : has("-q") ? Look.Detail.HEADLINES : Look.Detail.USUAL;
  }

  Limits limits() {
    Limits usual = has("--replay") ? Limits.RECORDED : Limits.DEFAULT;
    return new Limits(
        span("--probe-limit").orElse(usual.probe()), span("--deadline").orElse(usual.whole()));
  }

  /** How long {@code --wait} waits, when it does. */
  Optional<Duration> patience() {
    Optional<Duration> patience = span("--wait");
    if (patience.isPresent() && has("--replay")) {
      throw new WrongUsage("--wait needs a machine that changes; what is replayed stays as it is");
    }
    return patience;
  }

  Optional<Duration> span(String name) {
    Optional<String> text = value(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Duration> span = Span.parse(text.get());
    if (span.isEmpty() || span.get().isZero()) {
      throw new WrongUsage(name + " is a time such as 500ms, 10s or 2m, not `" + text.get() + "`");
    }
    return span;
  }

  Optional<Path> path(String name) {
    return value(name).map(text -> path(name, text));
  }

  static Path path(String name, String text) {
    try {
      if (!text.isEmpty()) {
        return Path.of(text);
      }
    } catch (InvalidPathException impossible) {
      String locale =
          text.indexOf('\uFFFD') < 0 ? "" : " in this locale; start it with LC_ALL=C.UTF-8";
      throw new WrongUsage(name + ": no file can be named `" + text + "`" + locale);
    }
    throw new WrongUsage(name + " needs the name of a file or folder");
  }
}
