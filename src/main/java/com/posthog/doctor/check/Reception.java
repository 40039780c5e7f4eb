package com.posthog.doctor.check;

import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.Optional;

/** Judges how far a client came with a server: what the first check of a service has to say. */
public final class Reception {
  private Reception() {}

  /**
   * The verdict on a server that is not ready: blocked when nothing is there and the stack was not
   * started, else the card's message of the layer that failed: {@code name}, {@code port}, {@code
   * greeting}, {@code login} or {@code query}. Empty when it is ready.
   */
  public static Optional<Verdict> refusal(Contact contact, Facts facts) {
    if (contact.ready()) {
      return Optional.empty();
    }
    if (!contact.open() && !Stack.isStarted(facts)) {
      return Optional.of(Verdict.blocked());
    }
    String message = contact.stage().name().toLowerCase(java.util.Locale.ROOT);
    String remedy = remedy(contact.stage());
    // what has no container is somebody's own server, which only they can restart
    boolean own =
        remedy.equals("restart-server") && Stack.nameOf(facts, contact.service()).isEmpty();
    return Optional.of(
        filled(Verdict.fail(message).curedBy(own ? "free-port" : remedy), contact, facts)
            .seen("seen", contact.problem(), contact.address())
            .seen("needed", contact.service() + " on " + contact.place(), contact.source()));
  }

  private static String remedy(Contact.Stage stage) {
    return switch (stage) {
      case NAME, PORT -> "start-server";
      case GREETING -> "free-port";
      case LOGIN -> "right-login";
      default -> "restart-server";
    };
  }

  /** A verdict about this server, with the values that every text about it may want. */
  public static Verdict filled(Verdict verdict, Contact contact, Facts facts) {
    return verdict
        .about(new Subject(contact.service(), contact.service()))
        .with("service", contact.service())
        .with("place", contact.place())
        .with("address", contact.address())
        .with("port", contact.port())
        .with("container", Stack.nameOf(facts, contact.service()))
        .with("problem", contact.problem())
        .with("source", contact.source())
        .with("project", facts.find(ComposeFacts.KEY).map(ComposeFacts::project).orElse("posthog"));
  }
}
