package com.posthog.doctor.probe.redis;

import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.RedisFacts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.ServerProbe;
import com.posthog.doctor.probe.Stranger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Asks a Redis of the stack for its state. Only {@code PING}, {@code INFO}, and where that leaves a
 * question {@code CONFIG GET} and {@code CLUSTER INFO} are sent: nothing that writes.
 */
public final class RedisProbe implements ServerProbe<RedisFacts> {
  private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int ANSWER = "+PONG\r\n".length();

  @Override
  public Set<FactKey<?>> needs(FactKey<RedisFacts> key) {
    return Set.of(ComposeFacts.KEY);
  }

  @Override
  public Set<FactKey<?>> uses(FactKey<RedisFacts> key) {
    return Set.of(SettingsFacts.KEY);
  }

  @Override
  public Place place(FactKey<RedisFacts> key, Facts soFar) throws IOException {
    return redis(key, soFar).place();
  }

  private static RedisPlace redis(FactKey<RedisFacts> key, Facts soFar) throws IOException {
    return RedisPlace.of(
        key.argument(), soFar.get(ComposeFacts.KEY), soFar.find(SettingsFacts.KEY));
  }

  @Override
  public RedisFacts closed(Contact contact) {
    return silent(contact);
  }

  private static RedisFacts silent(Contact contact) {
    return new RedisFacts(
        contact, "", "", "", "", "", "", "", "", "", false, "", false, 0, 0, false, false, "");
  }

  @Override
  public RedisFacts ask(
      FactKey<RedisFacts> key, Contact contact, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    RedisPlace place = redis(key, soFar);
    Deadline patience = Stranger.patience(deadline);
    byte[] heard = heard(contact, host, patience);
    String greeting = new String(heard, StandardCharsets.ISO_8859_1);
    if (greeting.startsWith("+PONG") || asksForPassword(greeting)) {
      if (asksForPassword(greeting) && place.password().isEmpty()) {
        return silent(contact.at(Contact.Stage.LOGIN, noPassword(contact)));
      }
      return RedisTalk.facts(place, contact, deadline);
    }
    String busy = busy(greeting);
    if (!busy.isEmpty()) {
      return silent(contact.at(Contact.Stage.QUERY, where(contact) + " " + busy));
    }
    return silent(
        contact.at(Contact.Stage.GREETING, Stranger.sentence(contact, heard, patience, "Redis")));
  }

  private static byte[] heard(Contact contact, Host host, Deadline deadline) {
    try {
      return host.greet(contact.address(), contact.port(), PING, ANSWER, deadline);
    } catch (IOException hungUp) {
      return new byte[0];
    }
  }

  private static boolean asksForPassword(String greeting) {
    return greeting.startsWith("-NOAUTH") || greeting.startsWith("-ERR op");
  }

  private static String noPassword(Contact contact) {
    return where(contact) + " asks for a password, and " + contact.source() + " has none";
  }

  /**
   * What a Redis that answers with an error is busy with; empty when that is none of its errors.
   */
  private static String busy(String greeting) {
    if (greeting.startsWith("-LOADIN")) {
      return "is still loading its data";
    }
    if (greeting.startsWith("-BUSY")) {
      return "is busy with a script that does not end";
    }
    if (greeting.startsWith("-ERR ma")) {
      return "takes no more clients";
    }
    return greeting.startsWith("-DENIED") ? "takes clients of its own machine only" : "";
  }

  static String where(Contact contact) {
    return "the Redis on " + contact.address() + " port " + contact.port();
  }
}
