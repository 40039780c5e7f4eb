package com.posthog.doctor.model;

import java.util.List;

/**
 * What a person sees in a terminal or a log when a check fails.
 *
 * @param text a literal, or a regular expression in the syntax of RE2; a line break in it stands
 *     for one
 * @param services the containers or programs that say it; empty for any
 * @param captures the names of the groups of a pattern, in order, for {@code ${port}} in texts
 * @param weight from 1, which fits many causes, to 10, which only this cause makes; 0 for a sign
 *     that it is over: what was seen before it does not count
 * @param not texts that make a line with this symptom a false alarm
 */
public record Symptom(
    String text,
    Form form,
    List<String> services,
    List<String> captures,
    int weight,
    List<String> not) {
  /** The weight of a symptom that names none. */
  public static final int USUAL_WEIGHT = 5;

  /** The weight of a sign that it is over. */
  public static final int OVER = 0;

  /** The heaviest of weights. */
  public static final int MOST_WEIGHT = 10;

  /** How the text is compared. */
  public enum Form {
    EXACT,
    FOLDED,
    PATTERN
  }

  public Symptom {
    services = List.copyOf(services);
    captures = List.copyOf(captures);
    not = List.copyOf(not);
  }

  /**
   * What must be found before the rest is looked at; worked out anew each time.
   *
   * @throws IllegalArgumentException where the form of a pattern cannot be followed
   */
  public Anchors anchors() {
    if (form == Form.PATTERN) {
      return Anchors.of(text);
    }
    List<String> lines = lines();
    return new Anchors(
        lines.subList(lines.size() - 1, lines.size()), form == Form.FOLDED, lines.size());
  }

  /** The lines of a literal, of which the last is its anchor. */
  public List<String> lines() {
    String literal = text.strip();
    return literal.indexOf('\n') < 0
        ? List.of(literal)
        : literal.lines().map(String::strip).toList();
  }

  /** Whether it is a sign that what was seen before it is over. */
  public boolean isOver() {
    return weight == OVER;
  }

  /** A text that is found as it is, from any service. */
  public static Symptom of(String text) {
    return new Symptom(text, Form.EXACT, List.of(), List.of(), USUAL_WEIGHT, List.of());
  }
}
