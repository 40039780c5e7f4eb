package com.posthog.doctor.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gotcha that was recognised in what was printed.
 *
 * @param message what is so, in final words
 * @param confirmed whether its check fails now; null when that was not asked or cannot be told
 * @param count how many lines showed it
 * @param remedies filled and fit for this machine
 * @param because the gotcha that explains this one; null for a root
 */
public record Recognised(
    Card card,
    String message,
    @Nullable Boolean confirmed,
    long count,
    Sighting first,
    List<Remedy> remedies,
    @Nullable CheckId because) {
  public Recognised {
    remedies = List.copyOf(remedies);
  }
}
