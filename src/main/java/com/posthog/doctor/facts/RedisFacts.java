package com.posthog.doctor.facts;

import java.util.List;
import java.util.Locale;

/**
 * A Redis of the stack, or what took its place.
 *
 * @param contact how far the client came
 * @param product {@code Redis} or {@code Valkey}; empty when it did not answer
 * @param version what it says of itself; empty when it did not answer
 * @param program the path of its program, as it says; may be empty
 * @param image the image that the checkout names for it; may be empty
 * @param required the version in the tag of that image, as far as it has numbers: {@code 7.2}
 * @param requiredIn where the service is declared
 * @param policy what it does when its memory is full
 * @param policyRequired the policy that the checkout starts it with; empty when it names none
 * @param role {@code master}, {@code slave}, {@code sentinel}
 * @param readOnly whether it refuses writes because it follows another server
 * @param master the server that it follows: {@code 10.0.0.5:6379}; empty when it follows none
 * @param masterUp whether the one that it follows can be reached by it
 * @param maxMemoryBytes the most memory that it may use; 0 for no limit
 * @param usedMemoryBytes the memory that it uses
 * @param saveFails whether it refuses writes because it could not save its data to disk
 * @param cluster whether it is a node of a cluster
 * @param clusterState what it says of its cluster: {@code ok}, {@code fail}; empty without one
 */
public record RedisFacts(
    Contact contact,
    String product,
    String version,
    String program,
    String image,
    String required,
    String requiredIn,
    String policy,
    String policyRequired,
    String role,
    boolean readOnly,
    String master,
    boolean masterUp,
    long maxMemoryBytes,
    long usedMemoryBytes,
    boolean saveFails,
    boolean cluster,
    String clusterState) {

  /** The key of the Redis that a compose service stands for. */
  public static FactKey<RedisFacts> key(String service) {
    return FactKey.of("redis", service, RedisFacts.class);
  }

  /** The services of the stack that are a Redis or a Valkey and can be reached from here. */
  public static List<ComposeFacts.Service> services(ComposeFacts compose) {
    return compose.active().stream()
        .filter(service -> !service.ports().isEmpty() && isRedis(service.image()))
        .toList();
  }

  private static boolean isRedis(String image) {
    String name = image.substring(image.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    int tag = name.indexOf(':');
    String repository = tag < 0 ? name : name.substring(0, tag);
    return repository.equals("redis")
        || repository.equals("valkey")
        || repository.equals("redis-stack-server");
  }
}
