package com.posthog.doctor.probe.docker;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.posthog.doctor.facts.DiskUsageFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.HttpAnswer;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** Asks the engine to count what it keeps, which can take it seconds. */
public final class DiskUsageProbe implements Probe<DiskUsageFacts> {
  private static final int LIMIT = 16 << 20;

  @Override
  public Set<FactKey<?>> needs(FactKey<DiskUsageFacts> key) {
    return Engine.NEEDS;
  }

  @Override
  public DiskUsageFacts read(FactKey<DiskUsageFacts> key, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    // docker-java does not know this question
    HttpAnswer answer =
        host.get(Engine.endpoint(soFar, host, deadline), "/system/df", LIMIT, deadline);
    String body = new String(answer.body(), StandardCharsets.UTF_8);
    if (answer.status() != 200) {
      throw new IOException("Docker answers HTTP " + answer.status() + ErrorText.said(body));
    }
    try {
      JsonElement usage = JsonParser.parseString(body);
      if (answer.whole() && usage instanceof JsonObject object) {
        return facts(object);
      }
    } catch (JsonParseException | IllegalStateException | NumberFormatException malformed) {
      throw new IOException("Docker's answer about its disk cannot be read", malformed);
    }
    throw new IOException("Docker's answer about its disk cannot be read");
  }

  private static DiskUsageFacts facts(JsonObject usage) {
    Set<String> used = new HashSet<>();
    for (JsonElement container : list(usage, "Containers")) {
      if (container instanceof JsonObject one && one.has("ImageID")) {
        used.add(one.get("ImageID").getAsString());
      }
    }
    return new DiskUsageFacts(
        number(usage, "LayersSize"),
        sum(usage, "Images", image -> !used.contains(text(image, "Id")), DiskUsageProbe::own),
        sum(usage, "BuildCache", cache -> true, one -> number(one, "Size")),
        sum(
            usage,
            "BuildCache",
            cache -> !flag(cache, "InUse") && !flag(cache, "Shared"),
            one -> number(one, "Size")),
        sum(usage, "Containers", container -> true, one -> number(one, "SizeRw")),
        sum(usage, "Volumes", volume -> true, DiskUsageProbe::volume),
        sum(usage, "Volumes", volume -> references(volume) == 0, DiskUsageProbe::volume));
  }

  /** What goes when an image goes: its size without the layers that others share. */
  private static long own(JsonObject image) {
    return Math.max(0, number(image, "Size") - Math.max(0, number(image, "SharedSize")));
  }

  private static long volume(JsonObject volume) {
    return volume.get("UsageData") instanceof JsonObject data ? number(data, "Size") : 0;
  }

  private static long references(JsonObject volume) {
    return volume.get("UsageData") instanceof JsonObject data ? number(data, "RefCount") : 1;
  }

  private static long sum(
      JsonObject usage,
      String name,
      Predicate<JsonObject> which,
      java.util.function.ToLongFunction<JsonObject> size) {
    long sum = 0;
    for (JsonElement one : list(usage, name)) {
      if (one instanceof JsonObject object && which.test(object)) {
        sum += Math.max(0, size.applyAsLong(object));
      }
    }
    return sum;
  }

  private static JsonArray list(JsonObject parent, String name) {
    return parent.get(name) instanceof JsonArray list ? list : new JsonArray();
  }

  private static long number(JsonObject parent, String name) {
    JsonElement value = parent.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsLong() : 0;
  }

  private static String text(JsonObject parent, String name) {
    JsonElement value = parent.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }

  private static boolean flag(JsonObject parent, String name) {
    return text(parent, name).equals("true");
  }
}
