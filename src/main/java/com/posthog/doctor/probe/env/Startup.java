package com.posthog.doctor.probe.env;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.facts.SettingsFacts.Problem;
import com.posthog.doctor.facts.SettingsFacts.Reference;
import com.posthog.doctor.facts.SettingsFacts.Value;
import com.posthog.doctor.host.Host;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a start in its own order: first what the shell has, then line by line what is added.
 */
final class Startup {
  private static final String START = "bin/start";
  private static final String LOCAL = ".env.local";
  private static final String PLAIN = ".env";
  private static final String SHELL_SOURCE = "shell environment";
  private static final int MOST_CALLS = 20;

  private final Sources sources;
  private final CheckoutFacts checkout;
  private final Map<String, String> environment;
  private final boolean floxActive;
  private final boolean op;
  private final Layers layers = new Layers();
  private final Map<String, Loaded> files = new LinkedHashMap<>();
  private final Map<String, List<StartScript.Step>> functions = new HashMap<>();
  private String orderSource = "built in: the checkout does not say";
  private boolean stripsQuotes;
  private boolean readsLastLine;
  private final List<Reference> references = new ArrayList<>();
  private boolean opResolves;
  private int calls;

  /** A file that was read for its variables, and how. */
  record Loaded(String name, String readBy, List<Problem> problems) {}

  Startup(Sources sources, CheckoutFacts checkout, Host host) {
    this.sources = sources;
    this.checkout = checkout;
    this.environment = host.environment();
    String project = environment.getOrDefault("FLOX_ENV_PROJECT", "");
    this.floxActive =
        !environment.getOrDefault("FLOX_ENV", "").isEmpty()
            && (project.isEmpty()
                || host.real(Path.of(project)).toString().equals(checkout.path()));
    this.op = host.which("op").isPresent();
  }

  void run() {
    shell();
    if (!checkout.found()) {
      return;
    }
    StartScript start = script(START);
    opResolves = text(START).contains("op run");
    if (op && opResolves && text(LOCAL).contains("op://")) {
      load(LOCAL, "op", true); // what op hands over is stronger than the shell
    }
    play(start.steps());
    if (files.values().stream().allMatch(file -> file.readBy().equals("flox"))) {
      builtIn();
    }
    notRead();
  }

  /** What no start reads is still somebody's file: its form is judged, its values do not count. */
  private void notRead() {
    for (String name : List.of(LOCAL, ".env.development", ".env.services", PLAIN)) {
      if (!files.containsKey(name) && (checkout.isLayered() || name.equals(PLAIN))) {
        boolean flox = name.equals(PLAIN) && manifest().contains("DOTENV_FILE");
        Dotenv dotenv = Dotenv.sourced(text(name), layers::value);
        files.put(name, new Loaded(name, flox ? "flox" : "", dotenv.problems()));
      }
    }
  }

  private void builtIn() {
    if (!checkout.isLayered()) {
      load(PLAIN, "shell", false);
      return;
    }
    for (String name : List.of(LOCAL, ".env.development", ".env.services")) {
      load(name, "defaults", false);
    }
  }

  private String manifest() {
    return text(".flox/env/manifest.toml");
  }

  private String text(String name) {
    return sources.text(name);
  }

  private StartScript script(String name) {
    StartScript script = StartScript.read(name, text(name));
    functions.putAll(script.functions());
    stripsQuotes |= script.stripsQuotes();
    readsLastLine |= script.readsLastLine();
    return script;
  }

  private void play(List<StartScript.Step> steps) {
    Map<String, String> locals = new HashMap<>();
    for (StartScript.Step step : steps) {
      switch (step.kind()) {
        case "helper" -> play(script(step.name()).steps());
        case "defaults" -> loadAt(step, "defaults", false);
        case "source" -> loadAt(step, "shell", true);
        case "export" -> export(step, locals);
        case "local" -> locals.put(step.name(), word(step, locals).value());
        default -> call(step);
      }
    }
  }

  private void call(StartScript.Step step) {
    List<StartScript.Step> body = functions.get(step.name());
    if (body != null && calls++ < MOST_CALLS) {
      play(body);
    }
  }

  private void loadAt(StartScript.Step step, String readBy, boolean assigns) {
    Loaded before = files.get(step.name());
    if (before == null || !before.readBy().equals("op")) {
      orderSource = orderSource.startsWith(START) ? orderSource : step.source();
      load(step.name(), readBy, assigns);
    }
  }

  private ShellWord word(StartScript.Step step, Map<String, String> locals) {
    return ShellWord.read(
        step.text(), 0, name -> locals.containsKey(name) ? locals.get(name) : layers.value(name));
  }

  private void export(StartScript.Step step, Map<String, String> locals) {
    String form = step.text().startsWith("\"") ? step.text().substring(1) : step.text();
    boolean isDefault = form.startsWith("${" + step.name() + ":-");
    String known = layers.value(step.name());
    if (isDefault && known != null && !known.isEmpty()) {
      return;
    }
    ShellWord word = word(step, locals);
    layers.assign(step.name(), word.value(), START, step.source(), word.computed());
  }

  private void load(String name, String readBy, boolean assigns) {
    boolean sourced = readBy.equals("shell") || readBy.equals("op");
    Dotenv dotenv =
        sourced
            ? Dotenv.sourced(text(name), layers::value)
            : Dotenv.asWritten(text(name), readsLastLine);
    List<Problem> problems = new ArrayList<>(dotenv.problems());
    if (stripsQuotes) {
      problems.removeIf(problem -> problem.kind().equals("kept-quotes"));
    }
    files.put(name, new Loaded(name, readBy, problems));
    if (assigns) {
      layers.stronger(name);
    } else {
      layers.weaker(name);
    }
    for (Dotenv.Entry entry : dotenv.entries()) {
      take(entry, name, assigns);
    }
  }

  private void take(Dotenv.Entry entry, String file, boolean assigns) {
    String source = file + ":" + entry.line();
    boolean reference = entry.value().contains("op://");
    if (reference) {
      references.add(new Reference(entry.name(), source));
    }
    if (assigns) {
      layers.assign(entry.name(), entry.value(), file, source, entry.computed() || reference);
    } else if (!reference) {
      layers.defaults(entry.name(), unquoted(entry.value()), file, source, entry.computed());
    }
  }

  private String unquoted(String value) {
    char first = value.isEmpty() ? ' ' : value.charAt(0);
    boolean quoted =
        value.length() > 1
            && (first == '"' || first == '\'')
            && value.charAt(value.length() - 1) == first;
    return stripsQuotes && quoted ? value.substring(1, value.length() - 1) : value;
  }

  /**
   * What the shell has: flox, direnv and the sourced file that explain a value are named for it.
   */
  private void shell() {
    layers.weaker(SettingsFacts.SHELL);
    Dotenv plain = Dotenv.sourced(checkout.found() ? text(PLAIN) : "", environment::get);
    Map<String, FloxVars.Entry> flox = checkout.found() ? FloxVars.read(manifest()) : Map.of();
    Map<String, StartScript.Step> direnv = checkout.found() ? direnv() : Map.of();
    Set<String> names = new HashSet<>(environment.keySet());
    for (String name : names) {
      String value = environment.getOrDefault(name, "");
      Dotenv.@Nullable Entry file = plain.last(name);
      FloxVars.@Nullable Entry variable = flox.get(name);
      StartScript.@Nullable Step rc = direnv.get(name);
      String layer = SettingsFacts.SHELL;
      String source = SHELL_SOURCE;
      if (file != null && (value.equals(file.value()) || floxActive && file.computed())) {
        layer = PLAIN;
        source = PLAIN + ":" + file.line();
      } else if (floxActive && variable != null && variable.gives(value)) {
        layer = SettingsFacts.FLOX;
        source = ".flox/env/manifest.toml:" + variable.line();
      } else if (rc != null
          && value.equals(ShellWord.read(rc.text(), 0, environment::get).value())) {
        layer = ".envrc";
        source = rc.source();
      }
      layers.assign(name, value, layer, source, false);
      if (value.startsWith("op://")) {
        references.add(new Reference(name, source));
      }
    }
    if (floxActive) {
      staleSinceActivation(plain);
    }
  }

  /** What the file says now and the shell, which has read it at activation, does not. */
  private void staleSinceActivation(Dotenv plain) {
    layers.weaker(PLAIN);
    files.put(PLAIN, new Loaded(PLAIN, "flox", plain.problems()));
    for (Dotenv.Entry entry : plain.entries()) {
      String value = layers.value(entry.name());
      if (value != null && !value.equals(entry.value()) && !entry.computed()) {
        layers.defaults(
            entry.name(), entry.value(), PLAIN, PLAIN + ":" + entry.line(), entry.computed());
      }
    }
  }

  private Map<String, StartScript.Step> direnv() {
    Map<String, StartScript.Step> exports = new HashMap<>();
    for (StartScript.Step step : StartScript.read(".envrc", text(".envrc")).steps()) {
      if (step.kind().equals("export")) {
        exports.put(step.name(), step);
      }
    }
    return exports;
  }

  Map<String, Value> values() {
    return layers.values();
  }

  List<String> order() {
    return layers.order();
  }

  String orderSource() {
    return orderSource;
  }

  List<Loaded> files() {
    return List.copyOf(files.values());
  }

  /** Today's start reads {@code .env.local}, the earlier one {@code .env}. */
  String ownFile() {
    Loaded local = files.get(LOCAL);
    return local != null && !local.readBy().isEmpty() ? LOCAL : PLAIN;
  }

  boolean opResolves() {
    return opResolves;
  }

  List<Reference> references() {
    return references;
  }

  boolean floxActive() {
    return floxActive;
  }
}
