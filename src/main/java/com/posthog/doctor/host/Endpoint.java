package com.posthog.doctor.host;

/**
 * Where an HTTP server listens.
 *
 * @param socket the path of a Unix socket; empty for TCP
 * @param name the host name or address; empty for a Unix socket
 * @param port the TCP port; 0 for a Unix socket
 * @param host what the request calls the server: some answer by that name
 */
public record Endpoint(String socket, String name, int port, String host) {

  /** A Unix socket. */
  public static Endpoint unix(String path) {
    return new Endpoint(path, "", 0, "localhost");
  }

  /** A TCP port. */
  public static Endpoint tcp(String name, int port) {
    return tcp(name, port, name);
  }

  /** A TCP port of an address, for the server of this name behind it. */
  public static Endpoint tcp(String address, int port, String server) {
    return new Endpoint("", address, port, bracketed(server) + ":" + port);
  }

  private static String bracketed(String name) {
    return name.indexOf(':') >= 0 ? "[" + name + "]" : name;
  }

  /** As people write it: {@code unix:///var/run/docker.sock}. */
  public String text() {
    return socket.isEmpty() ? "tcp://" + bracketed(name) + ":" + port : "unix://" + socket;
  }
}
