package com.posthog.doctor.probe.clickhouse;

import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Endpoint;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.HttpAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks {@code /ping}, and tells what else is on the port when that is not answered. */
final class FirstWords {
  private static final int LIMIT = 512;
  private static final byte[] PING =
      "GET /ping HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private FirstWords() {}

  /** What is wrong with the server; empty when it is ClickHouse. */
  static String problem(Host host, Contact contact, Deadline deadline) {
    String where = contact.address() + " port " + contact.port();
    Deadline first = part(deadline, 0.6);
    try {
      Endpoint endpoint = Endpoint.tcp(contact.address(), contact.port());
      HttpAnswer answer = host.get(endpoint, "/ping", LIMIT, first);
      String body = new String(answer.body(), StandardCharsets.UTF_8).strip();
      return answer.status() == 200 && body.equals("Ok.")
          ? ""
          : "what answers on " + where + " is another web server, not ClickHouse";
    } catch (IOException other) {
      return stranger(host, contact, where, deadline);
    }
  }

  /** A share of the time that is left. */
  private static Deadline part(Deadline deadline, double share) {
    long millis = deadline.remainingWithin(deadline.limit()).toMillis();
    return Deadline.in(Duration.ofMillis(Math.max(200, (long) (millis * share))));
  }

  private static String stranger(Host host, Contact contact, String where, Deadline deadline) {
    byte[] heard;
    try {
      heard = host.greet(contact.address(), contact.port(), PING, LIMIT, part(deadline, 0.5));
    } catch (IOException hungUp) {
      return where + " takes connections and hangs up at once; ClickHouse is needed there";
    }
    if (heard.length == 0) {
      // one that hangs up does so long before the time is over
      boolean mute = deadline.remaining().compareTo(deadline.limit().dividedBy(2)) < 0;
      String does = mute ? "says nothing" : "hangs up at once";
      return where + " takes connections and " + does + "; ClickHouse is needed there";
    }
    if (heard[0] == 0x15 && heard.length > 1 && heard[1] == 0x03) {
      return "what answers on " + where + " wants TLS; ClickHouse is asked without it";
    }
    String text = new String(heard, StandardCharsets.ISO_8859_1);
    if (text.startsWith("SSH-")) {
      return "what answers on " + where + " is an SSH server, not ClickHouse";
    }
    return text.startsWith("HTTP/")
        ? "what answers on " + where + " is a web server that never ends its answer, not ClickHouse"
        : "what answers on " + where + " does not speak HTTP; ClickHouse is needed there";
  }
}
