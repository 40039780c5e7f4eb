package com.posthog.doctor.model;

/**
 * A line that was seen, without secrets and control characters.
 *
 * @param file where it was read; {@code -} for the standard input
 * @param line its number, from 1
 */
public record Sighting(String file, long line, String text) {

  /** Where it stands, as editors take it: {@code web.log:12}. */
  public String place() {
    return file + ":" + line;
  }
}
