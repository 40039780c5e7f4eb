package com.posthog.doctor.probe.snapshot;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trees of facts as JSON, and back. */
final class JsonTree {
  private JsonTree() {}

  static void write(JsonWriter out, @Nullable Object tree) throws IOException {
    if (tree instanceof Map<?, ?> map) {
      out.beginObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.name(String.valueOf(entry.getKey()));
        write(out, entry.getValue());
      }
      out.endObject();
    } else if (tree instanceof List<?> list) {
      out.beginArray();
      for (Object item : list) {
        write(out, item);
      }
      out.endArray();
    } else if (tree instanceof Number number) {
      out.value(number);
    } else if (tree instanceof Boolean truth) {
      out.value(truth);
    } else {
      out.value(tree == null ? null : tree.toString());
    }
  }

  static @Nullable Object read(JsonElement element) {
    if (element.isJsonObject()) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      element.getAsJsonObject().entrySet().forEach(e -> map.put(e.getKey(), read(e.getValue())));
      return map;
    }
    if (element.isJsonArray()) {
      List<@Nullable Object> list = new ArrayList<>();
      element.getAsJsonArray().forEach(item -> list.add(read(item)));
      return list;
    }
    if (element.isJsonNull()) {
      return null;
    }
    JsonPrimitive value = element.getAsJsonPrimitive();
    // numbers stay as they are written, so that a long is not rounded
    return value.isBoolean() ? (Object) value.getAsBoolean() : value.getAsString();
  }
}
