package com.posthog.doctor.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A program to be run: never through a shell, with nothing to read from.
 *
 * @param line is told each line of its output as it comes
 */
public record Command(
    List<String> argv,
    Path folder,
    Map<String, String> environment,
    Duration limit,
    Consumer<String> line) {
  public Command {
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
  }
}
