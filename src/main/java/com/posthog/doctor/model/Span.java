package com.posthog.doctor.model;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 500ms}, {@code 10 s}, {@code 2m}. */
public final class Span {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})\\s*(ms|s|m|h|d)");

  private Span() {}

  /** Reads a duration, with or without a blank before its unit. */
  public static Optional<Duration> parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofDays(amount);
        });
  }

  /** Writes a duration as people read it: {@code 3 s}, {@code 40 ms}, {@code 5 days}. */
  public static String text(Duration span) {
    long millis = span.toMillis();
    if (millis < 1000) {
      return millis + " ms";
    }
    if (millis < 120_000) {
      return millis % 1000 == 0
          ? millis / 1000 + " s"
          : (millis + 50) / 1000 + "." + (millis + 50) % 1000 / 100 + " s";
    }
    if (span.toHours() < 3) {
      return span.toMinutes() + " min";
    }
    return span.toDays() < 3 ? span.toHours() + " h" : span.toDays() + " days";
  }
}
