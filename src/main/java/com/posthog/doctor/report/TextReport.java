package com.posthog.doctor.report;

import com.posthog.doctor.model.Evidence;
import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Report;
import com.posthog.doctor.model.Status;

/** The report for people. */
public final class TextReport implements ReportWriter {

  @Override
  public String write(Report report) {
    StringBuilder text = new StringBuilder();
    for (Finding finding : report.findings()) {
      text.append(finding.status()).append(' ').append(finding.card().id());
      if (finding.subject() != null) {
        text.append(" [").append(finding.subject().text()).append(']');
      }
      text.append(": ").append(finding.message()).append('\n');
      if (finding.status() == Status.FAIL) {
        for (Evidence evidence : finding.evidence()) {
          text.append("    ").append(evidence.label()).append(": ").append(evidence.value());
          text.append("  (").append(evidence.source()).append(")\n");
        }
        finding
            .remedies()
            .forEach(
                remedy ->
                    remedy
                        .steps()
                        .forEach(
                            step -> text.append("    > ").append(step.describe()).append('\n')));
      }
    }
    return text.append(report.exit().reason()).append('\n').toString();
  }
}
