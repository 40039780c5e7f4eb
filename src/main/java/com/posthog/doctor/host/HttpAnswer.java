package com.posthog.doctor.host;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a server answered to a GET.
 *
 * @param status the HTTP status
 * @param headers by lower-case name
 * @param body cut at a limit, and {@code whole} false when it was
 */
@SuppressWarnings("ArrayRecordComponent") // answers are read, never compared
public record HttpAnswer(
    int status, Map<String, List<String>> headers, byte[] body, boolean whole) {

  /** The first header of this lower-case name. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).flatMap(list -> list.stream().findFirst());
  }
}
