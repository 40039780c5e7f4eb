package com.posthog.doctor.probe.checkout;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.EnvironmentFacts;
import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The variables that compose sees when the checkout's {@code bin/start} starts it, and the
 * replacement of {@code ${A:-b}} by their values.
 */
final class ComposeVariables {
  private static final int MOST_CHARACTERS = 64 * 1024;
  private static final int DEEPEST = 20;
  private static final int ENV_LIMIT = 1 << 20;

  private final Map<String, String> values;
  private final Set<String> problems = new HashSet<>();

  ComposeVariables(Map<String, String> values) {
    this.values = values;
  }

  /**
   * The layers of this era: the shell, then the files that {@code bin/start} loads, then {@code
   * .env}.
   */
  static ComposeVariables of(Host host, CheckoutFacts checkout, EnvironmentFacts environment) {
    Path folder = Path.of(checkout.path());
    Map<String, String> values = new HashMap<>();
    environment.variables().forEach((name, setting) -> values.put(name, setting.raw().reveal()));
    List<String> layers =
        checkout.isLayered()
            ? List.of(".env.local", ".env.development", ".env.services", ".env")
            : List.of(".env");
    boolean fileWins = !checkout.isLayered() && sourcesEnv(host, folder);
    for (String layer : layers) {
      Map<String, String> file = dotenv(text(host, folder.resolve(layer)));
      if (fileWins) {
        values.putAll(file);
      } else {
        file.forEach(values::putIfAbsent);
      }
    }
    return new ComposeVariables(values);
  }

  /** Whether {@code bin/start} assigns what {@code .env} says, whether it was set before or not. */
  private static boolean sourcesEnv(Host host, Path folder) {
    return text(host, folder.resolve("bin/start"))
        .lines()
        .map(String::strip)
        .anyMatch(line -> line.equals("source .env") || line.equals(". .env"));
  }

  private static String text(Host host, Path file) {
    try {
      return host.readText(file, ENV_LIMIT);
    } catch (IOException absent) {
      return "";
    }
  }

  /**
   * The assignments of a dotenv file; a value that only a password manager can fill is left out.
   */
  static Map<String, String> dotenv(String text) {
    Map<String, String> values = new HashMap<>();
    for (String raw : text.split("\n", -1)) {
      String line = raw.strip();
      if (line.startsWith("export ")) {
        line = line.substring("export ".length()).strip();
      }
      int equal = line.indexOf('=');
      if (equal <= 0 || line.startsWith("#")) {
        continue;
      }
      String value = value(line.substring(equal + 1).strip());
      if (!value.startsWith("op://")) {
        values.put(line.substring(0, equal).strip(), value);
      }
    }
    return values;
  }

  private static String value(String text) {
    if (text.length() > 1 && (text.charAt(0) == '"' || text.charAt(0) == '\'')) {
      int end = text.indexOf(text.charAt(0), 1);
      return end > 0 ? text.substring(1, end) : text.substring(1);
    }
    int comment = text.startsWith("#") ? 0 : text.indexOf(" #");
    return comment < 0 ? text : text.substring(0, comment).stripTrailing();
  }

  /** The value of a variable; empty when it is not set. */
  Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** What was asked for with {@code :?} and is not set, one sentence each. */
  Set<String> problems() {
    return problems;
  }

  /** The text of a value with its variables replaced. */
  String fill(YamlTree value) {
    return fill(value.text(), value.at().toString(), 0);
  }

  String fill(String text, String at, int depth) {
    if (text.indexOf('$') < 0 || depth > DEEPEST) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < text.length() && out.length() < MOST_CHARACTERS) {
      char c = text.charAt(i);
      if (c != '$' || i + 1 == text.length()) {
        out.append(c);
        i++;
        continue;
      }
      char next = text.charAt(i + 1);
      if (next == '$') {
        out.append('$');
        i += 2;
      } else if (next == '{') {
        int end = close(text, i + 2);
        if (end < 0) {
          problems.add(at + " has a ${ without its }");
          return out.append(text, i, text.length()).toString();
        }
        out.append(expand(text.substring(i + 2, end), at, depth));
        i = end + 1;
      } else {
        int end = nameEnd(text, i + 1);
        out.append(end == i + 1 ? "$" : values.getOrDefault(text.substring(i + 1, end), ""));
        i = end;
      }
    }
    return out.toString();
  }

  /** The brace that closes the one before {@code from}; -1 when there is none. */
  private static int close(String text, int from) {
    int depth = 1;
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '}' && --depth == 0) {
        return i;
      }
      if (text.charAt(i) == '{' && text.charAt(i - 1) == '$') {
        depth++;
      }
    }
    return -1;
  }

  private static int nameEnd(String text, int from) {
    int end = from;
    while (end < text.length()
        && (text.charAt(end) == '_'
            || Character.isLetter(text.charAt(end))
            || end > from && Character.isDigit(text.charAt(end)))) {
      end++;
    }
    return end;
  }

  private String expand(String inside, String at, int depth) {
    int end = nameEnd(inside, 0);
    String name = inside.substring(0, end);
    String rest = inside.substring(end);
    String value = values.getOrDefault(name, "");
    boolean colon = rest.startsWith(":");
    boolean there = colon ? !value.isEmpty() : values.containsKey(name);
    String operator = colon ? rest.substring(1) : rest;
    String word = operator.isEmpty() ? "" : operator.substring(1);
    switch (operator.isEmpty() ? ' ' : operator.charAt(0)) {
      case '-':
        return there ? value : fill(word, at, depth + 1);
      case '+':
        return there ? fill(word, at, depth + 1) : "";
      case '?':
        if (!there) {
          problems.add(at + " needs the variable " + name + (word.isEmpty() ? "" : ": " + word));
        }
        return value;
      default:
        return value;
    }
  }
}
