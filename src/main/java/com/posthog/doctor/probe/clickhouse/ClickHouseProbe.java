package com.posthog.doctor.probe.clickhouse;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ClickHouseFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Endpoint;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.HttpAnswer;
import com.posthog.doctor.probe.ServerProbe;
import com.posthog.doctor.probe.Stranger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Driver;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Asks ClickHouse: {@code /ping} first, and with the driver only what answers that. */
public final class ClickHouseProbe implements ServerProbe<ClickHouseFacts> {
  private static final String SERVICE = "clickhouse";
  private static final int HTTP = 8123;
  private static final int PING_LIMIT = 512;

  private final Supplier<Driver> driver;

  /** The probe with ClickHouse's own driver, loaded when a port is open. */
  public ClickHouseProbe() {
    this(() -> new com.clickhouse.jdbc.Driver());
  }

  ClickHouseProbe(Supplier<Driver> driver) {
    this.driver = driver;
  }

  @Override
  public Set<FactKey<?>> needs(FactKey<ClickHouseFacts> key) {
    return Set.of(CheckoutFacts.KEY, ComposeFacts.KEY, SettingsFacts.KEY);
  }

  @Override
  public Place place(FactKey<ClickHouseFacts> key, Facts soFar) {
    SettingsFacts settings = soFar.get(SettingsFacts.KEY);
    Optional<ComposeFacts.Port> port =
        soFar.get(ComposeFacts.KEY).find(SERVICE).stream()
            .flatMap(service -> service.ports().stream())
            .filter(one -> one.container() == HTTP)
            .findFirst();
    String name = settings.reveal("CLICKHOUSE_HOST");
    String nameIn = settings.source("CLICKHOUSE_HOST");
    String portIn = port.map(ComposeFacts.Port::source).orElse("built in");
    return new Place(
        SERVICE,
        name.isEmpty() ? "localhost" : name,
        port.map(ComposeFacts.Port::host).orElse(HTTP),
        (nameIn.isEmpty() ? "built in" : nameIn) + ", " + portIn);
  }

  @Override
  public ClickHouseFacts closed(Contact contact) {
    return new Answers(contact).facts();
  }

  @Override
  public ClickHouseFacts ask(
      FactKey<ClickHouseFacts> key, Contact contact, Host host, Facts soFar, Deadline deadline) {
    Answers answers = new Answers(contact);
    answers.expect(Expectation.of(host, soFar), soFar);
    String stranger = problem(host, contact, deadline);
    if (!stranger.isEmpty()) {
      answers.reached(Contact.Stage.GREETING, stranger);
      return answers.facts();
    }
    new Interview(driver.get(), contact, host, deadline, answers).run(Account.of(host, soFar));
    return answers.facts();
  }

  /** What is wrong with a server that does not answer {@code /ping}; empty when it does. */
  private static String problem(Host host, Contact contact, Deadline deadline) {
    long millis = deadline.remainingWithin(deadline.limit()).toMillis();
    Deadline first = Deadline.in(Duration.ofMillis(Math.max(200, millis * 6 / 10)));
    try {
      Endpoint endpoint = Endpoint.tcp(contact.address(), contact.port());
      HttpAnswer answer = host.get(endpoint, "/ping", PING_LIMIT, first);
      String body = new String(answer.body(), StandardCharsets.UTF_8).strip();
      String where = contact.address() + " port " + contact.port();
      return answer.status() == 200 && body.equals("Ok.")
          ? ""
          : "what answers on " + where + " is another web server, not ClickHouse";
    } catch (IOException other) {
      return Stranger.sentence(contact, "ClickHouse", host, deadline);
    }
  }
}
