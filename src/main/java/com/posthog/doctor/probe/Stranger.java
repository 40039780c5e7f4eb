package com.posthog.doctor.probe;

import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Tells who answers at a port that should speak another protocol, by the first bytes that are heard
 * there: most servers either greet or complain.
 */
public final class Stranger {
  private static final byte[] QUESTION =
      "GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int ENOUGH = 64;

  private Stranger() {}

  /**
   * Asks once more, in words that a web server answers too, and says in one sentence what is at the
   * address and port of the contact instead of the server that was expected.
   *
   * @param expected the server that should be there: {@code Postgres}
   */
  public static String sentence(Contact contact, String expected, Host host, Deadline deadline) {
    String place = contact.address() + " port " + contact.port();
    byte[] heard;
    Deadline brief = Deadline.in(deadline.remainingWithin(Duration.ofMillis(850)));
    try {
      heard = host.greet(contact.address(), contact.port(), QUESTION, ENOUGH, brief);
    } catch (IOException hungUp) {
      return place + " hangs up on everybody who connects; " + expected + " should answer there";
    }
    String name = name(heard);
    if (!name.isEmpty()) {
      return "what answers on " + place + " is " + name + ", not " + expected;
    }
    if (heard.length > 0) {
      return "what answers on " + place + " does not speak the protocol of " + expected;
    }
    return brief.remaining().toMillis() > 200
        ? place + " hangs up on everybody who connects; " + expected + " should answer there"
        : place + " takes connections and says nothing; " + expected + " would answer";
  }

  /** What says these bytes, as a noun: {@code a web server}; empty when that cannot be told. */
  public static String name(byte[] heard) {
    String text = new String(heard, StandardCharsets.ISO_8859_1);
    if (text.startsWith("HTTP/")) {
      return "a web server";
    }
    if (text.startsWith("SSH-")) {
      return "an SSH server";
    }
    if (heard.length >= 3 && (heard[0] == 0x15 || heard[0] == 0x16) && heard[1] == 0x03) {
      return "a server that wants TLS";
    }
    if (text.startsWith("+PONG")
        || text.startsWith("-ERR")
        || text.startsWith("-NOAUTH")
        || text.startsWith("-DENIED")) {
      return "a Redis";
    }
    if (text.startsWith("220 ") || text.startsWith("220-")) {
      return "a mail or file server";
    }
    boolean mysql = heard.length > 5 && heard[3] == 0 && (heard[4] == 0x0a || heard[4] == -1);
    return mysql ? "a MySQL or MariaDB" : "";
  }
}
