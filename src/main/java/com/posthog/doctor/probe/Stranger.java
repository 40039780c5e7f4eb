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

  /** How long a server is listened to that says nothing: there must be time left to say so. */
  public static Deadline patience(Deadline deadline) {
    return Deadline.in(deadline.remaining().multipliedBy(2).dividedBy(3));
  }

  /**
   * What is wrong with a greeting, in one sentence.
   *
   * @param heard what the server said; empty when it said nothing
   * @param patience the time that it was listened to
   * @param expected the server that should be there: {@code Redis}
   */
  public static String sentence(Contact contact, byte[] heard, Deadline patience, String expected) {
    boolean timeUp = patience.remainingWithin(patience.limit()).toMillis() <= 20;
    String where = contact.address() + " port " + contact.port();
    if (heard.length == 0) {
      return timeUp
          ? where + " takes connections and says nothing"
          : "what listens on " + where + " hangs up at once";
    }
    String kind = name(heard);
    if (!kind.isEmpty()) {
      return "what answers on " + where + " is " + kind + ", not " + expected;
    }
    if (timeUp && heard.length < ENOUGH) {
      return where + " says a few bytes and then nothing: it is not " + expected + ", or stuck";
    }
    return "what answers on " + where + " does not speak the language of " + expected;
  }

  /**
   * The same after asking once more, in words that a web server answers too: for a protocol whose
   * own words leave many servers silent.
   */
  public static String sentence(Contact contact, String expected, Host host, Deadline deadline) {
    Deadline brief = Deadline.in(deadline.remainingWithin(Duration.ofMillis(850)));
    byte[] heard;
    try {
      heard = host.greet(contact.address(), contact.port(), QUESTION, ENOUGH, brief);
    } catch (IOException hungUp) {
      heard = new byte[0];
    }
    return sentence(contact, heard, brief, expected);
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
