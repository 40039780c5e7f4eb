package com.posthog.doctor.probe.snapshot;

import com.posthog.doctor.facts.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What leaves a snapshot before it is written: the home folder, the names of user and machine, what
 * looks like a secret, and every variable that no check could want.
 */
public final class Redaction {
  /** Names that say nothing about anybody, and that checks look for. */
  private static final Set<String> NAMELESS =
      Set.of(
          "",
          "root",
          "user",
          "admin",
          "ubuntu",
          "debian",
          "posthog",
          "postgres",
          "docker",
          "runner",
          "vscode",
          "codespace",
          "node",
          "python",
          "git",
          "app",
          "dev",
          "localhost",
          "db",
          "web");

  private final List<Rule> rules = new ArrayList<>();
  private final Wanted wanted;

  private record Rule(Pattern pattern, String replacement) {}

  /**
   * What to replace on this machine.
   *
   * @param hosts names of this machine
   */
  public Redaction(String home, String user, List<String> hosts, Wanted wanted) {
    this.wanted = wanted;
    if (home.length() > 1 && !home.equals("/root")) {
      String parent = home.substring(0, Math.max(0, home.lastIndexOf('/')));
      String replacement = (parent.isEmpty() ? "/home" : parent) + "/user";
      rules.add(new Rule(word(home), replacement));
    }
    name(user, "user");
    hosts.forEach(host -> name(host, "machine"));
  }

  private void name(String name, String replacement) {
    if (name.length() > 2 && !NAMELESS.contains(name.toLowerCase(Locale.ROOT))) {
      rules.add(new Rule(word(name), replacement));
    }
  }

  private static Pattern word(String name) {
    return Pattern.compile("(?<![A-Za-z0-9_])" + Pattern.quote(name) + "(?![A-Za-z0-9_])");
  }

  /** A tree of facts by name, redacted. */
  Map<String, @Nullable Object> of(Map<String, @Nullable Object> facts) {
    Map<String, @Nullable Object> tree = new TreeMap<>(facts);
    if (tree.get("settings") instanceof Map<?, ?> settings) {
      tree.put("settings", less(settings, "values", (name, value) -> !isOfTheShell(value)));
    }
    if (tree.get("environment") instanceof Map<?, ?> environment) {
      Map<String, @Nullable Object> others = new TreeMap<>(tree);
      others.remove("environment");
      Set<String> mentioned = Wanted.mentioned(others);
      tree.put(
          "environment", less(environment, "variables", (name, value) -> mentioned.contains(name)));
    }
    Map<String, @Nullable Object> redacted = new LinkedHashMap<>();
    tree.forEach((name, fact) -> redacted.put(text(name), any(fact)));
    return redacted;
  }

  /** Whether a variable stands in no file, but in the shell alone. */
  private static boolean isOfTheShell(@Nullable Object value) {
    return value instanceof Map<?, ?> setting
        && "shell".equals(setting.get("layer"))
        && setting.get("weaker") instanceof List<?> weaker
        && weaker.isEmpty();
  }

  /** A fact with less in one of its maps: what a check could want, and what else is to be kept. */
  private Map<String, @Nullable Object> less(
      Map<?, ?> fact, String component, BiPredicate<String, @Nullable Object> alsoKept) {
    Map<String, @Nullable Object> less = new LinkedHashMap<>();
    fact.forEach((name, value) -> less.put(String.valueOf(name), value));
    Map<String, @Nullable Object> kept = new TreeMap<>();
    if (fact.get(component) instanceof Map<?, ?> variables) {
      variables.forEach(
          (name, value) -> {
            String text = String.valueOf(name);
            if (wanted.isWanted(text) || alsoKept.test(text, value)) {
              kept.put(text, value);
            }
          });
    }
    less.put(component, kept);
    return less;
  }

  private @Nullable Object any(@Nullable Object tree) {
    if (tree instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> redacted = new LinkedHashMap<>();
      map.forEach((name, value) -> redacted.put(text(String.valueOf(name)), any(value)));
      return redacted;
    }
    if (tree instanceof List<?> list) {
      List<@Nullable Object> redacted = new ArrayList<>();
      list.forEach(item -> redacted.add(any(item)));
      return redacted;
    }
    return tree instanceof String string ? text(string) : tree;
  }

  /** A text without names and secrets. */
  String text(String text) {
    String clean = withoutPasswords(text);
    for (Rule rule : rules) {
      clean =
          rule.pattern()
              .matcher(clean)
              .replaceAll(java.util.regex.Matcher.quoteReplacement(rule.replacement()));
    }
    return clean;
  }

  /** Line by line: a URL does not go on behind the end of its line. */
  private static String withoutPasswords(String text) {
    if (text.indexOf('\n') < 0) {
      return Setting.withoutPasswords(text);
    }
    StringBuilder clean = new StringBuilder();
    for (String line : text.split("(?<=\n)", -1)) {
      clean.append(Setting.withoutPasswords(line.stripTrailing()));
      clean.append(line, line.stripTrailing().length(), line.length());
    }
    return clean.toString();
  }
}
