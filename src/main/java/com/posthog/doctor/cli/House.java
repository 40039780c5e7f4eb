package com.posthog.doctor.cli;

import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.host.Hands;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.LocalHands;
import com.posthog.doctor.host.LocalHost;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The only place where things are put together, each when it is needed and not before. */
final class House {
  private final Main.Streams streams;
  private final Map<String, String> environment;
  private final Path folder;

  private final Hands hands;

  House(Main.Streams streams, Map<String, String> environment, Path folder) {
    this(streams, environment, folder, new LocalHands());
  }

  House(Main.Streams streams, Map<String, String> environment, Path folder, Hands hands) {
    this.streams = streams;
    this.environment = environment;
    this.folder = folder;
    this.hands = hands;
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
    return new LocalHost(environment, folder);
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
