package com.posthog.doctor.facts;

import java.util.List;

/**
 * Who listens on which TCP port of this machine.
 *
 * @param listeners every listening socket that can be seen
 * @param source what was read: {@code /proc/net/tcp}, {@code lsof}
 */
public record ListenerFacts(List<Listener> listeners, String source) {
  public static final FactKey<ListenerFacts> KEY = FactKey.of("listeners", ListenerFacts.class);

  public ListenerFacts {
    listeners = List.copyOf(listeners);
  }

  /**
   * A listening socket.
   *
   * @param address {@code 127.0.0.1}, {@code 0.0.0.0}, {@code ::1}, {@code ::} …; a v4-mapped
   *     address is given as the IPv4 address that it serves
   * @param family {@code v4} or {@code v6}; a {@code ::} socket may serve both
   * @param port the port
   * @param uid the owner's number; -1 when it could not be told
   * @param pid the process; 0 when this user may not see it
   * @param program the program's name; empty when this user may not see it
   * @param command its command line, redacted and cut; may be empty
   * @param folder its working folder; may be empty
   */
  public record Listener(
      String address,
      String family,
      int port,
      long uid,
      long pid,
      String program,
      String command,
      String folder) {

    /** Whether the owner could be seen. */
    public boolean ownerVisible() {
      return pid > 0;
    }

    /** The address and port as people write them: {@code [::1]:5432}. */
    public String endpoint() {
      return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
    }
  }

  /** The sockets on this port. */
  public List<Listener> on(int port) {
    return listeners.stream().filter(l -> l.port() == port).toList();
  }
}
