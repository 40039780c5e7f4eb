package com.posthog.doctor.report;

import com.google.gson.stream.JsonWriter;
import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Plan;
import com.posthog.doctor.model.Treated;
import java.io.IOException;
import java.util.List;

/** What came of a treatment, for programs. */
public final class RepairJson {
  private RepairJson() {}

  /** The treatment and what is left to do. */
  public static String write(
      String version, List<Treated> treated, Plan left, String run, int exitCode) {
    return Json.text(
        out -> {
          out.beginObject();
          out.name("schemaVersion").value(1);
          out.name("kind").value("repair");
          Json.tool(out, version);
          out.name("run").value(run.isEmpty() ? null : run);
          out.name("treated").beginArray();
          for (Treated one : treated) {
            treated(out, one);
          }
          out.endArray();
          out.name("left").beginArray();
          for (Plan.Item item : left.items()) {
            PlanJson.item(out, item);
          }
          out.endArray();
          out.name("exit").beginObject().name("code").value(exitCode).endObject();
          out.endObject();
        });
  }

  private static void treated(JsonWriter out, Treated one) throws IOException {
    out.beginObject();
    out.name("outcome").value(PlanText.word(one.cure()));
    out.name("why").value(one.why());
    Json.texts(out, "lastLines", one.last());
    out.name("still").beginArray();
    for (Finding finding : one.still()) {
      out.beginObject().name("check").value(finding.card().id().value());
      out.name("subject").value(finding.subject() == null ? null : finding.subject().text());
      out.name("status").value(finding.status().word());
      out.name("message").value(finding.message()).endObject();
    }
    out.endArray();
    out.name("item");
    PlanJson.item(out, one.item());
    out.endObject();
  }
}
