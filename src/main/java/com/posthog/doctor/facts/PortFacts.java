package com.posthog.doctor.facts;

/**
 * Whether a TCP port takes connections.
 *
 * @param address the address that was knocked at: {@code 127.0.0.1}, {@code ::1}
 * @param port the port
 * @param reach {@code open}, {@code refused}, {@code silent} or {@code unreachable}
 */
public record PortFacts(String address, int port, String reach) {

  /** The key of one address and port: {@code port(127.0.0.1:5432)}. */
  public static FactKey<PortFacts> key(String address, int port) {
    return FactKey.of("port", address + ":" + port, PortFacts.class);
  }

  /** Whether a connection was taken. */
  public boolean open() {
    return reach.equals("open");
  }
}
