package com.posthog.doctor.check;

import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Condition;
import com.posthog.doctor.model.Outlook;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Template;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

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
          "seen",
          "cure",
          "messages",
          "why",
          "docs",
          "remedies",
          "symptoms",
          "harmless",
          "runs",
          "waiting");

  /** What diagnose says of what was only seen in a log. */
  private static final List<String> SAID_OF_LOGS = List.of("seen", "cure");

  private static final Set<String> PLATFORMS = Set.of("macos", "linux", "wsl");
  private static final Map<String, Outlook> WAITING =
      Map.of("never", Outlook.SETTLED, "for", Outlook.COMING);
  private static final Set<String> ERAS = Set.of("layered", "handbook");
  private static final Set<String> PLACES = Set.of("ci", "container", "hooks");

  private final String file;
  private final Yaml yaml;
  private final ConditionReader conditions;
  private final RemedyReader remedies;

  private CardReader(String file) {
    this.file = file;
    this.yaml = new Yaml(file);
    this.conditions = new ConditionReader(yaml);
    this.remedies = new RemedyReader(yaml);
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

  private Card card(String text) {
    Map<String, Node> fields = yaml.fields(yaml.root(text), FIELDS);
    CheckId id = id(yaml.required(fields, "id"));
    List<Card.Limit> limits = limits(fields);
    Map<String, String> messages = new LinkedHashMap<>(messages(fields));
    String each = yaml.text(fields, "each");
    Card card =
        new Card(
            id,
            yaml.text(yaml.required(fields, "title")),
            yaml.texts(fields, "aliases"),
            yaml.texts(fields, "tags"),
            oneOf(fields, "platforms", PLATFORMS),
            oneOf(fields, "eras", ERAS),
            oneOf(fields, "not-in", PLACES),
            severity(fields, limits),
            severityIn(fields),
            ids(fields, "requires"),
            ids(fields, "explained-by"),
            conditions.read(fields.get("applies"), null),
            limits,
            each,
            messages,
            yaml.text(fields, "why").strip(),
            yaml.text(fields, "docs"),
            remedies.remedies(fields),
            new SymptomReader(yaml).symptoms(fields),
            Boolean.parseBoolean(yaml.text(fields, "harmless")),
            yaml.text(fields, "runs").equals("checkout"),
            waiting(fields, messages),
            file);
    check(card, fields);
    return card;
  }

  private void check(Card card, Map<String, Node> fields) {
    if (card.isDeclared() && !card.messages().containsKey("failing")) {
      throw yaml.bad(yaml.required(fields, "id"), "a rule in a card needs the text `failing`");
    }
    Class<?> member = null;
    if (!card.each().isEmpty()) {
      Optional<FactPath> path = FactPath.parse(card.each());
      member = path.map(FactPath::memberType).orElse(null);
      if (member == null) {
        throw yaml.bad(yaml.required(fields, "each"), "`" + card.each() + "` is no list of facts");
      }
    }
    for (Card.Limit limit : card.limits()) {
      for (Condition condition : limit.conditions()) {
        checkPath(condition.path(), member, yaml.required(fields, limit.severity().word()));
      }
    }
    if (card.isDeclared()) {
      for (Map.Entry<String, String> message : card.messages().entrySet()) {
        if (!SAID_OF_LOGS.contains(message.getKey())) {
          for (String place : Template.places(message.getValue())) {
            checkPath(place, member, yaml.required(fields, "id"));
          }
        }
      }
    }
    checkSeen(card, fields);
    for (Condition condition : card.applies()) {
      checkPath(condition.path(), null, yaml.required(fields, "applies"));
    }
    for (Remedy remedy : card.remedies()) {
      for (Condition condition : remedy.when()) {
        checkPath(condition.path(), null, yaml.required(fields, "remedies"));
      }
    }
  }

  /** What diagnose says can only name what the symptoms capture. */
  private void checkSeen(Card card, Map<String, Node> fields) {
    Set<String> captured = new HashSet<>();
    card.symptoms().forEach(symptom -> captured.addAll(symptom.captures()));
    for (String name : SAID_OF_LOGS) {
      for (String place : Template.places(card.messages().getOrDefault(name, ""))) {
        if (!captured.contains(place)) {
          throw yaml.bad(
              yaml.required(fields, "symptoms"),
              "no symptom captures `" + place + "` for `" + name + "`");
        }
      }
    }
  }

  private void checkPath(String text, @Nullable Class<?> member, Node at) {
    Optional<FactPath> path = FactPath.parse(text);
    if (path.isEmpty()) {
      throw yaml.bad(at, "there is no fact `" + text + "`");
    }
    path.get()
        .problem(member)
        .ifPresent(
            problem -> {
              throw yaml.bad(at, "the path `" + text + "` leads nowhere: " + problem);
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
    String word = yaml.text(node);
    if (!Set.of("error", "warning", "advice").contains(word)) {
      throw yaml.bad(node, "a severity is error, warning or advice, not `" + word + "`");
    }
    return Severity.of(word);
  }

  private Map<String, Severity> severityIn(Map<String, Node> fields) {
    Map<String, Severity> map = new LinkedHashMap<>();
    Node node = fields.get("severity-in");
    if (node != null) {
      yaml.entries(node).forEach((profile, value) -> map.put(profile, severity(value)));
    }
    return map;
  }

  private List<Card.Limit> limits(Map<String, Node> fields) {
    List<Card.Limit> limits = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      Node node = fields.get(severity.word());
      if (node != null) {
        limits.add(new Card.Limit(severity, conditions.read(node, severity)));
      }
    }
    return limits;
  }

  private Map<String, String> messages(Map<String, Node> fields) {
    Map<String, String> messages = new LinkedHashMap<>();
    Node node = fields.get("messages");
    if (node != null) {
      yaml.entries(node).forEach((name, value) -> messages.put(name, yaml.text(value).strip()));
    }
    for (String name : List.of("failing", "passing", "unknown", "seen", "cure")) {
      Node text = fields.get(name);
      if (text != null) {
        messages.put(name, yaml.text(text).strip());
      }
    }
    return messages;
  }

  /**
   * {@code never} for all failures, or the names of messages below {@code never} and {@code for}.
   */
  private Map<String, Outlook> waiting(Map<String, Node> fields, Map<String, String> messages) {
    Node node = fields.get("waiting");
    Map<String, Outlook> outlooks = new LinkedHashMap<>();
    if (node instanceof ScalarNode && yaml.text(node).equals("never")) {
      outlooks.put("", Outlook.SETTLED);
    } else if (node != null) {
      yaml.fields(node, WAITING.keySet())
          .forEach(
              (kind, names) -> {
                for (Node name : yaml.items(names)) {
                  if (!messages.containsKey(yaml.text(name))) {
                    throw yaml.bad(name, "there is no message `" + yaml.text(name) + "`");
                  }
                  outlooks.put(yaml.text(name), WAITING.getOrDefault(kind, Outlook.OPEN));
                }
              });
    }
    return outlooks;
  }

  private List<CheckId> ids(Map<String, Node> fields, String name) {
    return yaml.items(fields.get(name)).stream().map(this::id).toList();
  }

  private CheckId id(Node node) {
    String text = yaml.text(node);
    if (!CheckId.isValid(text)) {
      throw yaml.bad(node, "`" + text + "` is no check id: area.question, in lower case");
    }
    return new CheckId(text);
  }

  private List<String> oneOf(Map<String, Node> fields, String name, Set<String> allowed) {
    List<String> words = yaml.texts(fields, name);
    for (String word : words) {
      if (!allowed.contains(word)) {
        throw yaml.bad(yaml.required(fields, name), "`" + word + "` is not one of " + allowed);
      }
    }
    return words;
  }
}
