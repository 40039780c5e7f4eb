package com.posthog.doctor.model;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, as people write it: {@code 3.6 GiB}. */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
  private static final Pattern FORM =
      Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([KMGT]?i?B?|[kmgt]b?)");
  private static final Map<String, Double> UNITS =
      Map.of("", 0x1p0, "k", 0x1p10, "m", 0x1p20, "g", 0x1p30, "t", 0x1p40);

  /** Reads {@code 8g}, {@code 512m}, {@code 3.6 GiB}: every unit a power of 1024. */
  public static Optional<ByteSize> parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String letter = matcher.group(2).toLowerCase(Locale.ROOT).replaceAll("i?b?$", "");
    Double unit = UNITS.get(letter);
    if (unit == null) {
      return Optional.empty();
    }
    return Optional.of(new ByteSize((long) (Double.parseDouble(matcher.group(1)) * unit)));
  }

  @Override
  public int compareTo(ByteSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /** Two digits that people read: {@code 15.3 GiB}, {@code 512 MiB}. */
  @Override
  public String toString() {
    if (bytes >= 1L << 30) {
      long tenths = Math.round(bytes / 0x1p30 * 10);
      return tenths / 10 + "." + tenths % 10 + " GiB";
    }
    if (bytes >= 1L << 20) {
      return Math.round(bytes / 0x1p20) + " MiB";
    }
    return bytes >= 1024 ? Math.round(bytes / 1024.0) + " KiB" : bytes + " bytes";
  }
}
