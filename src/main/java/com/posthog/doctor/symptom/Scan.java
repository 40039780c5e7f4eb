package com.posthog.doctor.symptom;

import com.posthog.doctor.model.Sighting;
import java.util.List;

/**
 * What was found in all that was read.
 *
 * @param hits what was recognised, in the order of the first lines
 * @param unknown lines at the end that speak of an error which no symptom explains
 * @param notes sentences about what was odd while reading
 */
public record Scan(List<Hit> hits, List<Sighting> unknown, List<String> notes) {
  public Scan {
    hits = List.copyOf(hits);
    unknown = List.copyOf(unknown);
    notes = List.copyOf(notes);
  }
}
