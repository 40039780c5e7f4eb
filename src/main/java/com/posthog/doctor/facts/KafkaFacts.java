package com.posthog.doctor.facts;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The Kafka of the stack, or what took its place.
 *
 * @param contact how far the client came
 * @param brokers where the broker sends its clients
 * @param topicCount how many topics there are
 * @param expected the topics that the checkout makes at its start
 * @param expectedIn where they are declared; empty when the checkout makes none
 * @param madeBy the compose service that makes them; empty when the checkout makes none
 * @param groups the groups of consumers that have members now and are behind
 * @param groupCount how many groups have members now
 * @param problem why topics or groups could not be read, as one sentence; empty when they were
 */
public record KafkaFacts(
    Contact contact,
    List<Broker> brokers,
    int topicCount,
    List<Topic> expected,
    String expectedIn,
    String madeBy,
    List<Group> groups,
    int groupCount,
    String problem) {
  public static final FactKey<KafkaFacts> KEY = FactKey.of("kafka", KafkaFacts.class);

  public KafkaFacts {
    brokers = List.copyOf(brokers);
    expected = List.copyOf(expected);
    groups = List.copyOf(groups);
  }

  /**
   * A broker as it tells its clients to reach it.
   *
   * @param name the host name or address that it gives
   * @param addresses what that resolves to here
   * @param reach what happened at the port: {@code open}, {@code refused} …; empty when the name
   *     does not resolve
   */
  public record Broker(int id, String name, int port, List<String> addresses, String reach) {
    public Broker {
      addresses = List.copyOf(addresses);
    }

    /** Name and port as people write them: {@code kafka:9092}. */
    public String place() {
      return (name.indexOf(':') >= 0 ? "[" + name + "]" : name) + ":" + port;
    }

    /** Whether a client of this machine reaches it. */
    public boolean open() {
      return reach.equals("open");
    }
  }

  /** A topic that the checkout makes, and whether it is there. */
  public record Topic(String name, boolean exists) {}

  /**
   * A group of consumers that is behind.
   *
   * @param name its id
   * @param topic the topic where it is furthest behind
   * @param lag how many messages it has yet to read, over all its topics
   * @param moving whether it read on, or had read all of it, while it was looked at
   */
  public record Group(String name, String topic, long lag, boolean moving) {}

  /** The service that is the broker, when the stack has one that can be reached from here. */
  public static Optional<ComposeFacts.Service> service(ComposeFacts compose) {
    return compose.active().stream()
        .filter(service -> isBroker(service.image()) && !service.oneShot())
        .filter(service -> service.ports().stream().anyMatch(KafkaFacts::isKafka))
        .findFirst();
  }

  private static boolean isBroker(String image) {
    String name = image.toLowerCase(Locale.ROOT);
    return name.contains("redpanda") || name.contains("kafka");
  }

  /** The port of the broker's protocol, which an interface for browsers does not have. */
  private static boolean isKafka(ComposeFacts.Port port) {
    return port.container() == 9092 || port.container() == 19092;
  }
}
