package com.posthog.doctor.check;

import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.Waiver;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads what may fail: a list of {@code check}, {@code reason}, {@code subject} and {@code until}.
 */
final class WaiverReader {
  private static final Set<String> FIELDS = Set.of("check", "subject", "reason", "until");

  private final Yaml yaml;
  private final Catalog catalog;
  private final List<Catalog.BadCard> problems = new ArrayList<>();

  WaiverReader(String file, Catalog catalog) {
    this.yaml = new Yaml(file);
    this.catalog = catalog;
  }

  /** The waivers that can be used. */
  List<Waiver> read(String text) {
    List<Waiver> waivers = new ArrayList<>();
    try {
      for (Node node : yaml.items(yaml.root(text))) {
        read(node, waivers);
      }
    } catch (Catalog.BadCard malformed) {
      problems.add(malformed);
    }
    return waivers;
  }

  /** What is wrong with the others. */
  List<Catalog.BadCard> problems() {
    return problems;
  }

  private void read(Node node, List<Waiver> into) {
    try {
      Map<String, Node> fields = yaml.fields(node, FIELDS);
      Node check = yaml.required(fields, "check", node);
      String name = yaml.text(check);
      Card card =
          catalog.find(name).orElseThrow(() -> yaml.bad(check, "there is no check `" + name + "`"));
      String reason = yaml.text(yaml.required(fields, "reason", node)).strip();
      if (reason.isEmpty()) {
        throw yaml.bad(node, "a waiver says why: the field `reason` is empty");
      }
      into.add(
          new Waiver(
              card.id(),
              yaml.text(fields, "subject"),
              reason,
              until(fields.get("until")),
              yaml.place(node)));
    } catch (Catalog.BadCard bad) {
      problems.add(bad);
    }
  }

  private @Nullable LocalDate until(@Nullable Node node) {
    if (node == null) {
      return null;
    }
    try {
      return LocalDate.parse(yaml.text(node).strip());
    } catch (DateTimeException malformed) {
      throw yaml.bad(node, "`until` is a day such as 2026-12-31, not `" + yaml.text(node) + "`");
    }
  }
}
