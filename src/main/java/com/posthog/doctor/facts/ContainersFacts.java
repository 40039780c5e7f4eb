package com.posthog.doctor.facts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every container that the engine knows, running or not.
 *
 * @param containers in the order of the engine, the youngest first
 * @param source where it was read
 */
public record ContainersFacts(List<Container> containers, String source) {
  public static final FactKey<ContainersFacts> KEY =
      FactKey.of("containers", ContainersFacts.class);

  public ContainersFacts {
    containers = List.copyOf(containers);
  }

  /**
   * A container, as the engine lists it.
   *
   * @param id the whole id
   * @param name without the slash before it
   * @param image as it was named when the container was made; an id when that name has moved on
   * @param imageId the id of the image, with its {@code sha256:}
   * @param project the compose project; empty when compose did not make it
   * @param service the compose service; may be empty
   * @param workingDir the folder that compose was started in; may be empty
   * @param oneOff whether it was made by {@code docker compose run}
   * @param state {@code created}, {@code running}, {@code paused}, {@code restarting}, {@code
   *     removing}, {@code exited} or {@code dead}
   * @param health what its health check says, in the words of {@code docker ps}; empty without one
   * @param exitCode the code that it ended with; -1 when it has not ended
   * @param status what {@code docker ps} prints: {@code Up 3 minutes (healthy)}
   * @param created when it was made
   * @param ports what it publishes on the host
   * @param addresses its addresses, by network
   * @param volumes the names of the volumes that it mounts
   */
  public record Container(
      String id,
      String name,
      String image,
      String imageId,
      String project,
      String service,
      String workingDir,
      boolean oneOff,
      String state,
      String health,
      int exitCode,
      String status,
      Instant created,
      List<Published> ports,
      Map<String, String> addresses,
      List<String> volumes) {
    public Container {
      ports = List.copyOf(ports);
      addresses = Map.copyOf(addresses);
      volumes = List.copyOf(volumes);
    }

    /** Whether its program runs. */
    public boolean running() {
      return state.equals("running");
    }

    /** Whether the engine keeps its ports: for one that is paused too. */
    public boolean holdsPorts() {
      return running() || state.equals("paused");
    }

    /** Whether it publishes this TCP port of the host, on any address. */
    public boolean publishes(int port) {
      return ports.stream().anyMatch(p -> p.host() == port && p.protocol().equals("tcp"));
    }
  }

  /**
   * A port of the host that leads into a container.
   *
   * @param address the host address: {@code 0.0.0.0}, {@code ::}, {@code 127.0.0.1}
   * @param host the port of the host
   * @param container the port inside
   * @param protocol {@code tcp} or {@code udp}
   */
  public record Published(String address, int host, int container, String protocol) {}

  /** The containers of a compose project, without those of {@code docker compose run}. */
  public List<Container> of(String project) {
    return containers.stream().filter(c -> c.project().equals(project) && !c.oneOff()).toList();
  }

  /** The container of a service: the running one, else the youngest. */
  public Optional<Container> find(String project, String service) {
    List<Container> all = of(project).stream().filter(c -> c.service().equals(service)).toList();
    return all.stream().filter(Container::running).findFirst().or(() -> all.stream().findFirst());
  }
}
