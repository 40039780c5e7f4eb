package com.posthog.doctor.probe;

import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.host.Deadline;
import java.nio.charset.StandardCharsets;

/** Says in one sentence what answers on a port when it is not the server that is expected. */
public final class FirstWords {
  private FirstWords() {}

  /** How long a server is listened to that says nothing: there must be time left to say so. */
  public static Deadline patience(Deadline deadline) {
    return Deadline.in(deadline.remaining().multipliedBy(2).dividedBy(3));
  }

  /**
   * What is wrong with a greeting.
   *
   * @param heard what the server said; empty when it said nothing
   * @param patience the time that it was listened to
   * @param expected the server that is expected there: {@code Redis}
   */
  public static String sentence(Contact contact, byte[] heard, Deadline patience, String expected) {
    boolean timeUp = patience.remainingWithin(patience.limit()).toMillis() <= 20;
    String where = contact.address() + " port " + contact.port();
    if (heard.length == 0) {
      return timeUp
          ? where + " takes connections and says nothing"
          : "what listens on " + where + " hangs up at once";
    }
    String kind = kind(heard);
    if (!kind.isEmpty()) {
      return "what answers on " + where + " is " + kind + ", not " + expected;
    }
    if (timeUp) {
      return where + " says a few bytes and then nothing: it is not " + expected + ", or stuck";
    }
    return "what answers on " + where + " does not speak the language of " + expected;
  }

  /** What kind of server says this: {@code an SSH server}; empty when that cannot be told. */
  public static String kind(byte[] heard) {
    String text = new String(heard, StandardCharsets.ISO_8859_1);
    if (text.startsWith("HTTP/")) {
      return "a web server";
    }
    if (text.startsWith("SSH-")) {
      return "an SSH server";
    }
    if (text.startsWith("220 ") || text.startsWith("220-")) {
      return "a mail or FTP server";
    }
    if (heard.length >= 3 && (heard[0] == 0x15 || heard[0] == 0x16) && heard[1] == 3) {
      return "a server that wants TLS";
    }
    if (text.startsWith("+PONG") || text.startsWith("-ERR ") || text.startsWith("-NOAUTH")) {
      return "a Redis";
    }
    return "";
  }
}
