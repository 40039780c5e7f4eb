package com.posthog.doctor.model;

import java.util.List;

/**
 * One test of one fact, as a card states it: {@code docker.memory: { at-least: 3.6 GiB }}.
 *
 * @param path the fact: {@code docker.memory}, {@code tool(node).version}, {@code member.image}
 * @param operands one, or several for {@link Operator#ONE_OF}; none for present and absent
 */
public record Condition(String path, Operator operator, List<String> operands) {
  public Condition {
    operands = List.copyOf(operands);
  }

  /** The closed list of tests that a card may state. */
  public enum Operator {
    AT_LEAST,
    AT_MOST,
    IS,
    NOT,
    ONE_OF,
    MATCHES,
    SATISFIES,
    PRESENT,
    ABSENT;

    /** The word in a card: {@code at-least}. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /** The text of the test for a reason: {@code host.os is macos}. */
  public String describe() {
    return (path + " " + operator.word().replace('-', ' ') + " " + String.join(", ", operands))
        .strip();
  }
}
