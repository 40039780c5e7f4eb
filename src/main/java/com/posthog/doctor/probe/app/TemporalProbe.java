package com.posthog.doctor.probe.app;

import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.TemporalFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import com.posthog.doctor.probe.ServerProbe;
import com.posthog.doctor.probe.ServerProbe.Place;
import com.posthog.doctor.probe.Stranger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Greets Temporal's frontend as every gRPC client does: the preface of HTTP/2 and empty settings. A
 * server of that protocol says its own settings first.
 */
public final class TemporalProbe implements Probe<TemporalFacts> {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** A frame of type SETTINGS without any; the first nine bytes of every frame are its head. */
  private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};

  private static final int TYPE = 3;

  @Override
  public TemporalFacts read(FactKey<TemporalFacts> key, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    String argument = key.argument();
    int colon = argument.lastIndexOf(':');
    if (colon < 0 || !argument.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new IOException(argument + " is no name and port");
    }
    int port = Integer.parseInt(argument.substring(colon + 1));
    Place place = new Place("temporal", argument.substring(0, colon), port, "");
    Contact contact = ServerProbe.contact(place, host, deadline);
    if (!contact.open()) {
      return new TemporalFacts(contact);
    }
    ByteArrayOutputStream words = new ByteArrayOutputStream();
    words.writeBytes(PREFACE);
    words.writeBytes(SETTINGS);
    try {
      byte[] said =
          host.greet(contact.address(), port, words.toByteArray(), SETTINGS.length, deadline);
      return new TemporalFacts(judged(contact, said));
    } catch (IOException cut) {
      return new TemporalFacts(
          contact.at(Contact.Stage.GREETING, "the connection was closed before the answer"));
    }
  }

  private static Contact judged(Contact contact, byte[] said) {
    if (said.length == 0) {
      return contact.at(Contact.Stage.GREETING, "it takes connections and says nothing");
    }
    boolean settings = said.length == SETTINGS.length && said[TYPE] == SETTINGS[TYPE];
    if (settings && said[0] == 0) {
      return contact.at(Contact.Stage.READY, "");
    }
    String name = Stranger.name(said);
    String what = name.isEmpty() ? "something that is no gRPC server" : name;
    return contact.at(Contact.Stage.GREETING, "what answers there is " + what);
  }
}
