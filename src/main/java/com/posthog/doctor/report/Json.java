package com.posthog.doctor.report;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** How every JSON document of the doctor is written. */
final class Json {
  private Json() {}

  /** Writes one part of a document. */
  interface Body {
    void write(JsonWriter out) throws IOException;
  }

  /** The document as text, ending with a line break. */
  static String text(Body body) {
    StringWriter text = new StringWriter();
    try (JsonWriter out = new JsonWriter(text)) {
      out.setIndent("  ");
      out.setHtmlSafe(false);
      body.write(out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text + "\n";
  }

  /** Which doctor has written it. */
  static void tool(JsonWriter out, String version) throws IOException {
    out.name("tool").beginObject();
    out.name("name").value("posthog-doctor").name("version").value(version).endObject();
  }

  /** A list of texts. */
  static void texts(JsonWriter out, String name, List<String> texts) throws IOException {
    out.name(name).beginArray();
    for (String text : texts) {
      out.value(text);
    }
    out.endArray();
  }
}
