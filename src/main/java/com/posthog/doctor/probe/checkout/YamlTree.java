package com.posthog.doctor.probe.checkout;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A YAML value that knows where it was written: a text, a list, or names with values. */
sealed interface YamlTree {

  /** Where it was written: {@code docker-compose.dev.yml:12}. */
  Place at();

  /** A line of a file, which is named relative to the checkout. */
  record Place(String file, int line) {
    @Override
    public String toString() {
      return file + ":" + line;
    }
  }

  /** A scalar; {@code empty} when it is null or not there. */
  record Text(String text, boolean empty, Place at) implements YamlTree {}

  /** A sequence; {@code override} when compose is told to forget what it would be added to. */
  record Items(List<YamlTree> items, boolean override, Place at) implements YamlTree {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** A mapping, in the order of the file. */
  record Fields(Map<String, YamlTree> fields, boolean override, Place at) implements YamlTree {}

  /** The value of a name; empty when this is no mapping or has no such name. */
  default Optional<YamlTree> find(String name) {
    return Optional.ofNullable(fields().get(name));
  }

  /** The members of a mapping; none when it is something else. */
  default Map<String, YamlTree> fields() {
    return this instanceof Fields all ? all.fields() : Map.of();
  }

  /** The members of a sequence; none when it is something else. */
  default List<YamlTree> items() {
    return this instanceof Items all ? all.items() : List.of();
  }

  /** The text of a scalar; empty when it is something else. */
  default String text() {
    return this instanceof Text one ? one.text() : "";
  }

  /** A mapping without members. */
  static Fields nothing(String file) {
    return new Fields(new LinkedHashMap<>(), false, new Place(file, 1));
  }
}
