package com.posthog.doctor.probe.env;

import com.posthog.doctor.facts.Setting;
import com.posthog.doctor.facts.SettingsFacts.Definition;
import com.posthog.doctor.facts.SettingsFacts.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The variables while they are being put together: for each what every layer says, strongest first.
 */
final class Layers {
  private final Map<String, Deque<Written>> all = new HashMap<>();
  private final List<String> order = new ArrayList<>();

  /** A value as a layer writes it. */
  private record Written(String value, String layer, String source, boolean computed) {}

  /** The value that holds so far; null when there is none. */
  @Nullable String value(String name) {
    Deque<Written> written = all.get(name);
    return written == null || written.isEmpty() ? null : written.getFirst().value();
  }

  /** Sets a value, whatever was there. */
  void assign(String name, String value, String layer, String source, boolean computed) {
    Deque<Written> written = all.computeIfAbsent(name, key -> new ArrayDeque<>());
    written.removeIf(one -> one.source().equals(source));
    written.addFirst(new Written(value, layer, source, computed));
  }

  /** Sets a value where there is none yet, or an empty one. */
  void defaults(String name, String value, String layer, String source, boolean computed) {
    Deque<Written> written = all.computeIfAbsent(name, key -> new ArrayDeque<>());
    Written mine = new Written(value, layer, source, computed);
    if (!written.isEmpty() && written.getFirst().value().isEmpty()) {
      written.addFirst(mine);
    } else {
      written.addLast(mine);
    }
  }

  /** Notes a layer that is weaker than those before it. */
  void weaker(String layer) {
    if (!order.contains(layer)) {
      order.add(layer);
    }
  }

  /** Notes a layer that is stronger than those before it. */
  void stronger(String layer) {
    order.remove(layer);
    order.add(0, layer);
  }

  /** The layers, strongest first. */
  List<String> order() {
    return order;
  }

  /** Every variable with its effective value, redacted. */
  Map<String, Value> values() {
    Map<String, Value> values = new HashMap<>();
    all.forEach(
        (name, written) -> {
          Written first = written.getFirst();
          Set<Definition> weaker = new LinkedHashSet<>();
          for (Written one : written) {
            if (one != first) {
              weaker.add(
                  new Definition(
                      Setting.of(name, one.value()), one.layer(), one.source(), one.computed()));
            }
          }
          values.put(
              name,
              new Value(
                  Setting.of(name, first.value()),
                  first.layer(),
                  first.source(),
                  first.computed(),
                  List.copyOf(weaker)));
        });
    return values;
  }
}
