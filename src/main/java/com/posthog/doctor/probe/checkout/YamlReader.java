package com.posthog.doctor.probe.checkout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads YAML into a tree with line numbers and resolves aliases and merge keys. Depth, aliases and
 * the number of members are bounded, so that no file can hang the doctor or fill its memory.
 */
final class YamlReader {
  private static final int MOST_CHARACTERS = 4 << 20;
  private static final int MOST_ALIASES = 2000;
  private static final int MOST_MEMBERS = 200_000;
  private static final int DEEPEST = 60;

  private final String file;
  private final Map<Node, YamlTree> done = new IdentityHashMap<>();
  private final Map<Node, Boolean> open = new IdentityHashMap<>();
  private int members;

  private YamlReader(String file) {
    this.file = file;
  }

  /**
   * The tree of a text; an empty mapping when there is nothing in it.
   *
   * @throws IOException with one sentence that names the file and the line
   */
  static YamlTree read(String file, String text) throws IOException {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setMaxAliasesForCollections(MOST_ALIASES)
            .setCodePointLimit(MOST_CHARACTERS)
            .build();
    try {
      Parser parser = new ShallowParser(new ParserImpl(settings, new StreamReader(settings, text)));
      Optional<Node> root = new Composer(settings, parser).getSingleNode();
      return root.isEmpty()
          ? YamlTree.nothing(file)
          : new YamlReader(file).tree(root.get(), root.get());
    } catch (MarkedYamlEngineException malformed) {
      String line = malformed.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
      throw new IOException(file + line + " is not well-formed YAML: " + malformed.getProblem());
    } catch (YamlEngineException malformed) {
      String problem = String.valueOf(malformed.getMessage()).lines().findFirst().orElse("");
      throw new IOException(file + " is not well-formed YAML: " + problem, malformed);
    }
  }

  /** The tree of a node; a mapping or a list is where its name is written. */
  private YamlTree tree(Node node, Node named) throws IOException {
    YamlTree known = done.get(node);
    if (known != null) {
      return known;
    }
    if (open.put(node, true) != null) {
      throw new IOException(place(node) + " contains itself by an alias");
    }
    YamlTree tree;
    if (node instanceof MappingNode mapping) {
      tree = fields(mapping, place(named));
    } else if (node instanceof SequenceNode sequence) {
      tree = items(sequence, place(named));
    } else {
      tree = text(node);
    }
    open.remove(node);
    done.put(node, tree);
    return tree;
  }

  private YamlTree fields(MappingNode node, YamlTree.Place at) throws IOException {
    Map<String, YamlTree> own = new LinkedHashMap<>();
    Map<String, YamlTree> merged = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
      YamlTree value = tree(tuple.getValueNode(), tuple.getKeyNode());
      if (name.equals("<<")) {
        merge(merged, value);
      } else {
        own.put(name, value);
        count(1, node);
      }
    }
    if (!merged.isEmpty()) {
      merged.keySet().removeAll(own.keySet());
      own.putAll(merged);
    }
    return new YamlTree.Fields(own, overrides(node), at);
  }

  /** Adds what a merge key names; the first of several wins. */
  private void merge(Map<String, YamlTree> merged, YamlTree value) throws IOException {
    List<YamlTree> sources = value instanceof YamlTree.Items ? value.items() : List.of(value);
    for (YamlTree source : sources) {
      members += source.fields().size();
      if (members > MOST_MEMBERS) {
        throw new IOException(source.at() + " holds more than " + MOST_MEMBERS + " values");
      }
      source.fields().forEach(merged::putIfAbsent);
    }
  }

  private YamlTree items(SequenceNode node, YamlTree.Place at) throws IOException {
    List<YamlTree> items = new ArrayList<>(node.getValue().size());
    for (Node item : node.getValue()) {
      items.add(tree(item, item));
    }
    count(items.size(), node);
    return new YamlTree.Items(items, overrides(node), at);
  }

  private YamlTree text(Node node) {
    String text = node instanceof ScalarNode scalar ? scalar.getValue() : "";
    boolean empty = node.getTag().equals(Tag.NULL) || reset(node);
    return new YamlTree.Text(empty ? "" : text, empty, place(node));
  }

  private void count(int more, Node node) throws IOException {
    members += more;
    if (members > MOST_MEMBERS) {
      throw new IOException(place(node) + " holds more than " + MOST_MEMBERS + " values");
    }
  }

  private static boolean reset(Node node) {
    return node.getTag().getValue().equals("!reset");
  }

  private static boolean overrides(Node node) {
    return node.getTag().getValue().equals("!override") || reset(node);
  }

  private YamlTree.Place place(Node node) {
    return new YamlTree.Place(file, node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1));
  }

  /** Gives up on a text that is nested too deeply, before the composer's recursion does. */
  private static final class ShallowParser implements Parser {
    private final Parser parser;
    private int depth;

    ShallowParser(Parser parser) {
      this.parser = parser;
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
      return parser.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
      return parser.peekEvent();
    }

    @Override
    public boolean hasNext() {
      return parser.hasNext();
    }

    @Override
    public Event next() {
      Event event = parser.next();
      if (event instanceof CollectionStartEvent) {
        depth++;
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
      if (depth > DEEPEST) {
        throw new YamlEngineException("it is nested more than " + DEEPEST + " levels deep");
      }
      return event;
    }
  }
}
