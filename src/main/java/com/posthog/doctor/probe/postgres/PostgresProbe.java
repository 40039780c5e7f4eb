package com.posthog.doctor.probe.postgres;

import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.FactTree;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.PostgresFacts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import com.posthog.doctor.probe.ServerProbe;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Logs in to Postgres as the app would and asks what it is and has, in one connection and two
 * questions. The driver is loaded only behind a port that has answered as Postgres does.
 */
public final class PostgresProbe implements Probe<PostgresFacts> {
  private static final PostgresFacts.Refusal NONE = new PostgresFacts.Refusal("", "", "");

  @Override
  public Set<FactKey<?>> needs(FactKey<PostgresFacts> key) {
    return Set.of(SettingsFacts.KEY);
  }

  @Override
  public Set<FactKey<?>> uses(FactKey<PostgresFacts> key) {
    return Set.of(ComposeFacts.KEY);
  }

  @Override
  public PostgresFacts read(FactKey<PostgresFacts> key, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    Access access = Access.of(soFar, host.user());
    Contact contact = contact(access, soFar, host, deadline);
    if (!contact.open()) {
      return PostgresFacts.unanswered(contact, access.login(false), NONE);
    }
    Optional<Object> recorded = host.recorded(key.text());
    if (recorded.isPresent()) {
      return FactTree.read(PostgresFacts.class, recorded.get());
    }
    Greeting greeting = Greeting.of(contact, host, deadline);
    return greeting.postgres()
        ? new Interview(access, contact, greeting, host, deadline).facts()
        : PostgresFacts.unanswered(
            contact.at(Contact.Stage.GREETING, greeting.problem()), access.login(false), NONE);
  }

  /** The first of several servers that takes the connection, as every client would choose. */
  private static Contact contact(Access access, Facts facts, Host host, Deadline deadline)
      throws IOException {
    Contact first =
        new Contact(
            Access.service(facts.find(ComposeFacts.KEY)),
            "",
            0,
            access.source(),
            List.of(),
            "",
            "",
            Contact.Stage.NAME,
            access.problem());
    for (int i = 0; i < access.places().size(); i++) {
      Contact contact = ServerProbe.contact(access.places().get(i), host, deadline);
      if (contact.open()) {
        return contact;
      }
      first = i == 0 ? contact : first;
    }
    return first;
  }
}
