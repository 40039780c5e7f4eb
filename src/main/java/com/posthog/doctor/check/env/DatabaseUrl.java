package com.posthog.doctor.check.env;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.DatabaseUrl.Server;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.facts.SettingsFacts.Value;
import com.posthog.doctor.model.Status;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Judges {@code env.database-url}: whether the effective value leads to the stack's Postgres. */
public final class DatabaseUrl implements Rule {
  private static final String NAME = "DATABASE_URL";
  private static final String LOGIN = "postgres://posthog:posthog@";

  @Override
  public Needs needs(Facts soFar) {
    Needs needs = Needs.of(SettingsFacts.KEY, CheckoutFacts.KEY).and(ComposeFacts.KEY);
    boolean ready = soFar.knows(CheckoutFacts.KEY) && soFar.knows(ComposeFacts.KEY);
    return soFar
        .find(SettingsFacts.KEY)
        .filter(settings -> ready && soFar.find(CheckoutFacts.KEY).isPresent())
        .filter(settings -> verdict(settings, soFar).status() == Status.FAIL)
        .map(settings -> new Variable(settings, NAME).needs(needs))
        .orElse(needs);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    SettingsFacts settings = facts.get(SettingsFacts.KEY);
    Variable variable = new Variable(settings, NAME);
    Verdict verdict = variable.seen(verdict(settings, facts));
    if (verdict.status() != Status.FAIL) {
      return List.of(verdict);
    }
    Optional<Verdict> withoutFile = Variable.withoutFile(settings, NAME);
    if (verdict.message().equals("unset") && withoutFile.isPresent()) {
      return List.of(withoutFile.get());
    }
    String wanted = wanted(settings, facts);
    Verdict full =
        variable.cured(verdict.seen("needed", wanted, neededFrom(settings, facts)), facts, wanted);
    boolean debug = verdict.message().equals("unset-no-debug"); // then DEBUG is what is wrong
    return List.of(debug ? full.about(new Subject(NAME, "DEBUG")) : full);
  }

  private static Verdict verdict(SettingsFacts settings, Facts facts) {
    com.posthog.doctor.facts.DatabaseUrl url = settings.databaseUrl();
    Optional<Value> value = settings.find(NAME);
    if (value.isEmpty() || !url.given()) {
      return unset(settings, facts.get(CheckoutFacts.KEY));
    }
    if (value.get().computed()) {
      return Verdict.unknown("computed").with("source", value.get().source());
    }
    if (!url.problems().isEmpty()) {
      return Verdict.fail("malformed").with("problem", url.problems().get(0));
    }
    if (url.user().isEmpty() || !url.hasPassword()) {
      return Verdict.fail("no-login").with("part", url.user().isEmpty() ? "user" : "password");
    }
    if (url.database().isEmpty()) {
      return Verdict.fail("no-database");
    }
    for (Server server : url.servers()) {
      Optional<Verdict> wrong = wrong(server, facts.find(ComposeFacts.KEY));
      if (wrong.isPresent()) {
        return wrong.get().with("ports", ports(facts));
      }
    }
    return Verdict.pass("set").with("endpoint", url.servers().get(0).endpoint());
  }

  private static Verdict unset(SettingsFacts settings, CheckoutFacts checkout) {
    if (checkout.isLayered()) {
      return Verdict.fail("unset");
    }
    return settings.isOn("DEBUG") ? Verdict.pass("default") : Verdict.fail("unset-no-debug");
  }

  private static Optional<Verdict> wrong(Server server, Optional<ComposeFacts> compose) {
    if (server.place().equals(com.posthog.doctor.facts.DatabaseUrl.SOCKET)) {
      return Optional.of(Verdict.fail("socket"));
    }
    if (!isHere(server, compose)) {
      return Optional.of(
          Verdict.fail("elsewhere")
              .with("endpoint", server.endpoint())
              .with("host", server.host()));
    }
    List<ComposeFacts.Port> ports = compose.map(DatabaseUrl::published).orElse(List.of());
    boolean docker = server.place().equals(com.posthog.doctor.facts.DatabaseUrl.DOCKER);
    boolean fits =
        ports.isEmpty()
            || ports.stream().anyMatch(port -> port.host() == server.port())
            || docker && ports.stream().anyMatch(port -> port.container() == server.port());
    return fits
        ? Optional.empty()
        : Optional.of(Verdict.fail("other-port").with("port", server.port()));
  }

  private static boolean isHere(Server server, Optional<ComposeFacts> compose) {
    if (!server.place().equals(com.posthog.doctor.facts.DatabaseUrl.ELSEWHERE)) {
      return true;
    }
    String host = server.host();
    return host.equals("db")
        || compose.isPresent()
            && compose.get().services().stream()
                .anyMatch(
                    service ->
                        service.name().equals(host)
                            || service.hostname().equals(host)
                            || service.containerName().equals(host)
                            || service.aliases().contains(host));
  }

  /** The ports on which compose publishes a Postgres. */
  private static List<ComposeFacts.Port> published(ComposeFacts compose) {
    return compose.services().stream()
        .filter(service -> service.image().contains("postgres"))
        .flatMap(service -> service.ports().stream())
        .filter(port -> port.container() == com.posthog.doctor.facts.DatabaseUrl.DEFAULT_PORT)
        .toList();
  }

  private static String ports(Facts facts) {
    TreeSet<Integer> ports = new TreeSet<>();
    facts
        .find(ComposeFacts.KEY)
        .ifPresent(compose -> published(compose).forEach(port -> ports.add(port.host())));
    return ports.isEmpty()
        ? String.valueOf(com.posthog.doctor.facts.DatabaseUrl.DEFAULT_PORT)
        : String.join(" and ", ports.stream().map(String::valueOf).toList());
  }

  private static String neededFrom(SettingsFacts settings, Facts facts) {
    Optional<SettingsFacts.Definition> declared = declared(settings);
    if (declared.isPresent()) {
      return declared.get().source();
    }
    return facts
        .find(ComposeFacts.KEY)
        .flatMap(compose -> published(compose).stream().findFirst())
        .map(ComposeFacts.Port::source)
        .orElse("built in: the checkout does not say");
  }

  /** The value that the checkout itself declares, else its form with the port of compose. */
  private static String wanted(SettingsFacts settings, Facts facts) {
    Optional<SettingsFacts.Definition> declared = declared(settings);
    if (declared.isPresent()) {
      return declared.get().setting().shown();
    }
    String host = facts.get(CheckoutFacts.KEY).isLayered() ? "db" : "localhost";
    int port =
        facts
            .find(ComposeFacts.KEY)
            .flatMap(compose -> published(compose).stream().findFirst())
            .map(ComposeFacts.Port::host)
            .orElse(com.posthog.doctor.facts.DatabaseUrl.DEFAULT_PORT);
    return LOGIN + host + ":" + port + "/posthog";
  }

  private static Optional<SettingsFacts.Definition> declared(SettingsFacts settings) {
    return settings.find(NAME).stream()
        .flatMap(value -> value.weaker().stream())
        .filter(one -> one.layer().equals(".env.services") && !one.setting().hidden())
        .findFirst();
  }
}
