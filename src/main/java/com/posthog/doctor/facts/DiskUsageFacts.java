package com.posthog.doctor.facts;

/**
 * What the engine keeps on its disk.
 *
 * @param imagesBytes all images together
 * @param imagesUnusedBytes images that no container uses
 * @param buildCacheBytes the build cache
 * @param buildCacheUnusedBytes what of it is not in use
 * @param containersBytes what containers have written beside volumes
 * @param volumesBytes all volumes together
 * @param volumesUnusedBytes volumes that no container uses; they may hold data
 */
public record DiskUsageFacts(
    long imagesBytes,
    long imagesUnusedBytes,
    long buildCacheBytes,
    long buildCacheUnusedBytes,
    long containersBytes,
    long volumesBytes,
    long volumesUnusedBytes) {
  public static final FactKey<DiskUsageFacts> KEY = FactKey.of("disk-usage", DiskUsageFacts.class);

  /** What can be had back without losing data. */
  public long reclaimableBytes() {
    return imagesUnusedBytes + buildCacheUnusedBytes;
  }
}
