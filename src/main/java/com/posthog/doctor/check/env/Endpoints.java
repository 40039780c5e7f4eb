package com.posthog.doctor.check.env;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The hosts and ports that a value names: a URL, a list of servers, or a bare host. */
final class Endpoints {
  private Endpoints() {}

  /**
   * A host with a port.
   *
   * @param port 0 when none is named
   */
  record Endpoint(String host, int port) {
    /** As people write it: {@code localhost:5434}. */
    String text() {
      return port == 0 ? host : host + ":" + port;
    }

    /** Whether it is this machine by its plain name or address. */
    boolean isLocal() {
      return host.equals("localhost") || host.equals("0.0.0.0") || host.startsWith("127.");
    }
  }

  /** Reads a value; what is no host gives nothing. */
  static List<Endpoint> of(String value) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (String part : value.split("[,\\s]", -1)) {
      int scheme = part.indexOf("://");
      String rest = scheme < 0 ? part : part.substring(scheme + "://".length());
      int end = 0;
      while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
        end++;
      }
      String authority = rest.substring(0, end);
      add(authority.substring(authority.lastIndexOf('@') + 1), endpoints);
    }
    return endpoints;
  }

  private static void add(String authority, List<Endpoint> endpoints) {
    int colon = authority.lastIndexOf(':');
    String host = colon < 0 ? authority : authority.substring(0, colon);
    String port = colon < 0 ? "" : authority.substring(colon + 1);
    boolean name =
        !host.isEmpty()
            && host.chars()
                .allMatch(c -> c == '.' || c == '-' || c < 128 && Character.isLetterOrDigit(c));
    boolean number = port.length() <= 5 && port.chars().allMatch(c -> c >= '0' && c <= '9');
    if (name && number) {
      endpoints.add(
          new Endpoint(host.toLowerCase(Locale.ROOT), port.isEmpty() ? 0 : Integer.parseInt(port)));
    }
  }
}
