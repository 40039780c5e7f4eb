package com.posthog.doctor.probe.checkout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads YAML into a tree with line numbers and resolves aliases and merge keys. Depth, aliases and
 * the number of members are bounded, so that no file can hang the doctor or fill its memory. Built
 * from the parser's events: the library's own nodes would cost a third more at every start.
 */
final class YamlReader {
  private static final int MOST_CHARACTERS = 4 << 20;
  private static final int MOST_ALIASES = 2000;
  private static final int MOST_MEMBERS = 200_000;
  private static final int DEEPEST = 60;

  private final String file;
  private final Parser events;
  private final Map<Anchor, Optional<YamlTree>> anchors = new HashMap<>();
  private int members;
  private int aliases;
  private int depth;

  private YamlReader(String file, Parser events) {
    this.file = file;
    this.events = events;
  }

  /**
   * The tree of a text; an empty mapping when there is nothing in it.
   *
   * @throws IOException with one sentence that names the file and the line
   */
  static YamlTree read(String file, String text) throws IOException {
    LoadSettings settings =
        LoadSettings.builder().setLabel(file).setCodePointLimit(MOST_CHARACTERS).build();
    try {
      return new YamlReader(file, new ParserImpl(settings, new StreamReader(settings, text)))
          .document();
    } catch (MarkedYamlEngineException malformed) {
      String line = malformed.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
      throw new IOException(file + line + " is not well-formed YAML: " + malformed.getProblem());
    } catch (YamlEngineException malformed) {
      String problem = String.valueOf(malformed.getMessage()).lines().findFirst().orElse("");
      throw new IOException(file + " is not well-formed YAML: " + problem, malformed);
    }
  }

  private YamlTree document() throws IOException {
    events.next(); // the start of the stream
    if (events.checkEvent(Event.ID.StreamEnd)) {
      return YamlTree.nothing(file);
    }
    events.next(); // the start of the document
    Event first = events.next();
    YamlTree tree = tree(first, place(first));
    events.next(); // the end of the document
    if (!events.checkEvent(Event.ID.StreamEnd)) {
      throw new IOException(place(events.next()) + " begins a second document; one is expected");
    }
    return tree;
  }

  /** The tree that begins with an event; a mapping or a list is where its name is written. */
  private YamlTree tree(Event event, YamlTree.Place named) throws IOException {
    if (event instanceof AliasEvent alias) {
      return aliased(alias);
    }
    Anchor anchor = event instanceof NodeEvent node ? node.getAnchor().orElse(null) : null;
    if (anchor != null) {
      anchors.put(anchor, Optional.empty()); // open: what names it now contains itself
    }
    YamlTree tree =
        event instanceof ScalarEvent scalar
            ? text(scalar)
            : collection((CollectionStartEvent) event, named);
    if (anchor != null) {
      anchors.put(anchor, Optional.of(tree));
    }
    return tree;
  }

  private YamlTree aliased(AliasEvent alias) throws IOException {
    if (!anchors.containsKey(alias.getAlias())) {
      throw new IOException(place(alias) + " names the alias *" + alias.getAlias() + " too early");
    }
    Optional<YamlTree> known = anchors.getOrDefault(alias.getAlias(), Optional.empty());
    if (known.isEmpty()) {
      throw new IOException(place(alias) + " contains itself by an alias");
    }
    if (++aliases > MOST_ALIASES) {
      throw new IOException(place(alias) + " is one of more than " + MOST_ALIASES + " aliases");
    }
    return known.get();
  }

  private YamlTree collection(CollectionStartEvent start, YamlTree.Place at) throws IOException {
    if (++depth > DEEPEST) {
      throw new IOException(place(start) + " is nested more than " + DEEPEST + " levels deep");
    }
    String tag = start.getTag().orElse("");
    boolean override = tag.equals("!override") || tag.equals("!reset");
    YamlTree tree =
        start.getEventId() == Event.ID.MappingStart ? fields(override, at) : items(override, at);
    depth--;
    return tree;
  }

  private YamlTree fields(boolean override, YamlTree.Place at) throws IOException {
    Map<String, YamlTree> own = new LinkedHashMap<>();
    Map<String, YamlTree> merged = new LinkedHashMap<>();
    Event key = events.next();
    while (key.getEventId() != Event.ID.MappingEnd) {
      YamlTree.Place here = place(key);
      YamlTree name = tree(key, here);
      YamlTree value = tree(events.next(), here);
      if (name.text().equals("<<")) {
        merge(merged, value);
      } else {
        own.put(name instanceof YamlTree.Text ? name.text() : "?", value);
        count(1, here);
      }
      key = events.next();
    }
    if (!merged.isEmpty()) {
      merged.keySet().removeAll(own.keySet());
      own.putAll(merged);
    }
    return new YamlTree.Fields(own, override, at);
  }

  /** Adds what a merge key names; the first of several wins. */
  private void merge(Map<String, YamlTree> merged, YamlTree value) throws IOException {
    List<YamlTree> sources = value instanceof YamlTree.Items ? value.items() : List.of(value);
    for (YamlTree source : sources) {
      count(source.fields().size(), source.at());
      source.fields().forEach(merged::putIfAbsent);
    }
  }

  private YamlTree items(boolean override, YamlTree.Place at) throws IOException {
    List<YamlTree> items = new ArrayList<>();
    Event item = events.next();
    while (item.getEventId() != Event.ID.SequenceEnd) {
      items.add(tree(item, place(item)));
      count(1, at);
      item = events.next();
    }
    return new YamlTree.Items(items, override, at);
  }

  private YamlTree text(ScalarEvent scalar) {
    String text = scalar.getValue();
    String tag = scalar.getTag().orElse("");
    boolean nothing =
        scalar.isPlain()
            && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"))
            && !tag.endsWith("str");
    boolean empty = nothing || tag.equals("!reset");
    return new YamlTree.Text(empty ? "" : text, empty, place(scalar));
  }

  private void count(int more, YamlTree.Place at) throws IOException {
    members += more;
    if (members > MOST_MEMBERS) {
      throw new IOException(at + " holds more than " + MOST_MEMBERS + " values");
    }
  }

  private YamlTree.Place place(Event event) {
    return new YamlTree.Place(file, event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1));
  }
}
