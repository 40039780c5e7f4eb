package com.posthog.doctor.probe.postgres;

import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Stranger;
import java.io.IOException;
import java.time.Duration;

/**
 * The first word of Postgres' protocol: whether the server would encrypt, which every Postgres
 * answers with one letter before it knows who asks.
 *
 * @param postgres whether the answer is one that Postgres gives
 * @param offersTls whether the server would encrypt
 * @param problem what answers instead, as one sentence; empty when it is Postgres
 */
record Greeting(boolean postgres, boolean offersTls, String problem) {
  private static final byte[] SSL_REQUEST = {0, 0, 0, 8, 4, (byte) 0xd2, 0x16, 0x2f};

  /** Greets the server of a contact. */
  static Greeting of(Contact contact, Host host, Deadline deadline) {
    Duration most = deadline.remaining().dividedBy(2);
    byte[] heard;
    try {
      heard = host.greet(contact.address(), contact.port(), SSL_REQUEST, 1, Deadline.in(most));
    } catch (IOException hungUp) {
      heard = new byte[0];
    }
    char letter = heard.length == 0 ? ' ' : (char) heard[0];
    if (letter == 'N' || letter == 'S' || letter == 'E') {
      return new Greeting(true, letter == 'S', "");
    }
    return new Greeting(false, false, Stranger.sentence(contact, "Postgres", host, deadline));
  }
}
