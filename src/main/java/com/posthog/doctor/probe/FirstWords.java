package com.posthog.doctor.probe;

import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.host.Deadline;

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
    String kind = Stranger.name(heard);
    if (!kind.isEmpty()) {
      return "what answers on " + where + " is " + kind + ", not " + expected;
    }
    if (timeUp) {
      return where + " says a few bytes and then nothing: it is not " + expected + ", or stuck";
    }
    return "what answers on " + where + " does not speak the language of " + expected;
  }
}
