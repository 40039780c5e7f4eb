package com.posthog.doctor.probe.docker;

import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Endpoint;
import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Turns an address of the docker command into something that can be asked. */
final class Address {
  private static final int PLAIN_PORT = 2375;
  private static final int TLS_PORT = 2376;

  private Address() {}

  /** Whether the doctor cannot speak to it: ssh, TLS and the pipes of Windows. */
  static boolean untold(String address, boolean tls) {
    String scheme = scheme(address);
    return scheme.equals("ssh")
        || scheme.equals("https")
        || scheme.equals("npipe")
        || scheme.equals("tcp") && (tls || port(address) == TLS_PORT);
  }

  /** The endpoint; empty when the address makes no sense. */
  static Optional<Endpoint> endpoint(String address) {
    switch (scheme(address)) {
      case "unix":
        String path = path(address);
        return path.startsWith("/") ? Optional.of(Endpoint.unix(path)) : Optional.empty();
      case "tcp", "http":
        int port = port(address);
        String name = name(address);
        return port > 0 && port < 65536 && !name.isEmpty()
            ? Optional.of(Endpoint.tcp(name, port))
            : Optional.empty();
      default:
        return Optional.empty();
    }
  }

  /**
   * The same endpoint with its name resolved, so that connecting does not wait for a name server.
   */
  static Endpoint resolved(Endpoint endpoint, Host host, Deadline deadline) throws IOException {
    if (!endpoint.socket().isEmpty() || endpoint.name().matches("[0-9.]+|\\[?[0-9a-fA-F:]+]?")) {
      return endpoint;
    }
    List<String> addresses = host.addresses(endpoint.name(), deadline);
    if (addresses.isEmpty()) {
      throw new IOException("the name " + endpoint.name() + " is not known here");
    }
    return Endpoint.tcp(addresses.get(0), endpoint.port());
  }

  /** The path of a Unix socket; empty for other addresses. */
  static String path(String address) {
    if (!scheme(address).equals("unix")) {
      return "";
    }
    String path = address.substring("unix://".length());
    try {
      return Path.of(path).toString();
    } catch (InvalidPathException impossible) {
      return "";
    }
  }

  private static String scheme(String address) {
    int end = address.indexOf("://");
    return end < 0 ? "" : address.substring(0, end);
  }

  private static String authority(String address) {
    String rest = address.substring(address.indexOf("://") + 3);
    int slash = rest.indexOf('/');
    return slash < 0 ? rest : rest.substring(0, slash);
  }

  private static String name(String address) {
    String authority = authority(address);
    int colon = authority.lastIndexOf(':');
    String name = colon < 0 || authority.endsWith("]") ? authority : authority.substring(0, colon);
    return name.replace("[", "").replace("]", "");
  }

  private static int port(String address) {
    String authority = authority(address);
    int colon = authority.lastIndexOf(':');
    if (colon < 0 || authority.endsWith("]")) {
      return PLAIN_PORT;
    }
    try {
      return Integer.parseInt(authority.substring(colon + 1));
    } catch (NumberFormatException none) {
      return -1;
    }
  }
}
