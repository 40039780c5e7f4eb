package com.posthog.doctor.probe.postgres;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The databases that a shell or SQL script creates, read line by line and never run. */
final class InitScript {
  private static final Pattern CREATE =
      Pattern.compile(
          "(?i)CREATE\\s+DATABASE\\s+(?:\"([^\"]{1,80})\"|([A-Za-z0-9_$][A-Za-z0-9_$:{}-]{0,80}))");
  private static final Pattern CREATEDB =
      Pattern.compile("\\bcreatedb\\b(?:\\s+-\\S+(?:\\s+\"?\\$\\S+)?)*\\s+\"?([A-Za-z0-9_${}-]+)");
  private static final Pattern ASSIGNMENT =
      Pattern.compile("^\\s*(?:export\\s+|local\\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.{0,200})$");
  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:\\{([A-Za-z_][A-Za-z0-9_]*)(?::?-([^}]*))?\\}|([A-Za-z_]\\w*))");

  private final Map<String, String> variables = new HashMap<>();
  private final List<Statement> statements = new ArrayList<>();
  private final UnaryOperator<String> environment;

  /**
   * Reads a script.
   *
   * @param environment the variables that it is started with; empty for those that are not set
   */
  InitScript(String text, UnaryOperator<String> environment) {
    this.environment = environment;
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      readLine(lines[i].stripTrailing(), i + 1);
    }
  }

  /**
   * A database that is created.
   *
   * @param name with what is left of variables that nothing explains: {@code posthog_${name}}
   */
  record Statement(String name, int line) {}

  List<Statement> statements() {
    return List.copyOf(statements);
  }

  private void readLine(String line, int number) {
    String start = line.stripLeading();
    if (start.startsWith("#") || start.startsWith("--")) {
      return;
    }
    Matcher assignment = ASSIGNMENT.matcher(line);
    if (assignment.matches()) {
      variables.put(assignment.group(1), expand(unquoted(assignment.group(2).strip())));
    }
    Matcher create = CREATE.matcher(line);
    while (create.find()) {
      String name = create.group(1) == null ? create.group(2) : create.group(1);
      statements.add(new Statement(expand(name), number));
    }
    Matcher createdb = CREATEDB.matcher(line);
    if (createdb.find()) {
      statements.add(new Statement(expand(createdb.group(1)), number));
    }
  }

  private static String unquoted(String text) {
    boolean quoted =
        text.length() > 1
            && (text.charAt(0) == '"' || text.charAt(0) == '\'')
            && text.charAt(text.length() - 1) == text.charAt(0);
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private String expand(String text) {
    Matcher variable = VARIABLE.matcher(text);
    StringBuilder expanded = new StringBuilder();
    while (variable.find()) {
      String name = variable.group(1) == null ? variable.group(3) : variable.group(1);
      String value = variables.getOrDefault(name, environment.apply(name));
      String known = !value.isEmpty() ? value : variable.group(2) == null ? "" : variable.group(2);
      variable.appendReplacement(
          expanded, Matcher.quoteReplacement(known.isEmpty() ? variable.group() : known));
    }
    return variable.appendTail(expanded).toString();
  }

  /** The name of a statement with one value in place of the variable that is left. */
  String fill(String name, String value) {
    return VARIABLE.matcher(name).replaceFirst(Matcher.quoteReplacement(value));
  }
}
