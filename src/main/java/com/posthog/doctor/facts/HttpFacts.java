package com.posthog.doctor.facts;

import java.util.Map;

/**
 * What an HTTP server of this machine answers to a GET.
 *
 * @param contact how far the asking came: {@link Contact.Stage#READY} once there is an answer,
 *     whatever its status
 * @param status the HTTP status; 0 without an answer
 * @param type the content type without its parameters; may be empty
 * @param server what the server calls itself; may be empty
 * @param body the beginning of the answer as one line, redacted and cut
 * @param fields the plain values of an answer in JSON, by name
 */
public record HttpFacts(
    Contact contact,
    int status,
    String type,
    String server,
    String body,
    Map<String, String> fields) {

  public HttpFacts {
    fields = Map.copyOf(fields);
  }

  /** The key of a path on a server: {@code http(http://localhost:8000/_health)}. */
  public static FactKey<HttpFacts> key(String name, int port, String path) {
    String host = name.indexOf(':') >= 0 ? "[" + name + "]" : name;
    return FactKey.of("http", "http://" + host + ":" + port + path, HttpFacts.class);
  }

  /** Whether it answers and says that all is well. */
  public boolean good() {
    return status >= 200 && status < 400;
  }

  /** Whether it shows a page, which is what another program shows for every path. */
  public boolean page() {
    return body.startsWith("<");
  }
}
