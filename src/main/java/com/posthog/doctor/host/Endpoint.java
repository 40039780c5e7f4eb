package com.posthog.doctor.host;

/**
 * Where an HTTP server listens.
 *
 * @param socket the path of a Unix socket; empty for TCP
 * @param name the host name or address; empty for a Unix socket
 * @param port the TCP port; 0 for a Unix socket
 */
public record Endpoint(String socket, String name, int port) {

  /** A Unix socket. */
  public static Endpoint unix(String path) {
    return new Endpoint(path, "", 0);
  }

  /** A TCP port. */
  public static Endpoint tcp(String name, int port) {
    return new Endpoint("", name, port);
  }

  /** As people write it: {@code unix:///var/run/docker.sock}. */
  public String text() {
    return socket.isEmpty() ? "tcp://" + name + ":" + port : "unix://" + socket;
  }
}
