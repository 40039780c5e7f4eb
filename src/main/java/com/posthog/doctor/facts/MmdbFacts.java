package com.posthog.doctor.facts;

import java.time.Duration;
import java.time.Instant;

/**
 * The GeoIP database of a checkout.
 *
 * @param path the whole path
 * @param kind as in {@link FileFacts}
 * @param sizeBytes the size of the file
 * @param mode the permission bits in octal: {@code 0644}; empty when they could not be told
 * @param worldReadable whether every user may read it, as the containers must
 * @param content {@code database}, {@code empty}, {@code page} (HTML or JSON instead of a
 *     download), {@code no-metadata} (its end is missing, or it was never decompressed), {@code
 *     damaged}, {@code unreadable}; empty when there is no file
 * @param problem what is damaged or why it could not be read; one sentence without a period
 * @param databaseType {@code GeoLite2-City}; empty when there is no metadata
 * @param built when MaxMind built it
 * @param readAt when this was looked at
 * @param sidecar {@code present}, {@code missing}, {@code broken}
 * @param sidecarNeeded whether this checkout's download script wants both files or neither
 * @param neededIn the file that says so
 */
public record MmdbFacts(
    String path,
    String kind,
    long sizeBytes,
    String mode,
    boolean worldReadable,
    String content,
    String problem,
    String databaseType,
    Instant built,
    Instant readAt,
    String sidecar,
    boolean sidecarNeeded,
    String neededIn) {
  public static final FactKey<MmdbFacts> KEY = FactKey.of("mmdb", MmdbFacts.class);

  /** How old the data is. */
  public Duration age() {
    return Duration.between(built, readAt);
  }
}
