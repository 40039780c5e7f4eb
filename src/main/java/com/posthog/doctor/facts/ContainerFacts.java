package com.posthog.doctor.facts;

import java.time.Instant;
import java.util.List;

/**
 * One container in detail.
 *
 * @param found whether there is one of this name or id
 * @param name without the slash before it
 * @param image as it was named when the container was made
 * @param state as in {@link ContainersFacts.Container#state}
 * @param health what its health check says, in the words of {@code docker ps}; empty without one
 * @param healthLog what the last health check printed, redacted and cut; may be empty
 * @param exitCode the code that it ended with; meaningful once it has ended
 * @param oomKilled whether the kernel ended it for want of memory
 * @param restartCount how often the engine has started it again
 * @param error why the engine could not start it; may be empty
 * @param startedAt when it was last started; {@link Instant#EPOCH} when never
 * @param finishedAt when it last ended; {@link Instant#EPOCH} when never
 * @param memoryBytes its memory limit; 0 for none
 * @param log the last lines of its output, redacted and cut
 */
public record ContainerFacts(
    boolean found,
    String name,
    String image,
    String state,
    String health,
    String healthLog,
    int exitCode,
    boolean oomKilled,
    int restartCount,
    String error,
    Instant startedAt,
    Instant finishedAt,
    long memoryBytes,
    List<String> log) {

  public ContainerFacts {
    log = List.copyOf(log);
  }

  /** The key of the container of this name or id. */
  public static FactKey<ContainerFacts> key(String nameOrId) {
    return FactKey.of("container", nameOrId, ContainerFacts.class);
  }
}
