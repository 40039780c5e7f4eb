package com.posthog.doctor.probe.python;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packages of {@code uv.lock}. Read line by line: the file is written by a program, has tens of
 * thousands of lines, and only names, versions and the project's own dependencies are wanted.
 *
 * @param versions the locked versions by normalised name; several where markers choose among them
 * @param direct what the project itself needs everywhere, without markers
 */
record UvLock(Map<String, Set<String>> versions, Set<String> direct) {
  private static final Pattern NAME = Pattern.compile("\\{ name = \"([^\"]+)\"(.*)}.*");

  static UvLock parse(String text) {
    Parser parser = new Parser();
    text.lines().forEach(parser::line);
    parser.finish();
    return new UvLock(parser.versions, parser.direct);
  }

  /** A name as indexes compare it: lower case, dashes for every separator. */
  static String normal(String name) {
    StringBuilder normal = new StringBuilder();
    boolean separator = false;
    for (char c : name.toLowerCase(Locale.ROOT).toCharArray()) {
      boolean other = c == '-' || c == '_' || c == '.';
      if (other && !separator) {
        normal.append('-');
      } else if (!other) {
        normal.append(c);
      }
      separator = other;
    }
    return normal.toString();
  }

  private static final class Parser {
    final Map<String, Set<String>> versions = new HashMap<>();
    final Set<String> direct = new LinkedHashSet<>();
    private final Set<String> needed = new LinkedHashSet<>();
    private String name = "";
    private String version = "";
    private boolean project;
    private boolean head;
    private boolean dependencies;

    void line(String line) {
      if (line.startsWith("[")) {
        dependencies = false;
        if (line.startsWith("[[package]]")) {
          finish();
          head = true;
        } else {
          head = false;
        }
      } else if (head && line.startsWith("name = ")) {
        name = value(line);
      } else if (head && line.startsWith("version = ")) {
        version = value(line);
      } else if (head && line.startsWith("source = ")) {
        project = line.contains("virtual = \".\"") || line.contains("editable = \".\"");
      } else if (head && line.startsWith("dependencies = [")) {
        dependencies = true;
      } else if (line.startsWith("]")) {
        dependencies = false;
      } else if (dependencies) {
        Matcher matcher = NAME.matcher(line.strip());
        if (matcher.matches() && !matcher.group(2).contains("marker")) {
          needed.add(normal(matcher.group(1)));
        }
      }
    }

    void finish() {
      if (!name.isEmpty()) {
        versions.computeIfAbsent(normal(name), key -> new LinkedHashSet<>()).add(version);
        if (project) {
          direct.addAll(needed);
        }
      }
      name = "";
      version = "";
      project = false;
      head = false;
      needed.clear();
    }

    private static String value(String line) {
      int open = line.indexOf('"');
      int close = line.lastIndexOf('"');
      return open >= 0 && close > open ? line.substring(open + 1, close) : "";
    }
  }
}
