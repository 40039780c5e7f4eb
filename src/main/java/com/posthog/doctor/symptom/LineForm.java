package com.posthog.doctor.symptom;

import java.util.Set;

/**
 * What is known of the lines of a source.
 *
 * @param service who says all of them; empty when each line may tell it, or nobody knows
 * @param known the names of services that symptoms speak of
 */
record LineForm(String service, Set<String> known) {
  LineForm {
    known = Set.copyOf(known);
  }
}
