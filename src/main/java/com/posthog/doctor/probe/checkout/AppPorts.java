package com.posthog.doctor.probe.checkout;

import com.posthog.doctor.facts.AppFacts;
import com.posthog.doctor.facts.AppFacts.App;
import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the port of a unit of the process manager: in its command line, in the script that it runs,
 * or in a built-in table where the checkout does not say.
 */
final class AppPorts {
  /** Names of units and their ports as PostHog's own checkouts have them. */
  private static final Map<String, Integer> BUILT_IN =
      Map.ofEntries(
          Map.entry("backend", 8000),
          Map.entry("frontend", 8234),
          Map.entry("nodejs", 6738),
          Map.entry("plugin-server", 6738),
          Map.entry("feature-flags", 3001),
          Map.entry("hypercache-server", 3002),
          Map.entry("capture-replay", 3306),
          Map.entry("capture", 3307),
          Map.entry("capture-ai", 3309),
          Map.entry("dagster", 3030),
          Map.entry("storybook", 6006));

  /** Which file says the port of a unit whose own command line does not. */
  private static final Map<String, String> SCRIPTS =
      Map.of(
          "bin/start-backend", "bin/start-backend",
          "bin/start-frontend", "frontend/package.json",
          "bin/posthog-node", "bin/posthog-node",
          "bin/plugin-server", "bin/plugin-server");

  private static final Pattern PORT =
      Pattern.compile("(?:HTTP_SERVER_PORT=|--port[ =]|\\s-p )\"?(\\$?\\{?[A-Z0-9_]+)");
  private static final Pattern RUST = Pattern.compile("bin/start-rust-service +([a-z0-9-]+)");
  private static final Pattern LISTENS =
      Pattern.compile("(?:ADDRESS|LISTEN|HOST)=\"?[^\\s\":]*:([0-9]{2,5})|\\bPORT=\"?([0-9]{2,5})");
  private static final List<String> SETTINGS =
      List.of(".env.local", ".env.development", ".env.services", ".env", "bin/start");
  private static final int LARGE = 1 << 20;

  private final Host host;
  private final Path top;
  private final Map<String, String> texts = new HashMap<>();

  AppPorts(Host host, Path top) {
    this.host = host;
    this.top = top;
  }

  /** A port and where it is written. */
  private record Found(int port, String source) {}

  /** The app of a unit; empty when it is not started or listens on nothing. */
  Optional<App> of(String unit, YamlTree fields) {
    String shell = fields.find("shell").map(YamlTree::text).orElse("");
    boolean off = fields.find("autostart").map(YamlTree::text).orElse("").equals("false");
    if (off || shell.contains("docker compose ") || shell.contains("bin/migrate")) {
      return Optional.empty();
    }
    return inShell(shell, fields)
        .or(() -> inEnvironment(fields))
        .or(() -> inRust(shell))
        .or(() -> inScript(shell))
        .map(found -> new App(unit, found.port(), found.source()))
        .or(() -> builtIn(unit));
  }

  /** The app of a unit that the checkout says nothing of. */
  Optional<App> builtIn(String unit) {
    return Optional.ofNullable(BUILT_IN.get(unit))
        .map(port -> new App(unit, port, AppFacts.BUILT_IN));
  }

  private Optional<Found> inShell(String shell, YamlTree fields) {
    String at = fields.find("shell").map(tree -> tree.at().toString()).orElse("");
    return number(shell).map(port -> new Found(port, at));
  }

  private Optional<Found> inEnvironment(YamlTree fields) {
    return fields
        .find("env")
        .flatMap(env -> env.find("HTTP_SERVER_PORT"))
        .flatMap(value -> value(value.text()).map(port -> new Found(port, value.at().toString())));
  }

  /** The case of the script that starts the services written in Rust. */
  private Optional<Found> inRust(String shell) {
    Matcher service = RUST.matcher(shell);
    if (!service.find()) {
      return Optional.empty();
    }
    String script = "bin/start-rust-service";
    String[] lines = text(script).split("\n", -1);
    boolean inside = false;
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].strip();
      inside |= line.startsWith(service.group(1) + ")");
      Matcher listens = LISTENS.matcher(line);
      if (inside && listens.find()) {
        String port = listens.group(1) == null ? listens.group(2) : listens.group(1);
        return Optional.of(new Found(Integer.parseInt(port), script + ":" + (i + 1)));
      }
      if (inside && line.endsWith(";;")) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private Optional<Found> inScript(String shell) {
    for (Map.Entry<String, String> script : SCRIPTS.entrySet()) {
      if (!runs(shell, script.getKey())) {
        continue;
      }
      String[] lines = text(script.getValue()).split("\n", -1);
      for (int i = 0; i < lines.length; i++) {
        String line = lines[i];
        boolean about = !script.getValue().endsWith(".json") || line.contains("vite");
        Optional<Integer> port = about ? number(line) : Optional.empty();
        if (port.isPresent()) {
          return Optional.of(new Found(port.get(), script.getValue() + ":" + (i + 1)));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean runs(String shell, String script) {
    int at = shell.indexOf(script);
    int end = at + script.length();
    return at >= 0
        && (end == shell.length()
            || !Character.isLetterOrDigit(shell.charAt(end)) && shell.charAt(end) != '-');
  }

  /** The first port that a command line names, with its variables. */
  private Optional<Integer> number(String line) {
    Matcher matcher = PORT.matcher(line);
    while (matcher.find()) {
      Optional<Integer> port = value(matcher.group(1));
      if (port.isPresent()) {
        return port;
      }
    }
    return Optional.empty();
  }

  private Optional<Integer> value(String word) {
    String value = word.startsWith("$") ? variable(word.replaceAll("[${]", "")) : word;
    if (!value.matches("[0-9]{2,5}")) {
      return Optional.empty();
    }
    int port = Integer.parseInt(value);
    return port > 0 && port < 65_536 ? Optional.of(port) : Optional.empty();
  }

  /**
   * The value of a variable: from the shell, else from the first file of the checkout that has it.
   */
  private String variable(String name) {
    String shell = host.environment().get(name);
    if (shell != null) {
      return shell;
    }
    Pattern assignment =
        Pattern.compile(
            "(?m)^\\s*(?:export +)?" + name + "=\"?(?:\\$\\{" + name + ":-)?\"?([0-9]{2,5})");
    for (String file : SETTINGS) {
      Matcher matcher = assignment.matcher(text(file));
      if (matcher.find()) {
        return matcher.group(1);
      }
    }
    return "";
  }

  private String text(String file) {
    return texts.computeIfAbsent(
        file,
        name -> {
          try {
            return host.readText(top.resolve(name), LARGE);
          } catch (IOException absent) {
            return "";
          }
        });
  }
}
