package com.posthog.doctor.check;

import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Condition;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Risk;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Step;
import com.posthog.doctor.model.Symptom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads a card from YAML, strictly: an unknown field, a bad value or a path that leads nowhere is
 * an error that names file and line.
 */
public final class CardReader {
  /** The fields of a card, as {@code card.schema.json} lists them. */
  static final Set<String> FIELDS =
      Set.of(
          "id",
          "title",
          "aliases",
          "tags",
          "platforms",
          "eras",
          "not-in",
          "severity",
          "severity-in",
          "requires",
          "explained-by",
          "applies",
          "each",
          "error",
          "warning",
          "advice",
          "failing",
          "passing",
          "unknown",
          "messages",
          "why",
          "docs",
          "remedies",
          "symptoms",
          "harmless",
          "runs");

  private static final Set<String> REMEDY_FIELDS =
      Set.of("id", "title", "why", "when", "risk", "steps");
  private static final Set<String> PLATFORMS = Set.of("macos", "linux", "wsl");
  private static final Set<String> ERAS = Set.of("layered", "handbook");
  private static final Set<String> PLACES = Set.of("ci", "container", "hooks");

  private final String file;

  private CardReader(String file) {
    this.file = file;
  }

  /**
   * Reads one card.
   *
   * @param file the name for messages, {@code checks/docker/memory.yaml}
   * @throws Catalog.BadCard with file, line and what is wrong
   */
  public static Card read(String file, String yaml) {
    return new CardReader(file).card(yaml);
  }

  private Card card(String yaml) {
    Map<String, Node> fields = fields(root(yaml), FIELDS);
    CheckId id = id(required(fields, "id"));
    List<Card.Limit> limits = limits(fields);
    Map<String, String> messages = new LinkedHashMap<>(messages(fields));
    String each = text(fields, "each");
    Card card =
        new Card(
            id,
            text(required(fields, "title")),
            texts(fields, "aliases"),
            texts(fields, "tags"),
            oneOf(fields, "platforms", PLATFORMS),
            oneOf(fields, "eras", ERAS),
            oneOf(fields, "not-in", PLACES),
            severity(fields, limits),
            severityIn(fields),
            ids(fields, "requires"),
            ids(fields, "explained-by"),
            conditions(fields.get("applies"), null),
            limits,
            each,
            messages,
            text(fields, "why").strip(),
            text(fields, "docs"),
            remedies(fields),
            symptoms(fields),
            Boolean.parseBoolean(text(fields, "harmless")),
            text(fields, "runs").equals("checkout"),
            file);
    check(card, fields);
    return card;
  }

  private Node root(String yaml) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setAllowDuplicateKeys(false)
            .setMaxAliasesForCollections(20)
            .setCodePointLimit(256 * 1024)
            .build();
    try {
      Optional<Node> node = new Compose(settings).composeString(yaml);
      return node.orElseThrow(() -> new Catalog.BadCard(file + ":1: the card is empty"));
    } catch (YamlEngineException malformed) {
      throw new Catalog.BadCard(
          file + ": " + String.valueOf(malformed.getMessage()).replaceAll("\\s*\\n\\s*", " "),
          malformed);
    }
  }

  private void check(Card card, Map<String, Node> fields) {
    if (card.isDeclared() && !card.messages().containsKey("failing")) {
      throw bad(required(fields, "id"), "a rule in a card needs the text `failing`");
    }
    Class<?> member = null;
    if (!card.each().isEmpty()) {
      Optional<FactPath> path = FactPath.parse(card.each());
      member = path.map(FactPath::memberType).orElse(null);
      if (member == null) {
        throw bad(required(fields, "each"), "`" + card.each() + "` is no list of facts");
      }
    }
    for (Card.Limit limit : card.limits()) {
      for (Condition condition : limit.conditions()) {
        checkPath(condition.path(), member, required(fields, limit.severity().word()));
      }
    }
    for (Condition condition : card.applies()) {
      checkPath(condition.path(), null, required(fields, "applies"));
    }
    for (Remedy remedy : card.remedies()) {
      for (Condition condition : remedy.when()) {
        checkPath(condition.path(), null, required(fields, "remedies"));
      }
    }
  }

  private void checkPath(String text, @Nullable Class<?> member, Node at) {
    Optional<FactPath> path = FactPath.parse(text);
    if (path.isEmpty()) {
      throw bad(at, "there is no fact `" + text + "`");
    }
    path.get()
        .problem(member)
        .ifPresent(
            problem -> {
              throw bad(at, "the path `" + text + "` leads nowhere: " + problem);
            });
  }

  private Severity severity(Map<String, Node> fields, List<Card.Limit> limits) {
    Node node = fields.get("severity");
    if (node == null) {
      return limits.isEmpty() ? Severity.ERROR : limits.get(0).severity();
    }
    return severity(node);
  }

  private Severity severity(Node node) {
    String word = text(node);
    if (!Set.of("error", "warning", "advice").contains(word)) {
      throw bad(node, "a severity is error, warning or advice, not `" + word + "`");
    }
    return Severity.of(word);
  }

  private Map<String, Severity> severityIn(Map<String, Node> fields) {
    Map<String, Severity> map = new LinkedHashMap<>();
    Node node = fields.get("severity-in");
    if (node != null) {
      entries(node).forEach((profile, value) -> map.put(profile, severity(value)));
    }
    return map;
  }

  private List<Card.Limit> limits(Map<String, Node> fields) {
    List<Card.Limit> limits = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      Node node = fields.get(severity.word());
      if (node != null) {
        limits.add(new Card.Limit(severity, conditions(node, severity)));
      }
    }
    return limits;
  }

  private List<Condition> conditions(@Nullable Node node, @Nullable Severity severity) {
    List<Condition> conditions = new ArrayList<>();
    if (node == null) {
      return conditions;
    }
    entries(node).forEach((path, test) -> conditions.addAll(condition(path, test)));
    if (conditions.isEmpty() && severity != null) {
      throw bad(node, "`" + severity.word() + "` has no test");
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
    entries(test)
        .forEach(
            (word, operand) ->
                conditions.add(new Condition(path, operator(word, test), operands(operand))));
    return conditions;
  }

  private Condition.Operator operator(String word, Node at) {
    for (Condition.Operator operator : Condition.Operator.values()) {
      if (operator.word().equals(word)) {
        return operator;
      }
    }
    throw bad(at, "there is no test `" + word + "`");
  }

  private List<String> operands(Node node) {
    return node instanceof SequenceNode
        ? items(node).stream().map(this::text).toList()
        : List.of(text(node));
  }

  private Map<String, String> messages(Map<String, Node> fields) {
    Map<String, String> messages = new LinkedHashMap<>();
    Node node = fields.get("messages");
    if (node != null) {
      entries(node).forEach((name, value) -> messages.put(name, text(value).strip()));
    }
    for (String name : List.of("failing", "passing", "unknown")) {
      Node text = fields.get(name);
      if (text != null) {
        messages.put(name, text(text).strip());
      }
    }
    return messages;
  }

  private List<Remedy> remedies(Map<String, Node> fields) {
    List<Remedy> remedies = new ArrayList<>();
    for (Node node : items(fields.get("remedies"))) {
      Map<String, Node> remedy = fields(node, REMEDY_FIELDS);
      List<Step> steps = new ArrayList<>();
      for (Node step : items(remedy.get("steps"))) {
        steps.add(step(step));
      }
      if (steps.isEmpty()) {
        throw bad(node, "a remedy needs at least one step");
      }
      remedies.add(
          new Remedy(
              text(required(remedy, "id")),
              text(required(remedy, "title")),
              text(remedy, "why").strip(),
              risk(required(remedy, "risk")),
              conditions(remedy.get("when"), null),
              steps));
    }
    return remedies;
  }

  private Risk risk(Node node) {
    for (Risk risk : Risk.values()) {
      if (risk.word().equals(text(node))) {
        return risk;
      }
    }
    throw bad(node, "there is no risk `" + text(node) + "`");
  }

  private Step step(Node node) {
    Map<String, Node> entries = entries(node);
    if (entries.size() != 1) {
      throw bad(node, "a step has one kind, such as `run` or `tell`");
    }
    String kind = entries.keySet().iterator().next();
    Node value = entries.values().iterator().next();
    return switch (kind) {
      case "run" -> new Step.Run(argv(value), false);
      case "sudo" -> new Step.Run(argv(value), true);
      case "tell" -> new Step.Tell(text(value).strip());
      case "move-aside" -> new Step.MoveAside(text(value));
      case "stop-process" -> new Step.StopProcess(text(value));
      case "set-env" -> {
        Map<String, Node> set = fields(value, Set.of("file", "key", "value"));
        yield new Step.SetEnv(
            text(required(set, "file")), text(required(set, "key")), text(required(set, "value")));
      }
      case "edit-block", "sudo-edit-block" -> {
        Map<String, Node> edit = fields(value, Set.of("file", "marker", "text"));
        yield new Step.EditBlock(
            text(required(edit, "file")),
            text(required(edit, "marker")),
            text(required(edit, "text")),
            kind.startsWith("sudo"));
      }
      case "set-mode" -> {
        Map<String, Node> set = fields(value, Set.of("file", "mode"));
        yield new Step.SetMode(text(required(set, "file")), text(required(set, "mode")));
      }
      default -> throw bad(node, "there is no step `" + kind + "`");
    };
  }

  private List<String> argv(Node node) {
    if (!(node instanceof SequenceNode)) {
      throw bad(node, "a program is a list of arguments: [brew, install, brotli]");
    }
    return items(node).stream().map(this::text).toList();
  }

  private List<Symptom> symptoms(Map<String, Node> fields) {
    List<Symptom> symptoms = new ArrayList<>();
    for (Node node : items(fields.get("symptoms"))) {
      Map<String, Node> symptom = fields(node, Set.of("text", "regex"));
      symptoms.add(
          symptom.containsKey("regex")
              ? new Symptom(text(required(symptom, "regex")), true)
              : new Symptom(text(required(symptom, "text")), false));
    }
    return symptoms;
  }

  private List<CheckId> ids(Map<String, Node> fields, String name) {
    return items(fields.get(name)).stream().map(this::id).toList();
  }

  private CheckId id(Node node) {
    String text = text(node);
    if (!CheckId.isValid(text)) {
      throw bad(node, "`" + text + "` is no check id: area.question, in lower case");
    }
    return new CheckId(text);
  }

  private List<String> oneOf(Map<String, Node> fields, String name, Set<String> allowed) {
    List<String> words = texts(fields, name);
    for (String word : words) {
      if (!allowed.contains(word)) {
        throw bad(required(fields, name), "`" + word + "` is not one of " + allowed);
      }
    }
    return words;
  }

  private List<String> texts(Map<String, Node> fields, String name) {
    return items(fields.get(name)).stream().map(this::text).toList();
  }

  private String text(Map<String, Node> fields, String name) {
    Node node = fields.get(name);
    return node == null ? "" : text(node);
  }

  private String text(Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw bad(node, "a text is expected here");
  }

  private List<Node> items(@Nullable Node node) {
    if (node == null) {
      return List.of();
    }
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    throw bad(node, "a list is expected here");
  }

  private Node required(Map<String, Node> fields, String name) {
    Node node = fields.get(name);
    if (node == null) {
      throw new Catalog.BadCard(file + ":1: the field `" + name + "` is missing");
    }
    return node;
  }

  private Map<String, Node> fields(Node node, Set<String> allowed) {
    Map<String, Node> fields = entries(node);
    for (String name : fields.keySet()) {
      if (!allowed.contains(name)) {
        throw bad(key(node, name), "there is no field `" + name + "`" + suggestion(name, allowed));
      }
    }
    return fields;
  }

  private static String suggestion(String name, Set<String> allowed) {
    return allowed.stream()
        .filter(word -> word.startsWith(name.substring(0, 1).toLowerCase(Locale.ROOT)))
        .sorted()
        .findFirst()
        .map(word -> "; did you mean `" + word + "`?")
        .orElse("");
  }

  private static Node key(Node mapping, String name) {
    for (NodeTuple tuple : ((MappingNode) mapping).getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode scalar && scalar.getValue().equals(name)) {
        return scalar;
      }
    }
    return mapping;
  }

  private Map<String, Node> entries(Node node) {
    if (!(node instanceof MappingNode mapping)) {
      throw bad(node, "fields are expected here");
    }
    Map<String, Node> entries = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String name = text(tuple.getKeyNode());
      if (!seen.add(name)) {
        throw bad(tuple.getKeyNode(), "the field `" + name + "` stands twice");
      }
      entries.put(name, tuple.getValueNode());
    }
    return entries;
  }

  private Catalog.BadCard bad(Node node, String message) {
    int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    return new Catalog.BadCard(file + ":" + line + ": " + message);
  }
}
