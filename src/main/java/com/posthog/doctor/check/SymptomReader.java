package com.posthog.doctor.check;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.posthog.doctor.model.Anchors;
import com.posthog.doctor.model.Symptom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads the symptoms of a card, and refuses those that could not be found fast or surely. */
final class SymptomReader {
  /** The fields of a symptom, as {@code card.schema.json} lists them. */
  static final Set<String> FIELDS =
      Set.of("text", "pattern", "case", "service", "captures", "weight", "not", "over");

  private static final int SHORTEST = 4;

  private final Yaml yaml;

  SymptomReader(Yaml yaml) {
    this.yaml = yaml;
  }

  List<Symptom> symptoms(Map<String, Node> fields) {
    List<Symptom> symptoms = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Node node : yaml.items(fields.get("symptoms"))) {
      Symptom symptom = symptom(node);
      if (!seen.add(symptom.text())) {
        throw yaml.bad(node, "this symptom stands twice");
      }
      symptoms.add(symptom);
    }
    return symptoms;
  }

  private Symptom symptom(Node node) {
    Map<String, Node> fields = yaml.fields(node, FIELDS);
    boolean pattern = fields.containsKey("pattern");
    if (pattern == fields.containsKey("text")) {
      throw yaml.bad(node, "a symptom has either a `text` or a `pattern`");
    }
    Node source = yaml.required(fields, pattern ? "pattern" : "text");
    if (pattern) {
      checkPattern(source, yaml.text(source), yaml.texts(fields, "captures").size());
    } else {
      checkText(source, yaml.text(source));
    }
    Symptom symptom =
        new Symptom(
            yaml.text(source),
            pattern ? Symptom.Form.PATTERN : form(fields),
            services(fields),
            yaml.texts(fields, "captures"),
            weight(fields),
            yaml.texts(fields, "not"));
    if (pattern && fields.containsKey("case")) {
      throw yaml.bad(node, "a pattern folds case by beginning with (?i)");
    }
    if (!pattern && !symptom.captures().isEmpty()) {
      throw yaml.bad(source, "only a `pattern` has `captures`");
    }
    return symptom;
  }

  private Symptom.Form form(Map<String, Node> fields) {
    Node node = fields.get("case");
    if (node == null) {
      return Symptom.Form.EXACT;
    }
    if (!yaml.text(node).equals("fold")) {
      throw yaml.bad(node, "`case` is fold, or is left out");
    }
    return Symptom.Form.FOLDED;
  }

  private List<String> services(Map<String, Node> fields) {
    Node node = fields.get("service");
    return node instanceof ScalarNode ? List.of(yaml.text(node)) : yaml.texts(fields, "service");
  }

  private int weight(Map<String, Node> fields) {
    Node node = fields.get("weight");
    Node over = fields.get("over");
    if (over != null) {
      if (node != null || !yaml.text(over).equals("true")) {
        throw yaml.bad(over, "`over` is true, or is left out; such a symptom has no weight");
      }
      return Symptom.OVER;
    }
    if (node == null) {
      return Symptom.USUAL_WEIGHT;
    }
    String text = yaml.text(node);
    int weight = text.matches("[0-9]{1,2}") ? Integer.parseInt(text) : 0;
    if (weight < 1 || weight > Symptom.MOST_WEIGHT) {
      throw yaml.bad(node, "a weight is a number from 1 to " + Symptom.MOST_WEIGHT);
    }
    return weight;
  }

  private void checkText(Node node, String text) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || lines.get(lines.size() - 1).strip().length() < SHORTEST) {
      throw yaml.bad(node, "the last line of a text needs " + SHORTEST + " letters or more");
    }
  }

  private void checkPattern(Node node, String text, int captures) {
    try {
      if (Pattern.compile(text).groupCount() < captures) {
        throw yaml.bad(
            node, "there are " + captures + " `captures`, but fewer groups in the pattern");
      }
      if (Anchors.of(text).shortest() < SHORTEST) {
        throw yaml.bad(
            node,
            "every match of a pattern must hold "
                + SHORTEST
                + " plain letters in a row (of several lines, in the last one)");
      }
    } catch (PatternSyntaxException | IllegalArgumentException malformed) {
      throw yaml.bad(node, "no pattern that is understood: " + malformed.getMessage());
    }
  }
}
