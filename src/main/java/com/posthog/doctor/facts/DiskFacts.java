package com.posthog.doctor.facts;

/**
 * The room where a path lies, and what kind of file system it is.
 *
 * @param path the path, after following links
 * @param totalBytes the size of the file system; 0 when it could not be told
 * @param freeBytes what an ordinary user may still write there
 * @param device what tells two file systems apart; may be empty
 * @param type the type of the file system on Linux: {@code ext4}, {@code 9p}; may be empty
 * @param mountPoint where it is mounted, on Linux; may be empty
 * @param windowsDrive whether it is a drive of Windows, seen from WSL
 */
public record DiskFacts(
    String path,
    long totalBytes,
    long freeBytes,
    String device,
    String type,
    String mountPoint,
    boolean windowsDrive) {

  /** The key of the disk that the checkout lies on. */
  public static FactKey<DiskFacts> ofCheckout() {
    return key("checkout");
  }

  /** The key of the disk that an absolute path lies on. */
  public static FactKey<DiskFacts> key(String path) {
    return FactKey.of("disk", path, DiskFacts.class);
  }

  /** Whether both are one file system, so that its room is counted once. */
  public boolean sameAs(DiskFacts other) {
    return !device.isEmpty() && device.equals(other.device);
  }
}
