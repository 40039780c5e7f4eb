package com.posthog.doctor.probe.storage;

import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.Setting;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.facts.StorageFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Endpoint;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.Signature;
import com.posthog.doctor.probe.ServerProbe;
import com.posthog.doctor.probe.Stranger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks the object storage for the list of its buckets, signed with the keys of the checkout. */
public final class StorageProbe implements ServerProbe<StorageFacts> {
  private static final int MOST = 1 << 20;

  /** Enough to see that it is HTTP, whatever the answer. */
  private static final int FIRST = "HTTP/1.1 200".length();

  @Override
  public Set<FactKey<?>> needs(FactKey<StorageFacts> key) {
    return Set.of(ComposeFacts.KEY);
  }

  @Override
  public Set<FactKey<?>> uses(FactKey<StorageFacts> key) {
    return Set.of(SettingsFacts.KEY);
  }

  @Override
  public Place place(FactKey<StorageFacts> key, Facts soFar) throws IOException {
    return storage(soFar).place();
  }

  private static StoragePlace storage(Facts soFar) {
    return new StoragePlace(soFar.get(ComposeFacts.KEY), soFar.find(SettingsFacts.KEY));
  }

  @Override
  public StorageFacts closed(Contact contact) {
    return new StorageFacts(
        contact, "", "", Setting.of("OBJECT_STORAGE_ACCESS_KEY_ID", ""), "", 0, "", List.of(), 0);
  }

  @Override
  public StorageFacts ask(
      FactKey<StorageFacts> key, Contact contact, Host host, Facts soFar, Deadline deadline)
      throws IOException, GeneralSecurityException {
    String name =
        contact.address().indexOf(':') >= 0 ? "[" + contact.address() + "]" : contact.address();
    Deadline patience = Stranger.patience(deadline);
    byte[] heard = heard(contact, name, host, patience);
    if (!new String(heard, StandardCharsets.ISO_8859_1).startsWith("HTTP/1.")) {
      String problem = Stranger.sentence(contact, heard, patience, "object storage");
      return closed(contact.at(Contact.Stage.GREETING, problem));
    }
    StoragePlace place = storage(soFar);
    Signature signature =
        new Signature(
            place.keys().accessKey().setting().raw().reveal(),
            place.keys().secretKey().setting().raw().reveal(),
            place.keys().region());
    Map<String, String> headers =
        signature.headers("GET", name + ":" + contact.port(), "/", "", host.now());
    StorageAnswer answer;
    try {
      answer =
          StorageAnswer.of(
              host.get(Endpoint.tcp(name, contact.port()), "/", headers, MOST, deadline));
    } catch (IOException cut) {
      return closed(
          contact.at(
              Contact.Stage.QUERY, where(contact) + " begins an answer and does not end it"));
    }
    return facts(contact, place, answer);
  }

  private static byte[] heard(Contact contact, String name, Host host, Deadline deadline) {
    byte[] words =
        ("GET / HTTP/1.1\r\nHost: " + name + ":" + contact.port() + "\r\nConnection: close\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    try {
      return host.greet(contact.address(), contact.port(), words, FIRST, deadline);
    } catch (IOException hungUp) {
      return new byte[0];
    }
  }

  private static StorageFacts facts(Contact contact, StoragePlace place, StorageAnswer answer) {
    return new StorageFacts(
        reached(contact, answer),
        place.image(),
        place.imageIn(),
        place.keys().accessKey().setting(),
        place.keys().accessKey().source(),
        answer.status(),
        answer.code(),
        place.buckets(answer.buckets()),
        answer.buckets().size());
  }

  private static Contact reached(Contact contact, StorageAnswer answer) {
    if (!answer.spoken()) {
      return contact.at(
          Contact.Stage.GREETING,
          "what answers on "
              + contact.address()
              + " port "
              + contact.port()
              + " is a web server, not object storage");
    }
    if (answer.status() == 401 || answer.status() == 403) {
      return contact.at(Contact.Stage.LOGIN, where(contact) + " refuses the keys");
    }
    return answer.status() == 200
        ? contact.at(Contact.Stage.READY, "")
        : contact.at(
            Contact.Stage.QUERY,
            where(contact) + " does not list its buckets: HTTP " + answer.status());
  }

  private static String where(Contact contact) {
    return "the object storage on " + contact.address() + " port " + contact.port();
  }
}
