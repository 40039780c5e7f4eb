package com.posthog.doctor.facts;

import java.util.List;

/**
 * How far a client came with a server: the first part of every fact about one. Asked from the
 * cheapest layer up, and no further than the first that fails.
 *
 * @param service the compose service that it stands for: {@code db}, {@code redis7}
 * @param name the host name that the checkout gives: {@code localhost}, {@code kafka}
 * @param port the port
 * @param source where name and port were read: {@code .env.services:3}, {@code
 *     docker-compose.dev.yml:14}
 * @param addresses what the name resolves to, in the order of the resolver
 * @param address the one that took the connection, or the first that was tried; may be empty
 * @param reach what happened at the port, as in {@link PortFacts#reach}; empty when no address is
 *     known
 * @param stage how far the client came
 * @param problem what the server, or its silence, said at that stage, as one sentence for a person
 *     without class names; empty when it came to the end
 */
public record Contact(
    String service,
    String name,
    int port,
    String source,
    List<String> addresses,
    String address,
    String reach,
    Stage stage,
    String problem) {

  /** How far a client came: each value names the layer that failed, {@link #READY} none. */
  public enum Stage {
    /** The name does not resolve. */
    NAME,
    /** No address of the name takes a connection at the port. */
    PORT,
    /** Something took the connection, and does not speak the protocol, or nothing at all. */
    GREETING,
    /** It speaks the protocol and refuses the user, the password or the database. */
    LOGIN,
    /** It lets the user in and does not answer questions. */
    QUERY,
    /** It answers. */
    READY
  }

  public Contact {
    addresses = List.copyOf(addresses);
  }

  /** Whether the server answers questions. */
  public boolean ready() {
    return stage == Stage.READY;
  }

  /** Whether something took the connection, whatever it is. */
  public boolean open() {
    return stage.compareTo(Stage.PORT) > 0;
  }

  /** The same server at another stage. */
  public Contact at(Stage reached, String said) {
    return new Contact(service, name, port, source, addresses, address, reach, reached, said);
  }

  /** Name and port as people write them: {@code localhost:5432}, {@code [::1]:5432}. */
  public String place() {
    return (name.indexOf(':') >= 0 ? "[" + name + "]" : name) + ":" + port;
  }
}
