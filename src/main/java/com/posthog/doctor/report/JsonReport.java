package com.posthog.doctor.report;

import com.google.gson.stream.JsonWriter;
import com.posthog.doctor.model.Evidence;
import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Report;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Status;
import com.posthog.doctor.model.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The report as JSON: a contract, described by {@code report.schema.json}. */
public final class JsonReport implements ReportWriter {

  @Override
  public String write(Report report) {
    return Json.text(
        out -> {
          report(out, report);
        });
  }

  private static void report(JsonWriter out, Report report) throws IOException {
    out.beginObject();
    out.name("schemaVersion").value(1);
    Json.tool(out, report.version());
    out.name("startedAt").value(report.startedAt().toString());
    out.name("durationMillis").value(report.duration().toMillis());
    out.name("host").beginObject();
    for (Map.Entry<String, Object> property : report.host().entrySet()) {
      out.name(property.getKey());
      value(out, property.getValue());
    }
    out.endObject();
    out.name("checkout").value(report.checkout());
    out.name("era").value(report.era());
    out.name("summary").beginObject();
    for (Status status : Status.values()) {
      out.name(status.word()).value(report.count(status));
    }
    out.name("errors").value(report.failures(Severity.ERROR));
    out.name("warnings").value(report.failures(Severity.WARNING));
    out.name("advice").value(report.failures(Severity.ADVICE));
    out.endObject();
    out.name("findings").beginArray();
    for (Finding finding : report.findings()) {
      finding(out, finding);
    }
    out.endArray();
    out.name("exit").beginObject();
    out.name("code").value(report.exit().code());
    out.name("reason").value(report.exit().reason()).endObject();
    out.endObject();
  }

  private static void finding(JsonWriter out, Finding finding) throws IOException {
    out.beginObject();
    out.name("check").value(finding.card().id().value());
    out.name("subject").value(finding.subject() == null ? null : finding.subject().text());
    out.name("title").value(finding.card().title());
    out.name("status").value(finding.status().word());
    out.name("severity").value(finding.severity().word());
    out.name("message").value(finding.message());
    out.name("evidence").beginArray();
    for (Evidence evidence : finding.evidence()) {
      out.beginObject();
      out.name("label").value(evidence.label());
      out.name("value").value(evidence.value());
      out.name("source").value(evidence.source()).endObject();
    }
    out.endArray();
    out.name("because").value(finding.because() == null ? null : finding.because().value());
    out.name("fingerprint").value(fingerprint(finding));
    out.name("remedies").beginArray();
    for (Remedy remedy : finding.remedies()) {
      remedy(out, remedy);
    }
    out.endArray();
    out.name("docs").value(finding.card().docs());
    out.name("durationMillis").value(finding.duration().toMillis());
    out.endObject();
  }

  static void remedy(JsonWriter out, Remedy remedy) throws IOException {
    out.beginObject();
    out.name("id").value(remedy.id());
    out.name("title").value(remedy.title());
    out.name("risk").value(remedy.risk().word());
    out.name("reversible").value(remedy.reversible());
    out.name("steps").beginArray();
    for (Step step : remedy.steps()) {
      out.beginObject().name("kind").value(step.kind());
      out.name("describe").value(step.describe()).endObject();
    }
    out.endArray();
    out.endObject();
  }

  private static void value(JsonWriter out, Object value) throws IOException {
    if (value instanceof Number number) {
      out.value(number);
    } else if (value instanceof Boolean truth) {
      out.value(truth);
    } else {
      out.value(value.toString());
    }
  }

  /** The same for the same check and subject, whatever the words, the status and the day. */
  static String fingerprint(Finding finding) {
    String subject = finding.subject() == null ? "" : finding.subject().text();
    String identity = finding.card().id() + "\n" + subject;
    long hash = 0xcbf29ce484222325L; // FNV-1a: no security is needed, and no digest is loaded
    for (byte one : identity.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (one & 0xff)) * 0x100000001b3L;
    }
    String digits = Long.toHexString(hash);
    return "0".repeat(16 - digits.length()) + digits;
  }
}
