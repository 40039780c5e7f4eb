package com.posthog.doctor.probe;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * The URL of a service as settings write it: {@code redis://:secret@redis7:6379/1}.
 *
 * @param scheme in lower case
 * @param user decoded; empty without one
 * @param password decoded; empty without one
 * @param host without the brackets of an IPv6 address, in lower case
 * @param port 0 when none is given
 */
public record ServiceUrl(String scheme, String user, String password, String host, int port) {

  /** Reads a URL; empty when it is none, or names no host. */
  public static Optional<ServiceUrl> parse(String text) {
    String url = text.strip();
    int start = url.indexOf("://");
    if (start <= 0) {
      return Optional.empty();
    }
    String rest = url.substring(start + 3);
    int end = firstOf(rest, "/?#");
    String authority = rest.substring(0, end);
    int at = authority.lastIndexOf('@');
    String login = at < 0 ? "" : authority.substring(0, at);
    int colon = login.indexOf(':');
    String place = authority.substring(at + 1);
    int portAt = place.lastIndexOf(':');
    boolean bracket = place.startsWith("[");
    boolean withPort = portAt > place.indexOf(']');
    String host = withPort ? place.substring(0, portAt) : place;
    Optional<Integer> port =
        withPort ? number(place.substring(portAt + 1)) : Optional.<Integer>of(0);
    if (host.isEmpty() || port.isEmpty() || bracket != host.endsWith("]")) {
      return Optional.empty();
    }
    return Optional.of(
        new ServiceUrl(
            url.substring(0, start).toLowerCase(Locale.ROOT),
            decoded(colon < 0 ? login : login.substring(0, colon)),
            decoded(colon < 0 ? "" : login.substring(colon + 1)),
            (bracket ? host.substring(1, host.length() - 1) : host).toLowerCase(Locale.ROOT),
            port.get()));
  }

  /** Whether it leads to this machine, by its own names. */
  public boolean isLocal() {
    return isLocal(host);
  }

  /** Whether a name or address is this machine itself. */
  public static boolean isLocal(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
  }

  private static int firstOf(String text, String ends) {
    for (int i = 0; i < text.length(); i++) {
      if (ends.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return text.length();
  }

  private static Optional<Integer> number(String text) {
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65535) {
      return Optional.empty();
    }
    return Optional.of(Integer.parseInt(text));
  }

  private static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return text;
    }
  }
}
