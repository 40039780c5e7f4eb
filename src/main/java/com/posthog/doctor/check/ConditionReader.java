package com.posthog.doctor.check;

import com.posthog.doctor.model.Condition;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the tests that a card states. */
final class ConditionReader {
  private final Yaml yaml;

  ConditionReader(Yaml yaml) {
    this.yaml = yaml;
  }

  List<Condition> read(@Nullable Node node, @Nullable Severity severity) {
    List<Condition> conditions = new ArrayList<>();
    if (node == null) {
      return conditions;
    }
    yaml.entries(node).forEach((path, test) -> conditions.addAll(condition(path, test)));
    if (conditions.isEmpty() && severity != null) {
      throw yaml.bad(node, "`" + severity.word() + "` has no test");
    }
    return conditions;
  }

  private List<Condition> condition(String path, Node test) {
    if (test instanceof ScalarNode scalar) {
      String word = scalar.getValue();
      if (word.equals("present") || word.equals("absent")) {
        return List.of(new Condition(path, operator(word, test), List.of()));
      }
      return List.of(new Condition(path, Condition.Operator.IS, List.of(word)));
    }
    List<Condition> conditions = new ArrayList<>();
    yaml.entries(test)
        .forEach(
            (word, operand) ->
                conditions.add(
                    checked(
                        new Condition(path, operator(word, test), operands(operand)), operand)));
    return conditions;
  }

  /** Refuses an operand that its test could never understand. */
  private Condition checked(Condition condition, Node at) {
    if (condition.operands().isEmpty()) {
      throw yaml.bad(at, "`" + condition.operator().word() + "` needs a value");
    }
    String first = condition.operands().get(0);
    switch (condition.operator()) {
      case MATCHES -> {
        try {
          Pattern.compile(first);
        } catch (PatternSyntaxException malformed) {
          throw yaml.bad(at, "`" + first + "` is no regular expression");
        }
      }
      case AT_LEAST, AT_MOST -> {
        if (Conditions.number(first).isEmpty() && Span.parse(first).isEmpty()) {
          throw yaml.bad(at, "`" + first + "` is no number, size or time");
        }
      }
      default -> {}
    }
    return condition;
  }

  private Condition.Operator operator(String word, Node at) {
    for (Condition.Operator operator : Condition.Operator.values()) {
      if (operator.word().equals(word)) {
        return operator;
      }
    }
    throw yaml.bad(at, "there is no test `" + word + "`");
  }

  private List<String> operands(Node node) {
    return node instanceof SequenceNode
        ? yaml.items(node).stream().map(yaml::text).toList()
        : List.of(yaml.text(node));
  }
}
