package com.posthog.doctor.probe;

import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.FactTree;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.Reach;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Asks a server with its own driver, from the cheapest layer up: the name, the port, and only
 * behind an open port the driver. A recorded machine answers in place of the driver.
 */
public interface ServerProbe<F> extends Probe<F> {

  /**
   * Where the server is, as the checkout says.
   *
   * @param service the compose service that it stands for
   * @param name the host name or address
   * @param source where name and port were read
   */
  record Place(String service, String name, int port, String source) {}

  /** Where to ask. */
  Place place(FactKey<F> key, Facts soFar) throws Exception;

  /** The fact when no port took the connection. */
  F closed(Contact contact);

  /**
   * Asks with the driver. Its connections are guarded by the deadline, and closed before this
   * returns.
   */
  F ask(FactKey<F> key, Contact contact, Host host, Facts soFar, Deadline deadline)
      throws Exception;

  @Override
  default F read(FactKey<F> key, Host host, Facts soFar, Deadline deadline) throws Exception {
    Contact contact = contact(place(key, soFar), host, deadline);
    if (!contact.open()) {
      return closed(contact);
    }
    Optional<Object> recorded = host.recorded(key.text());
    return recorded.isPresent()
        ? FactTree.read(key.type(), recorded.get())
        : ask(key, contact, host, soFar, deadline);
  }

  /** Resolves the name and knocks at each address, until one takes the connection. */
  static Contact contact(Place place, Host host, Deadline deadline) throws IOException {
    List<String> addresses = addresses(place.name(), host, deadline);
    if (addresses.isEmpty()) {
      String problem = "the name " + place.name() + " does not resolve";
      return contact(place, addresses, "", "", Contact.Stage.NAME, problem);
    }
    List<Contact> closed = new ArrayList<>();
    for (String address : addresses) {
      Reach reach = host.knock(address, place.port(), deadline);
      String word = reach.name().toLowerCase(Locale.ROOT);
      if (reach == Reach.OPEN) {
        return contact(place, addresses, address, word, Contact.Stage.GREETING, "");
      }
      String problem = problem(reach, address, place.port());
      closed.add(contact(place, addresses, address, word, Contact.Stage.PORT, problem));
    }
    return closed.get(0);
  }

  private static Contact contact(
      Place place,
      List<String> addresses,
      String address,
      String reach,
      Contact.Stage stage,
      String problem) {
    return new Contact(
        place.service(),
        place.name(),
        place.port(),
        place.source(),
        addresses,
        address,
        reach,
        stage,
        problem);
  }

  /** The addresses of a name; an address is its own, and this machine needs no resolver. */
  private static List<String> addresses(String name, Host host, Deadline deadline)
      throws IOException {
    if (name.indexOf(':') >= 0 || name.matches("[0-9.]+")) {
      return List.of(name);
    }
    return host.addresses(name, deadline);
  }

  private static String problem(Reach reach, String address, int port) {
    String where = address + " port " + port;
    return switch (reach) {
      case SILENT -> where + " does not answer at all";
      case UNREACHABLE -> where + " cannot be reached";
      default -> "nothing listens on " + where;
    };
  }
}
