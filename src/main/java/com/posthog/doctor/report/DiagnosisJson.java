package com.posthog.doctor.report;

import com.google.gson.stream.JsonWriter;
import com.posthog.doctor.model.Diagnosis;
import com.posthog.doctor.model.Recognised;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Sighting;
import java.io.IOException;

/** A diagnosis as JSON: a contract, described by {@code diagnosis.schema.json}. */
public final class DiagnosisJson {
  private DiagnosisJson() {}

  /** The whole diagnosis, ending with a line break. */
  public static String write(Diagnosis diagnosis, String version) {
    return Json.text(
        out -> {
          out.beginObject();
          out.name("schemaVersion").value(1);
          Json.tool(out, version);
          out.name("recognised").beginArray();
          for (Recognised one : diagnosis.recognised()) {
            recognised(out, one);
          }
          out.endArray();
          out.name("unknown").beginArray();
          for (Sighting line : diagnosis.unknown()) {
            sighting(out, line);
          }
          out.endArray();
          out.name("exit").beginObject();
          out.name("code").value(diagnosis.exit().code());
          out.name("reason").value(diagnosis.exit().reason()).endObject();
          out.endObject();
        });
  }

  private static void recognised(JsonWriter out, Recognised one) throws IOException {
    out.beginObject();
    out.name("card").value(one.card().id().value());
    Json.texts(out, "aliases", one.card().aliases());
    out.name("title").value(one.card().title());
    out.name("message").value(one.message());
    out.name("harmless").value(one.card().harmless());
    out.name("confirmed").value(one.confirmed());
    out.name("because").value(one.because() == null ? null : one.because().value());
    out.name("count").value(one.count());
    out.name("first");
    sighting(out, one.first());
    out.name("remedies").beginArray();
    for (Remedy remedy : one.remedies()) {
      JsonReport.remedy(out, remedy);
    }
    out.endArray();
    out.name("docs").value(one.card().docs());
    out.endObject();
  }

  private static void sighting(JsonWriter out, Sighting line) throws IOException {
    out.beginObject();
    out.name("file").value(line.file());
    out.name("line").value(line.line());
    out.name("text").value(line.text()).endObject();
  }
}
