package com.posthog.doctor.check;

import com.posthog.doctor.model.Spelling;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads one YAML file strictly: whatever is not as expected is an error with file and line. */
final class Yaml {
  private static final int MOST_CHARACTERS = 256 * 1024;

  /** One for all files: making them costs as much as reading a small card. */
  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setAllowDuplicateKeys(false)
          .setMaxAliasesForCollections(20)
          .setCodePointLimit(MOST_CHARACTERS)
          .build();

  private final String file;

  Yaml(String file) {
    this.file = file;
  }

  Node root(String text) {
    try {
      Optional<Node> node = new Compose(SETTINGS).composeString(text);
      return node.orElseThrow(() -> new Catalog.BadCard(file + ":1: the file is empty"));
    } catch (MarkedYamlEngineException malformed) {
      int line = malformed.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      throw new Catalog.BadCard(
          file + ":" + line + ": no well-formed YAML, " + malformed.getProblem(), malformed);
    } catch (YamlEngineException malformed) {
      String message = String.valueOf(malformed.getMessage()).replaceAll("\\s*\\n\\s*", " ");
      throw new Catalog.BadCard(file + ":1: no well-formed YAML, " + message, malformed);
    } catch (StackOverflowError nested) {
      throw new Catalog.BadCard(file + ":1: it is nested too deeply to be read", nested);
    }
  }

  /** The file and line of a node. */
  String place(Node node) {
    return file + ":" + node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  Catalog.BadCard bad(Node node, String message) {
    return new Catalog.BadCard(place(node) + ": " + message);
  }

  String text(Map<String, Node> fields, String name) {
    Node node = fields.get(name);
    return node == null ? "" : text(node);
  }

  String text(@Nullable Node node) {
    if (node == null) {
      return "";
    }
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw bad(node, "a text is expected here");
  }

  List<String> texts(Map<String, Node> fields, String name) {
    return items(fields.get(name)).stream().map(this::text).toList();
  }

  List<Node> items(@Nullable Node node) {
    if (node == null) {
      return List.of();
    }
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    throw bad(node, "a list is expected here");
  }

  Node required(Map<String, Node> fields, String name) {
    Node node = fields.get(name);
    if (node == null) {
      throw new Catalog.BadCard(file + ":1: the field `" + name + "` is missing");
    }
    return node;
  }

  /** A field that must be there, in a part of the file. */
  Node required(Map<String, Node> fields, String name, Node part) {
    Node node = fields.get(name);
    if (node == null) {
      throw bad(part, "the field `" + name + "` is missing");
    }
    return node;
  }

  /** The fields of a mapping, of which only these are allowed. */
  Map<String, Node> fields(Node node, Set<String> allowed) {
    Map<String, Node> fields = entries(node);
    for (String name : fields.keySet()) {
      if (!allowed.contains(name)) {
        throw bad(
            key(node, name),
            "there is no field `" + name + "`" + Spelling.suggestion(name, new TreeSet<>(allowed)));
      }
    }
    return fields;
  }

  private static Node key(Node mapping, String name) {
    for (NodeTuple tuple : ((MappingNode) mapping).getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode scalar && scalar.getValue().equals(name)) {
        return scalar;
      }
    }
    return mapping;
  }

  Map<String, Node> entries(Node node) {
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
}
