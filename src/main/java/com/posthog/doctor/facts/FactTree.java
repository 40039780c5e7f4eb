package com.posthog.doctor.facts;

import com.posthog.doctor.model.Secret;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Facts as trees of maps, lists, texts, numbers and booleans, and back: the common ground of
 * snapshots in JSON and of fixtures in YAML. Components are written in kebab-case; one that is left
 * out has the empty value of its type.
 */
public final class FactTree {
  private FactTree() {}

  /** The tree of a fact. */
  public static @Nullable Object write(@Nullable Object value) {
    if (value instanceof Setting setting) {
      return setting.hidden()
          ? new TreeMap<>(Map.of("shown", setting.shown(), "mark", setting.raw().mark()))
          : setting.shown();
    }
    if (value instanceof Secret secret) {
      return "(hidden " + secret.mark() + ")";
    }
    if (value instanceof Record) {
      return record(value);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> tree = new TreeMap<>();
      map.forEach((name, one) -> tree.put(String.valueOf(name), write(one)));
      return tree;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(FactTree::write).toList();
    }
    if (value instanceof Optional<?> optional) {
      return write(optional.orElse(null));
    }
    if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
    return value == null || value instanceof Number || value instanceof Boolean
        ? value
        : value.toString();
  }

  private static Map<String, @Nullable Object> record(Object value) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      try {
        tree.put(kebab(component.getName()), write(component.getAccessor().invoke(value)));
      } catch (ReflectiveOperationException broken) {
        throw new IllegalStateException(broken);
      }
    }
    return tree;
  }

  /**
   * The fact of a tree.
   *
   * @throws IllegalArgumentException when the tree does not fit the type, saying where
   */
  public static <F> F read(Class<F> type, @Nullable Object tree) {
    return type.cast(read((Type) type, tree, "", type.getSimpleName()));
  }

  private static Object read(Type type, @Nullable Object tree, String name, String at) {
    Class<?> raw =
        type instanceof ParameterizedType p ? (Class<?>) p.getRawType() : (Class<?>) type;
    if (raw == Optional.class) {
      return tree == null ? Optional.empty() : Optional.of(read(argument(type, 0), tree, name, at));
    }
    if (raw == List.class) {
      return list(type, tree, at);
    }
    if (raw == Map.class) {
      return map(type, tree, at);
    }
    if (raw == Setting.class) {
      return setting(name, tree);
    }
    if (raw.isRecord()) {
      return record(raw, tree, at);
    }
    return scalar(raw, tree, at);
  }

  private static Object list(Type type, @Nullable Object tree, String at) {
    List<Object> list = new ArrayList<>();
    if (tree instanceof List<?> items) {
      for (Object item : items) {
        list.add(read(argument(type, 0), item, "", at + "[" + list.size() + "]"));
      }
    } else if (tree != null) {
      throw new IllegalArgumentException(at + ": a list is expected");
    }
    return list;
  }

  private static Object map(Type type, @Nullable Object tree, String at) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (tree instanceof Map<?, ?> entries) {
      entries.forEach(
          (name, value) -> {
            String key = String.valueOf(name);
            map.put(key, read(argument(type, 1), value, key, at + "." + key));
          });
    } else if (tree != null) {
      throw new IllegalArgumentException(at + ": names with values are expected");
    }
    return map;
  }

  private static Setting setting(String name, @Nullable Object tree) {
    if (tree instanceof Map<?, ?> hidden) {
      // equal secrets of a snapshot stay equal, and none of them is known
      return new Setting(
          String.valueOf(hidden.get("shown")), true, Secret.of("mark " + hidden.get("mark")));
    }
    return Setting.of(name, tree == null ? "" : String.valueOf(tree));
  }

  private static Object record(Class<?> type, @Nullable Object tree, String at) {
    if (tree != null && !(tree instanceof Map<?, ?>)) {
      throw new IllegalArgumentException(at + ": the fields of a " + type.getSimpleName());
    }
    Map<?, ?> fields = tree instanceof Map<?, ?> map ? map : Map.of();
    RecordComponent[] components = type.getRecordComponents();
    Set<Object> left = new LinkedHashSet<>(fields.keySet());
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = kebab(components[i].getName());
      left.remove(name);
      types[i] = components[i].getType();
      values[i] = read(components[i].getGenericType(), fields.get(name), name, at + "." + name);
    }
    if (!left.isEmpty()) {
      throw new IllegalArgumentException(at + ": there is no field " + left);
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException broken) {
      throw new IllegalArgumentException(at + ": " + broken.getCause(), broken);
    }
  }

  private static Object scalar(Class<?> type, @Nullable Object tree, String at) {
    String text = tree == null ? "" : tree.toString();
    try {
      if (type == String.class) {
        return text;
      }
      if (type == boolean.class) {
        return tree != null && Boolean.parseBoolean(text);
      }
      if (type == int.class) {
        return tree == null ? 0 : (int) Double.parseDouble(text);
      }
      if (type == long.class) {
        return tree == null ? 0L : whole(text);
      }
      if (type == double.class) {
        return tree == null ? 0.0 : Double.parseDouble(text);
      }
      if (type == Duration.class) {
        return tree == null ? Duration.ZERO : Duration.parse(text);
      }
      if (type == Instant.class) {
        return tree == null ? Instant.EPOCH : Instant.parse(text);
      }
      if (type == Secret.class) {
        return Secret.of(text);
      }
    } catch (NumberFormatException | java.time.DateTimeException malformed) {
      throw new IllegalArgumentException(at + ": cannot be " + text, malformed);
    }
    for (Object constant : type.isEnum() ? type.getEnumConstants() : new Object[0]) {
      if (kebabEnum(constant).equals(text) || text.isEmpty()) {
        return constant;
      }
    }
    throw new IllegalArgumentException(at + ": cannot be " + text);
  }

  private static long whole(String text) {
    // JSON readers give doubles; sizes and times are exact below 2^53
    return text.matches("-?[0-9]+") ? Long.parseLong(text) : (long) Double.parseDouble(text);
  }

  private static String kebabEnum(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Type argument(Type type, int index) {
    return ((ParameterizedType) type).getActualTypeArguments()[index];
  }

  /** {@code memoryBytes} becomes {@code memory-bytes}. */
  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
