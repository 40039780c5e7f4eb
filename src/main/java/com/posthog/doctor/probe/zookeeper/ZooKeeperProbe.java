package com.posthog.doctor.probe.zookeeper;

import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.ZooKeeperFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.ServerProbe;
import com.posthog.doctor.probe.Stranger;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Asks ZooKeeper for its state with the word {@code srvr}, where it takes it, and for a session,
 * which is ended in the same breath.
 */
public final class ZooKeeperProbe implements ServerProbe<ZooKeeperFacts> {
  private static final String SERVICE = "zookeeper";
  private static final int PORT = 2181;
  private static final int LIMIT = 4096;
  private static final int SESSION_MILLIS = 4000;
  private static final byte[] STATE = "srvr".getBytes(StandardCharsets.US_ASCII);

  @Override
  public Set<FactKey<?>> needs(FactKey<ZooKeeperFacts> key) {
    return Set.of(ComposeFacts.KEY);
  }

  @Override
  public Place place(FactKey<ZooKeeperFacts> key, Facts soFar) {
    Optional<ComposeFacts.Port> port =
        soFar.get(ComposeFacts.KEY).find(SERVICE).stream()
            .flatMap(service -> service.ports().stream())
            .filter(one -> one.container() == PORT)
            .findFirst();
    String address = port.map(ComposeFacts.Port::address).orElse("0.0.0.0");
    return new Place(
        SERVICE,
        address.equals("0.0.0.0") || address.isEmpty() ? "127.0.0.1" : address,
        port.map(ComposeFacts.Port::host).orElse(PORT),
        port.map(ComposeFacts.Port::source).orElse("built in: the checkout does not say"));
  }

  @Override
  public ZooKeeperFacts closed(Contact contact) {
    return new ZooKeeperFacts(contact, "", "", "");
  }

  @Override
  public ZooKeeperFacts ask(
      FactKey<ZooKeeperFacts> key, Contact contact, Host host, Facts soFar, Deadline deadline) {
    String where = contact.address() + " port " + contact.port();
    Deadline first = part(deadline);
    byte[] state = greet(host, contact, STATE, first);
    String text = new String(state, StandardCharsets.ISO_8859_1);
    String mode = after(text, "Mode: ");
    if (text.contains("not currently serving requests")) {
      return failed(contact, Contact.Stage.QUERY, "ZooKeeper on " + where + " serves no requests");
    }
    if (!text.isEmpty() && mode.isEmpty() && !text.contains("not in the whitelist")) {
      String problem = Stranger.sentence(contact, state, first, "ZooKeeper");
      return failed(contact, Contact.Stage.GREETING, problem);
    }
    Deadline second = part(deadline);
    byte[] heard = greet(host, contact, session(), second);
    if (isSession(heard)) {
      Contact ready = contact.at(Contact.Stage.READY, "");
      return new ZooKeeperFacts(ready, version(text), mode, "a session");
    }
    return heard.length > 0 || !text.isEmpty()
        ? failed(contact, Contact.Stage.LOGIN, "ZooKeeper on " + where + " gives no session")
        : failed(
            contact,
            Contact.Stage.GREETING,
            Stranger.sentence(contact, heard, second, "ZooKeeper"));
  }

  private static ZooKeeperFacts failed(Contact contact, Contact.Stage stage, String problem) {
    return new ZooKeeperFacts(contact.at(stage, problem), "", "", "");
  }

  /** Less than half of the time that is left. */
  private static Deadline part(Deadline deadline) {
    long millis = deadline.remainingWithin(deadline.limit()).toMillis();
    return Deadline.in(Duration.ofMillis(Math.max(200, millis * 9 / 20)));
  }

  /** What it says; nothing when it hangs up. */
  private static byte[] greet(Host host, Contact contact, byte[] words, Deadline part) {
    try {
      return host.greet(contact.address(), contact.port(), words, LIMIT, part);
    } catch (IOException hungUp) {
      return new byte[0];
    }
  }

  /** {@code Zookeeper version: 3.7.0-e3704b3…, built on …} gives {@code 3.7.0}. */
  private static String version(String text) {
    String version = after(text, "Zookeeper version: ");
    int end = 0;
    while (end < version.length()
        && (Character.isDigit(version.charAt(end)) || version.charAt(end) == '.')) {
      end++;
    }
    return version.substring(0, end);
  }

  private static String after(String text, String mark) {
    int at = text.indexOf(mark);
    if (at < 0) {
      return "";
    }
    int end = text.indexOf('\n', at);
    return text.substring(at + mark.length(), end < 0 ? text.length() : end).strip();
  }

  /** A request for a session, and at once the request to end it, as the protocol writes them. */
  private static byte[] session() {
    ByteBuffer words = ByteBuffer.allocate(4 + 45 + 4 + 8);
    words.putInt(45); // the length of what follows
    words.putInt(0).putLong(0).putInt(SESSION_MILLIS).putLong(0); // version, last id, limit, none
    words.putInt(16).put(new byte[16]).put((byte) 0); // no password, not read-only
    words.putInt(8).putInt(1).putInt(-11); // the first request: end the session
    return words.array();
  }

  /** Length, version 0, the limit that was agreed, the number of the session. */
  private static boolean isSession(byte[] heard) {
    if (heard.length < 20) {
      return false;
    }
    ByteBuffer words = ByteBuffer.wrap(heard);
    int length = words.getInt();
    return length >= 36 && length <= 37 && words.getInt() == 0 && words.getInt() > 0;
  }
}
