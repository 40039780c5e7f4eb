package com.posthog.doctor.facts;

import java.util.ArrayList;
import java.util.List;

/**
 * Who listens on which TCP port of this machine.
 *
 * @param listeners every listening socket that can be seen
 * @param localhost the addresses that the hosts file gives to {@code localhost}, the one that
 *     clients try first in front
 * @param source what was read: {@code /proc/net/tcp}, {@code lsof}
 */
public record ListenerFacts(List<Listener> listeners, List<String> localhost, String source) {
  public static final FactKey<ListenerFacts> KEY = FactKey.of("listeners", ListenerFacts.class);

  public ListenerFacts {
    listeners = List.copyOf(listeners);
    localhost = List.copyOf(localhost);
  }

  /**
   * A listening socket.
   *
   * @param address {@code 127.0.0.1}, {@code 0.0.0.0}, {@code ::1}, {@code ::} …; a v4-mapped
   *     address is given as the IPv4 address that it serves
   * @param family {@code v4} or {@code v6}; a {@code ::} socket may serve both
   * @param port the port
   * @param uid the owner's number; -1 when it could not be told
   * @param user the owner's name; empty when it could not be told
   * @param pid the process; 0 when this user may not see which one it is
   * @param program the program's name; empty when this user may not see it. Without a pid it is the
   *     only program that the owner runs, or the proxy that says it holds the port
   * @param command its command line, redacted and cut; may be empty
   * @param folder its working folder; may be empty
   */
  public record Listener(
      String address,
      String family,
      int port,
      long uid,
      String user,
      long pid,
      String program,
      String command,
      String folder) {

    /** Whether the owner could be seen. */
    public boolean ownerVisible() {
      return pid > 0;
    }

    /** Whether it listens on every address of its family. */
    public boolean everywhere() {
      return address.equals("0.0.0.0") || address.equals("::");
    }

    /** The address and port as people write them: {@code [::1]:5432}. */
    public String endpoint() {
      return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
    }
  }

  /** The sockets on this port. */
  public List<Listener> on(int port) {
    List<Listener> found = new ArrayList<>(2);
    for (Listener listener : listeners) {
      if (listener.port() == port) {
        found.add(listener);
      }
    }
    return found;
  }
}
