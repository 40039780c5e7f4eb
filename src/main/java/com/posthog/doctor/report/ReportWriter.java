package com.posthog.doctor.report;

import com.posthog.doctor.model.Report;

/** Writes a report in one format. */
public interface ReportWriter {
  /** The whole report as text, ending with a line break. */
  String write(Report report);
}
