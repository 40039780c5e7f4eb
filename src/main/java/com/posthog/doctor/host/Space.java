package com.posthog.doctor.host;

import java.util.Optional;

/**
 * The room of the file system that a path lies on.
 *
 * @param totalBytes its whole size
 * @param freeBytes what an ordinary user may still write
 * @param device what tells two file systems apart; empty when that could not be told
 */
public record Space(long totalBytes, long freeBytes, String device) {

  /** Reads the one row of {@code df -Pk PATH}; device names and mount points may hold blanks. */
  static Optional<Space> ofDf(String output) {
    String row = output.lines().skip(1).findFirst().orElse("");
    String[] words = row.strip().split("\\s+", -1);
    int capacity = words.length - 1;
    while (capacity > 0 && !words[capacity].matches("[0-9]+%")) {
      capacity--;
    }
    if (capacity < 4) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Space(
              Long.parseLong(words[capacity - 3]) * 1024,
              Long.parseLong(words[capacity - 1]) * 1024,
              row.substring(0, row.indexOf(words[capacity - 3])).strip()));
    } catch (NumberFormatException malformed) {
      return Optional.empty();
    }
  }
}
