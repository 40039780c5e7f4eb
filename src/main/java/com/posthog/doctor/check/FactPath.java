package com.posthog.doctor.check;

import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.FactKinds;
import com.posthog.doctor.facts.Facts;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A path to a component of a fact, as cards write it: {@code docker.memory}, {@code
 * tool(node).version}, {@code member.image}. Components are written in kebab-case.
 */
final class FactPath {
  /** The first word of a path into the member of a list fact that {@code each} names. */
  static final String MEMBER = "member";

  private final @Nullable FactKey<?> key;
  private final List<String> components;

  private FactPath(@Nullable FactKey<?> key, List<String> components) {
    this.key = key;
    this.components = List.copyOf(components);
  }

  /** Reads a path; empty when its kind is unknown or its form is wrong. */
  static Optional<FactPath> parse(String text) {
    int open = text.indexOf('(');
    int close = text.lastIndexOf(')');
    int dot = text.indexOf('.', Math.max(0, close));
    if (open >= 0 && close < open) {
      return Optional.empty();
    }
    String head = dot < 0 ? text : text.substring(0, dot);
    List<String> components = new ArrayList<>();
    if (dot >= 0) {
      for (String word : text.substring(dot + 1).split("\\.", -1)) {
        components.add(camel(word));
      }
    }
    if (head.equals(MEMBER)) {
      return Optional.of(new FactPath(null, components));
    }
    return FactKinds.key(head).map(key -> new FactPath(key, components));
  }

  /** The fact that the path leads into; null for a path into a member. */
  @Nullable FactKey<?> key() {
    return key;
  }

  /** The value at the end of the path; null when a part of it is absent. */
  @Nullable Object in(Facts facts, @Nullable Object member) {
    Object value = key == null ? member : facts.find(key).orElse(null);
    for (String component : components) {
      value = component(value, component);
    }
    return value instanceof Optional<?> optional ? optional.orElse(null) : value;
  }

  /** The record that holds the last component, for operands that name a sibling. */
  @Nullable Object holder(Facts facts, @Nullable Object member) {
    Object value = key == null ? member : facts.find(key).orElse(null);
    for (String component : components.subList(0, Math.max(0, components.size() - 1))) {
      value = component(value, component);
    }
    return value;
  }

  /** Why the path leads nowhere from this type; empty when it resolves. */
  Optional<String> problem(@Nullable Class<?> memberType) {
    Type type = key == null ? memberType : key.type();
    for (String component : components) {
      if (type == null) {
        return Optional.of("no member to look into");
      }
      Class<?> raw = raw(type);
      if (Map.class.isAssignableFrom(raw)) {
        type = ((ParameterizedType) type).getActualTypeArguments()[1];
        continue;
      }
      RecordComponent found = find(raw, component);
      if (found == null) {
        return Optional.of(raw.getSimpleName() + " has no " + component);
      }
      type = found.getGenericType();
    }
    return Optional.empty();
  }

  /** The type of the members of the list at the end of the path; null when it is no list. */
  @Nullable Class<?> memberType() {
    Type type = key == null ? null : key.type();
    for (String component : components) {
      RecordComponent found = type == null ? null : find(raw(type), component);
      type = found == null ? null : found.getGenericType();
    }
    return type instanceof ParameterizedType list && List.class.isAssignableFrom(raw(type))
        ? raw(list.getActualTypeArguments()[0])
        : null;
  }

  /** The value of one component of a record or entry of a map; null when there is none. */
  static @Nullable Object component(@Nullable Object holder, String name) {
    if (holder instanceof Optional<?> optional) {
      return component(optional.orElse(null), name);
    }
    if (holder instanceof Map<?, ?> map) {
      return map.get(name);
    }
    RecordComponent found = holder == null ? null : find(holder.getClass(), name);
    if (found == null || holder == null) {
      return null;
    }
    try {
      return found.getAccessor().invoke(holder);
    } catch (IllegalAccessException | InvocationTargetException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static @Nullable RecordComponent find(Class<?> type, String name) {
    if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        if (component.getName().equals(name)) {
          return component;
        }
      }
    }
    return null;
  }

  private static Class<?> raw(Type type) {
    return type instanceof ParameterizedType generic
        ? (Class<?>) generic.getRawType()
        : (Class<?>) type;
  }

  /** {@code memory-bytes} becomes {@code memoryBytes}. */
  static String camel(String word) {
    StringBuilder camel = new StringBuilder();
    boolean up = false;
    for (int i = 0; i < word.length(); i++) {
      char letter = word.charAt(i);
      if (letter == '-') {
        up = true;
      } else {
        camel.append(up ? Character.toUpperCase(letter) : letter);
        up = false;
      }
    }
    return camel.toString();
  }
}
