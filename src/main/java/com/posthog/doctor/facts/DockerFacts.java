package com.posthog.doctor.facts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The container engine that the docker command would use here.
 *
 * @param reachable whether it answered
 * @param outcome how the asking ended: {@code answers}, {@code absent} (no socket), {@code
 *     refused}, {@code denied}, {@code silent} (connected, no answer), {@code failed} (it answered
 *     with an error), {@code strange} (something else answers), {@code no-context}, {@code
 *     malformed} (the address makes no sense) or {@code untold} (ssh and TLS)
 * @param problem one sentence on why it is not reachable; empty when it is
 * @param endpoint {@code unix:///var/run/docker.sock}
 * @param socket the path of a Unix socket after following links; empty for TCP
 * @param origin what chose the endpoint: {@code DOCKER_HOST}, {@code DOCKER_CONTEXT}, {@code
 *     ~/.docker/config.json}, {@code built in}
 * @param context the name of the context; {@code default} without one
 * @param attempts every endpoint that was tried; the first is the one that decides
 * @param engine {@code orbstack}, {@code docker-desktop}, {@code colima}, {@code rancher-desktop},
 *     {@code podman}, {@code rootless}, {@code snap}, {@code docker}; empty when unknown
 * @param engineName what people call it: {@code OrbStack}
 * @param virtual whether it runs in a virtual machine of its own
 * @param serverVersion {@code 28.5.2}
 * @param apiVersion the newest API that it speaks
 * @param memoryBytes what its containers may use together; 0 when unknown
 * @param cpus the processors that it may use; 0 when unknown
 * @param rootDir where it keeps its data, on its own machine
 * @param os {@code OperatingSystem} of its own machine
 * @param arch {@code arm64} or {@code x86_64}
 * @param kernel the kernel of its own machine
 * @param name the name of its own machine
 * @param driver the storage driver
 * @param systemTime its clock; {@link Instant#EPOCH} when unknown
 * @param hostTime this machine's clock at the same moment; {@link Instant#EPOCH} when unknown
 */
public record DockerFacts(
    boolean reachable,
    String outcome,
    String problem,
    String endpoint,
    String socket,
    String origin,
    String context,
    List<Attempt> attempts,
    String engine,
    String engineName,
    boolean virtual,
    String serverVersion,
    String apiVersion,
    long memoryBytes,
    int cpus,
    String rootDir,
    String os,
    String arch,
    String kernel,
    String name,
    String driver,
    Instant systemTime,
    Instant hostTime) {
  public static final FactKey<DockerFacts> KEY = FactKey.of("docker", DockerFacts.class);

  public DockerFacts {
    attempts = List.copyOf(attempts);
  }

  /**
   * One endpoint that was tried.
   *
   * @param endpoint {@code unix:///var/run/docker.sock}
   * @param origin what named it: {@code DOCKER_HOST}, or the engine whose usual place it is
   * @param outcome as in {@link DockerFacts#outcome}
   * @param detail one sentence; empty when it answered
   */
  public record Attempt(String endpoint, String origin, String outcome, String detail) {

    /** Whether an engine answered there. */
    public boolean answers() {
      return outcome.equals("answers");
    }
  }

  /** Another engine that does answer, while the one that counts does not. */
  public Optional<Attempt> elsewhere() {
    return reachable
        ? Optional.empty()
        : attempts.stream().skip(1).filter(Attempt::answers).findFirst();
  }

  /** How far its clock is from this machine's; empty when either is unknown. */
  public Optional<Duration> clockSkew() {
    return systemTime.equals(Instant.EPOCH) || hostTime.equals(Instant.EPOCH)
        ? Optional.empty()
        : Optional.of(Duration.between(hostTime, systemTime));
  }
}
