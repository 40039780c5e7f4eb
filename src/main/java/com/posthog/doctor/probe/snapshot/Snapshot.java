package com.posthog.doctor.probe.snapshot;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonWriter;
import com.posthog.doctor.facts.Fact;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.FactKinds;
import com.posthog.doctor.facts.FactTree;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The facts of an examination in one file, from which the same findings can be had anywhere. */
public final class Snapshot {
  private static final int SCHEMA_VERSION = 1;
  private static final long MOST_BYTES = 64L << 20;

  private final Instant takenAt;
  private final Map<FactKey<?>, Fact<?>> facts;

  private Snapshot(Instant takenAt, Map<FactKey<?>, Fact<?>> facts) {
    this.takenAt = takenAt;
    this.facts = Map.copyOf(facts);
  }

  /** When the facts were read. */
  public Instant takenAt() {
    return takenAt;
  }

  /** A fact of the snapshot. */
  public <F> Optional<F> find(FactKey<F> key) {
    return Facts.of(facts).find(key);
  }

  /** The probe that gives back what the snapshot holds of a kind of fact. */
  public Optional<Probe<?>> probe(String kind) {
    Probe<Object> probe =
        (key, host, soFar, deadline) -> {
          Fact<?> fact = facts.get(key);
          if (fact == null) {
            throw new IOException("the snapshot does not hold the fact " + key);
          }
          if (fact.value() == null) {
            throw new IOException(fact.failure());
          }
          return fact.value();
        };
    return Optional.of(probe);
  }

  /** All facts as JSON, with the names of the user, the home folder and the machine replaced. */
  public static String write(Facts facts, String version, Instant takenAt, Redaction redaction) {
    Map<String, @Nullable Object> read = new TreeMap<>();
    Map<String, @Nullable Object> failures = new TreeMap<>();
    for (Map.Entry<FactKey<?>, Fact<?>> one : facts.all().entrySet()) {
      String name = one.getKey().text();
      Fact<?> fact = one.getValue();
      if (fact.value() == null) {
        failures.put(name, fact.failure());
      } else {
        read.put(name, FactTree.write(fact.value()));
      }
    }
    StringWriter text = new StringWriter();
    try (JsonWriter out = new JsonWriter(text)) {
      out.setIndent("  ");
      out.setHtmlSafe(false);
      out.beginObject();
      out.name("schemaVersion").value(SCHEMA_VERSION);
      out.name("tool").beginObject();
      out.name("name").value("posthog-doctor").name("version").value(version).endObject();
      out.name("takenAt").value(takenAt.toString());
      out.name("facts");
      JsonTree.write(out, redaction.of(read));
      out.name("failures");
      JsonTree.write(out, redaction.of(failures));
      out.endObject();
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    return text + "\n";
  }

  /**
   * Reads a snapshot.
   *
   * @throws IOException with the end of a sentence that began with the file's name
   */
  public static Snapshot read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          Files.isDirectory(file)
              ? "holds no recorded machine: the folder `answers` is missing"
              : Files.exists(file) ? "is no file" : "does not exist");
    }
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException("is larger than " + (MOST_BYTES >> 20) + " MiB, which no snapshot is");
    }
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException unreadable) {
      throw new IOException("is no readable text", unreadable);
    }
    return parse(text);
  }

  static Snapshot parse(String text) throws IOException {
    try {
      JsonElement root = JsonParser.parseString(text);
      if (!root.isJsonObject() || !root.getAsJsonObject().has("facts")) {
        throw new IOException("is no snapshot: `posthog-doctor snapshot` writes one");
      }
      JsonObject object = root.getAsJsonObject();
      int version = object.get("schemaVersion").getAsInt();
      if (version != SCHEMA_VERSION) {
        throw new IOException("is of the form " + version + ", and this doctor reads only 1");
      }
      Instant takenAt = Instant.parse(object.get("takenAt").getAsString());
      return new Snapshot(takenAt, facts(object));
    } catch (JsonParseException | DateTimeException malformed) {
      throw new IOException("is no well-formed snapshot", malformed);
    } catch (IllegalArgumentException | IllegalStateException | NullPointerException misfit) {
      throw new IOException(
          "does not fit this version of the doctor: " + misfit.getMessage(), misfit);
    } catch (StackOverflowError nested) {
      throw new IOException("is nested too deeply to be read", nested);
    }
  }

  private static Map<FactKey<?>, Fact<?>> facts(JsonObject object) throws IOException {
    Map<FactKey<?>, Fact<?>> facts = new HashMap<>();
    for (Map.Entry<String, JsonElement> one : object.getAsJsonObject("facts").entrySet()) {
      FactKey<?> key = key(one.getKey());
      Object tree = JsonTree.read(one.getValue());
      facts.put(key, Fact.of(FactTree.read(key.type(), tree), Duration.ZERO));
    }
    if (object.has("failures")) {
      for (Map.Entry<String, JsonElement> one : object.getAsJsonObject("failures").entrySet()) {
        facts.put(key(one.getKey()), Fact.failed(one.getValue().getAsString(), Duration.ZERO));
      }
    }
    return facts;
  }

  private static FactKey<?> key(String name) throws IOException {
    Optional<FactKey<?>> key = FactKinds.key(name);
    return key.orElseThrow(
        () -> new IOException("holds the fact " + name + ", which this doctor does not know"));
  }
}
