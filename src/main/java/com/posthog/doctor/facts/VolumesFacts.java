package com.posthog.doctor.facts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The volumes that the engine keeps. */
public record VolumesFacts(List<Volume> volumes) {
  public static final FactKey<VolumesFacts> KEY = FactKey.of("volumes", VolumesFacts.class);

  public VolumesFacts {
    volumes = List.copyOf(volumes);
  }

  /**
   * A volume.
   *
   * @param name the whole name: {@code posthog_clickhouse-data}
   * @param project the compose project that made it; may be empty
   * @param label its name in the compose file: {@code clickhouse-data}; may be empty
   * @param anonymous whether nobody named it
   * @param created when it was made; {@link Instant#EPOCH} when unknown
   * @param path where the engine keeps it, on its own machine
   * @param postgresVersion what {@code PG_VERSION} in it says; empty when it cannot be read
   */
  public record Volume(
      String name,
      String project,
      String label,
      boolean anonymous,
      Instant created,
      String path,
      String postgresVersion) {}

  /** The volume of this name. */
  public Optional<Volume> find(String name) {
    return volumes.stream().filter(v -> v.name().equals(name)).findFirst();
  }
}
