package com.posthog.doctor.facts;

import java.util.List;

/**
 * The cards and waivers that do not come with the doctor, but from its user or the checkout.
 *
 * @param cards every file of cards that was found, as it stands
 * @param waivers every file of waivers that was found, as it stands
 * @param problems what could not be read or used
 */
public record ForeignFacts(List<Source> cards, List<Source> waivers, List<Problem> problems) {
  public static final FactKey<ForeignFacts> KEY = FactKey.of("foreign", ForeignFacts.class);

  /** Nothing was brought along. */
  public static final ForeignFacts NONE = new ForeignFacts(List.of(), List.of(), List.of());

  public ForeignFacts {
    cards = List.copyOf(cards);
    waivers = List.copyOf(waivers);
    problems = List.copyOf(problems);
  }

  /** A file and its text. */
  public record Source(String path, String text) {}

  /**
   * Something that cannot be used.
   *
   * @param place the file, and the line where there is one
   * @param expired whether it could be used until its last day was over
   */
  public record Problem(String place, String message, boolean expired) {

    /** Something that was left out. */
    public static Problem of(String place, String message) {
      return new Problem(place, message, false);
    }
  }
}
