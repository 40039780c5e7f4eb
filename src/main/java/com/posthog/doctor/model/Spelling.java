package com.posthog.doctor.model;

import java.util.Collection;
import java.util.Optional;

/** Finds what a person meant who has misspelt a name. */
public final class Spelling {
  private Spelling() {}

  /** The known name that is nearest to a misspelt one; empty when none is near. */
  public static Optional<String> nearest(String name, Collection<String> known) {
    String best = "";
    int least = Math.max(2, name.length() / 3) + 1;
    for (String candidate : known) {
      int distance = distance(name, candidate);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return best.isEmpty() ? Optional.empty() : Optional.of(best);
  }

  /** The end of a sentence that names what was meant; empty when nothing is near. */
  public static String suggestion(String name, Collection<String> known) {
    return nearest(name, known).map(near -> "; did you mean `" + near + "`?").orElse("");
  }

  /** How many letters must be changed, added or taken away to make one word of the other. */
  private static int distance(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int above = row[j];
        int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + change);
        diagonal = above;
      }
    }
    return row[right.length()];
  }
}
