package com.posthog.doctor.symptom;

import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.Sighting;
import java.util.Map;

/**
 * A card whose symptoms were seen.
 *
 * @param weight of its heaviest symptom that was seen
 * @param count how many lines showed one
 * @param captures what its patterns caught, by name
 */
public record Hit(Card card, int weight, long count, Sighting first, Map<String, String> captures) {
  public Hit {
    captures = Map.copyOf(captures);
  }
}
