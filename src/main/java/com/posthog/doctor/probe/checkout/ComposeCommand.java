package com.posthog.doctor.probe.checkout;

import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command by which the checkout's process manager starts the stack.
 *
 * @param files what {@code -f} names
 * @param profiles what {@code --profile} names
 * @param project what {@code -p} names; may be empty
 * @param source the file and line it was read from
 * @param problem why a process manager's file could not be read; empty when it could
 */
record ComposeCommand(
    List<String> files, List<String> profiles, String project, String source, String problem) {
  private static final String GENERATED = ".posthog/.generated/mprocs.yaml";
  private static final String BUILT_IN = "bin/mprocs.yaml";
  private static final String DEV = "docker-compose.dev.yml";
  private static final String OVERLAY = "docker-compose.profiles.yml";
  private static final int LIMIT = 1 << 20;
  private static final int MOST_WORDS = 2000;

  ComposeCommand {
    files = List.copyOf(files);
    profiles = List.copyOf(profiles);
  }

  /** The command of the generated configuration, else of the one in git, else the plain one. */
  static ComposeCommand of(Host host, Path folder) {
    String problem = "";
    for (String file : List.of(GENERATED, BUILT_IN)) {
      if (!host.state(folder.resolve(file)).exists()) {
        continue;
      }
      try {
        YamlTree config = YamlReader.read(file, text(host, folder, file));
        Optional<ComposeCommand> command = find(config, problem);
        if (command.isPresent()) {
          return command.get();
        }
      } catch (IOException unreadable) {
        problem = String.valueOf(unreadable.getMessage());
      }
    }
    List<String> files = new ArrayList<>(List.of(DEV));
    if (host.state(folder.resolve(OVERLAY)).isFile()) {
      files.add(OVERLAY);
    }
    return new ComposeCommand(files, List.of(), "", "built in: the checkout does not say", problem);
  }

  private static String text(Host host, Path folder, String file) throws IOException {
    try {
      return host.readText(folder.resolve(file), LIMIT);
    } catch (IOException unreadable) {
      throw new IOException(file + " " + unreadable.getMessage(), unreadable);
    }
  }

  private static Optional<ComposeCommand> find(YamlTree config, String problem) {
    Map<String, YamlTree> procs = config.find("procs").map(YamlTree::fields).orElse(Map.of());
    for (YamlTree proc : procs.values()) {
      YamlTree shell = proc.find("shell").or(() -> proc.find("cmd")).orElse(proc);
      String line =
          shell.items().isEmpty()
              ? shell.text()
              : String.join(" ", shell.items().stream().map(YamlTree::text).toList());
      if (line.contains("docker compose ") || line.contains("docker-compose ")) {
        Optional<ComposeCommand> command = parse(line, shell.at().toString(), problem);
        if (command.isPresent()) {
          return command;
        }
      }
    }
    return Optional.empty();
  }

  /** The options of the first {@code docker compose … up} of a shell line. */
  private static Optional<ComposeCommand> parse(String line, String source, String problem) {
    List<String> words = words(line);
    for (int i = 0; i + 1 < words.size(); i++) {
      boolean plugin = words.get(i).equals("docker") && words.get(i + 1).equals("compose");
      if (plugin || words.get(i).equals("docker-compose")) {
        Options options = new Options(words, plugin ? i + 2 : i + 1);
        if (options.up) {
          return Optional.of(
              new ComposeCommand(
                  options.files.isEmpty() ? List.of(DEV) : options.files,
                  options.profiles,
                  options.project,
                  source,
                  problem));
        }
      }
    }
    return Optional.empty();
  }

  /** The words of a shell line, without their quotes; enough for a command without expansions. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    for (String word : line.split("[\\s;]+", MOST_WORDS)) {
      if (!word.isEmpty() && !word.equals("\\")) { // a line goes on after a backslash
        words.add(word.replaceAll("^[\"'({]+|[\"')}]+$", ""));
      }
    }
    return words;
  }

  /** Reads options up to the subcommand. */
  private static final class Options {
    final List<String> files = new ArrayList<>();
    final List<String> profiles = new ArrayList<>();
    String project = "";
    boolean up;

    Options(List<String> words, int from) {
      for (int i = from; i < words.size(); i++) {
        String word = words.get(i);
        if (!word.startsWith("-")) {
          up = word.equals("up");
          return;
        }
        int equal = word.indexOf('=');
        String name = equal < 0 ? word : word.substring(0, equal);
        boolean takes = takesValue(name);
        String value =
            equal >= 0
                ? word.substring(equal + 1)
                : takes && i + 1 < words.size() ? words.get(++i) : "";
        take(name, value);
      }
    }

    private static boolean takesValue(String name) {
      return switch (name) {
        case "-f", "--file", "-p", "--project-name", "--profile", "--env-file" -> true;
        case "--ansi", "--parallel", "--progress", "--project-directory" -> true;
        default -> false;
      };
    }

    private void take(String name, String value) {
      switch (name) {
        case "-f", "--file" -> files.add(value);
        case "--profile" -> profiles.add(value);
        case "-p", "--project-name" -> project = value;
        default -> {}
      }
    }
  }
}
