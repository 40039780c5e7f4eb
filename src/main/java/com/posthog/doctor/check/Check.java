package com.posthog.doctor.check;

import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.CheckId;

/** A card and the rule that judges for it. */
public record Check(Card card, Rule rule) {

  /** The id of the card. */
  public CheckId id() {
    return card.id();
  }
}
