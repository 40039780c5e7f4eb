package com.posthog.doctor.cli;

import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.host.Hands;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.LocalHands;
import com.posthog.doctor.host.LocalHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The only place where things are put together, each when it is needed and not before. */
final class House {
  private static final List<String> SILENT = List.of("-q", "--quiet", "--debug", "-h", "--help");

  private final Main.Streams streams;
  private final Map<String, String> environment;
  private final Path folder;

  private final Hands hands;
  private final @Nullable Host machine;
  private @Nullable Spinner spinner;

  House(Main.Streams streams, Map<String, String> environment, Path folder) {
    this(streams, environment, folder, new LocalHands(), null);
  }

  House(Main.Streams streams, Map<String, String> environment, Path folder, Hands hands) {
    this(streams, environment, folder, hands, null);
  }

  /**
   * A house on a machine.
   *
   * @param machine what is looked at; null for the one that this process runs on
   */
  House(
      Main.Streams streams,
      Map<String, String> environment,
      Path folder,
      Hands hands,
      @Nullable Host machine) {
    this.streams = streams;
    this.environment = environment;
    this.folder = folder;
    this.hands = hands;
    this.machine = machine;
  }

  /** What touches the world: only commands that change something ask for it. */
  Hands hands() {
    return hands;
  }

  Main.Streams streams() {
    return streams;
  }

  Map<String, String> environment() {
    return environment;
  }

  /** A path as it is written on the command line, seen from the folder of the process. */
  Path path(Path written) {
    return folder.resolve(written);
  }

  Catalog catalog() {
    return Catalog.builtIn();
  }

  Host machine() {
    return machine == null ? new LocalHost(environment, folder) : machine;
  }

  /**
   * Shows the first sign of life, before the command line is read, which takes as long as a person
   * waits without wondering; nothing where no line can be drawn, or none is wanted.
   */
  void showLife(List<String> args) {
    boolean silent =
        args.stream().anyMatch(arg -> SILENT.contains(arg) || arg.startsWith("--wait"));
    Terminal terminal = terminal(Terminal.ColorChoice.AUTO);
    if (!silent && terminal.canAnimate()) {
      spinner(terminal).start();
    }
  }

  /** The one spinner of this process. */
  Spinner spinner(Terminal terminal) {
    Spinner known = spinner;
    if (known == null) {
      known = new Spinner(streams.err(), terminal.showsSymbols(), terminal.columns());
      spinner = known;
    }
    return known;
  }

  Terminal terminal(Terminal.ColorChoice choice) {
    return new Terminal(streams.terminals(), environment, choice);
  }

  /** The checkout that the reader names, by option or else by variable. */
  Optional<Named> repo(Options options) {
    Optional<String> option = options.value("--repo");
    if (option.isPresent()) {
      return Optional.of(new Named("--repo", Options.path("--repo", option.get())));
    }
    String variable = environment.getOrDefault("POSTHOG_REPO", "");
    return variable.isEmpty()
        ? Optional.empty()
        : Optional.of(new Named("POSTHOG_REPO", Options.path("POSTHOG_REPO", variable)));
  }

  /** A path, and what named it. */
  record Named(String by, Path path) {}
}
