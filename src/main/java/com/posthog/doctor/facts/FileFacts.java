package com.posthog.doctor.facts;

/**
 * One file or folder of the checkout, or of the machine when the path is absolute.
 *
 * @param path as it was asked for
 * @param kind {@code missing}, {@code file}, {@code folder}, {@code other}, {@code denied}, {@code
 *     dangling} (a link to nothing) or {@code loop} (a link to itself)
 * @param sizeBytes the size of a file, 0 otherwise
 * @param executable whether this user may run it
 */
public record FileFacts(String path, String kind, long sizeBytes, boolean executable) {
  /** The key of the file at this path. */
  public static FactKey<FileFacts> key(String path) {
    return FactKey.of("file", path, FileFacts.class);
  }

  /** Whether something is there. */
  public boolean exists() {
    return kind.equals("file") || kind.equals("folder") || kind.equals("other");
  }
}
