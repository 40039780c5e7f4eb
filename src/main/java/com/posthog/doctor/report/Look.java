package com.posthog.doctor.report;

import java.util.function.BiFunction;

/**
 * How text is to look.
 *
 * @param columns the width to wrap at
 * @param unicode whether symbols beyond ASCII can be shown
 * @param detail how much is said
 * @param paint adds colour to a text, or gives it back as it is
 */
public record Look(
    int columns, boolean unicode, Detail detail, BiFunction<Tone, String, String> paint) {

  /** How much is said. */
  public enum Detail {
    HEADLINES,
    USUAL,
    ALL
  }

  /** Text without colour. */
  public static Look plain(int columns, boolean unicode, Detail detail) {
    return new Look(columns, unicode, detail, (tone, text) -> text);
  }

  String symbol(String symbol, String ascii) {
    return unicode ? symbol : ascii;
  }

  String painted(Tone tone, String text) {
    return tone == Tone.PLAIN || text.isEmpty() ? text : paint.apply(tone, text);
  }

  boolean all() {
    return detail == Detail.ALL;
  }
}
