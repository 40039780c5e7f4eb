package com.posthog.doctor.facts;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The compose stack as the checkout declares it, with {@code extends} and overlays merged.
 *
 * @param project the compose project that the checkout pins, and {@code projectSource} where
 * @param files the compose files that were read, relative to the checkout
 * @param services in the order of the files
 * @param volumes the named volumes
 * @param profilesOn the profiles that the checkout's start turns on, from {@code bin/mprocs.yaml}
 *     or a generated configuration
 * @param profilesSource where the profiles that are on were read
 * @param problems what could not be understood, one sentence each
 */
public record ComposeFacts(
    String project,
    String projectSource,
    List<String> files,
    List<Service> services,
    List<String> volumes,
    List<String> profilesOn,
    String profilesSource,
    List<String> problems) {
  public static final FactKey<ComposeFacts> KEY = FactKey.of("compose", ComposeFacts.class);

  public ComposeFacts {
    files = List.copyOf(files);
    services = List.copyOf(services);
    volumes = List.copyOf(volumes);
    profilesOn = List.copyOf(profilesOn);
    problems = List.copyOf(problems);
  }

  /**
   * One service.
   *
   * @param profiles the profiles it is limited to; empty for a core service
   * @param image with variables replaced by their defaults or the environment
   * @param source the file and line that declares it: {@code docker-compose.dev.yml:12}
   * @param ports the ports published on the host
   * @param bindMounts sources inside the checkout, relative to it, in the order of the file
   * @param volumes the named volumes it uses
   * @param hostname the name it has for other containers, beside its own; may be empty
   * @param aliases its network aliases
   * @param containerName a fixed name; may be empty
   * @param memoryBytes the memory limit; 0 for none
   * @param healthCheck whether it has a health check
   * @param oneShot whether it is meant to end, such as an init service
   * @param active whether it starts with the profiles that are on
   * @param command the command line, joined by blanks; may be empty
   * @param entrypoint the entry point, joined by blanks; may be empty
   * @param environment the variables that the container is given, redacted
   * @param mounts every bind mount, also those outside the checkout
   * @param built whether its image can be built from this checkout
   * @param dependsOn the services that compose starts before it
   */
  public record Service(
      String name,
      List<String> profiles,
      String image,
      String source,
      List<Port> ports,
      List<String> bindMounts,
      List<String> volumes,
      String hostname,
      List<String> aliases,
      String containerName,
      long memoryBytes,
      boolean healthCheck,
      boolean oneShot,
      boolean active,
      String command,
      String entrypoint,
      Map<String, Setting> environment,
      List<Mount> mounts,
      boolean built,
      List<String> dependsOn) {
    public Service {
      dependsOn = List.copyOf(dependsOn);
      environment = Map.copyOf(environment);
      mounts = List.copyOf(mounts);
      profiles = List.copyOf(profiles);
      ports = List.copyOf(ports);
      bindMounts = List.copyOf(bindMounts);
      volumes = List.copyOf(volumes);
      aliases = List.copyOf(aliases);
    }
  }

  /**
   * A published port.
   *
   * @param address the host address it is published on; {@code 0.0.0.0} when none is named
   * @param host the port on the host
   * @param container the port inside the container
   * @param protocol {@code tcp} or {@code udp}
   * @param source the file and line: {@code docker-compose.dev.yml:14}
   */
  public record Port(String address, int host, int container, String protocol, String source) {}

  /**
   * A file or folder of the machine that a container sees.
   *
   * @param path the absolute path on the machine
   * @param target the path inside the container
   * @param source the file and line: {@code docker-compose.dev.yml:14}
   */
  public record Mount(String path, String target, String source) {}

  /** The service of this name. */
  public Optional<Service> find(String name) {
    return services.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  /** The services that start with the profiles that are on. */
  public List<Service> active() {
    return services.stream().filter(Service::active).toList();
  }
}
