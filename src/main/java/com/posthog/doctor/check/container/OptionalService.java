package com.posthog.doctor.check.container;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.ComposeFacts.Port;
import com.posthog.doctor.facts.ComposeFacts.Service;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.ContainersFacts;
import com.posthog.doctor.facts.ContainersFacts.Container;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HttpFacts;
import com.posthog.doctor.facts.ListenerFacts;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * A service that runs only with its profile, as its own check sees it: it is judged when the stack
 * was started with it, or when something answers in its place.
 *
 * @param name the compose service
 * @param inside the port inside the container that is asked
 */
public record OptionalService(String name, int inside) {

  /** What a rule about it needs before it knows whether to ask. */
  public Needs needs() {
    return Needs.of(CheckoutFacts.KEY, ComposeFacts.KEY)
        .and(ContainersFacts.KEY, ListenerFacts.KEY);
  }

  /** Whether those facts are there, and it is to be asked. */
  public boolean asks(Facts facts) {
    boolean known =
        facts.find(CheckoutFacts.KEY).isPresent()
            && facts.find(ComposeFacts.KEY).isPresent()
            && facts.knows(ContainersFacts.KEY)
            && facts.knows(ListenerFacts.KEY);
    return known && absent(facts).isEmpty();
  }

  /** Why it is not asked; empty when it is. */
  public Optional<Verdict> absent(Facts facts) {
    Optional<Service> service = facts.get(ComposeFacts.KEY).find(name);
    Optional<Port> port = port(facts);
    if (service.isEmpty() || port.isEmpty()) {
      return Optional.of(Verdict.skipped("not-declared"));
    }
    Optional<ContainersFacts> containers = facts.find(ContainersFacts.KEY);
    boolean stack =
        containers
            .map(all -> !all.of(facts.get(ComposeFacts.KEY).project()).isEmpty())
            .orElse(false);
    boolean outside =
        facts
            .find(ListenerFacts.KEY)
            .map(all -> !all.on(port.get().host()).isEmpty())
            .orElse(false);
    if (container(facts).isPresent() || outside) {
      return Optional.empty();
    }
    if (!stack) {
      return Optional.of(Verdict.blocked());
    }
    List<String> profiles = service.get().profiles();
    // without a profile it belongs to the stack, and its container is missed by container.running
    return profiles.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Verdict.skipped("not-in-stack").with("profile", String.join(" or ", profiles)));
  }

  private Optional<Container> container(Facts facts) {
    ComposeFacts compose = facts.get(ComposeFacts.KEY);
    String checkout = facts.get(CheckoutFacts.KEY).path();
    return facts
        .find(ContainersFacts.KEY)
        .flatMap(
            all ->
                all.find(compose.project(), name)
                    .or(
                        () ->
                            all.containers().stream()
                                .filter(one -> one.service().equals(name) && !one.oneOff())
                                .filter(one -> one.workingDir().equals(checkout))
                                .findFirst()));
  }

  /** The port of the host that leads to it. */
  public Optional<Port> port(Facts facts) {
    return facts
        .get(ComposeFacts.KEY)
        .find(name)
        .flatMap(
            service ->
                service.ports().stream().filter(port -> port.container() == inside).findFirst());
  }

  /** The number of that port; only where it is asked. */
  public int hostPort(Facts facts) {
    return port(facts).orElseThrow().host();
  }

  /** The judgement of one that has a web server, by what that answers; a page is another's. */
  public List<Verdict> judgeHealth(FactKey<HttpFacts> key, Facts facts) {
    HttpFacts answer = facts.get(key);
    return answer.good() && answer.page()
        ? List.of(about(Verdict.fail("other").curedBy("restart-service"), answer.contact(), facts))
        : judgePage(key, facts);
  }

  /** The judgement of one that has a web page, by what that answers. */
  public List<Verdict> judgePage(FactKey<HttpFacts> key, Facts facts) {
    HttpFacts answer = facts.get(key);
    Contact contact = answer.contact();
    Verdict verdict =
        !contact.ready()
            ? unanswered(contact, facts)
            : answer.good()
                ? Verdict.pass("answers")
                : Verdict.fail("error").curedBy("restart-service");
    return List.of(about(verdict.with("status", answer.status()), contact, facts));
  }

  /** What to say of a server that does not answer: in its time to start that is no failure. */
  public Verdict unanswered(Contact contact, Facts facts) {
    boolean starting = container(facts).map(one -> one.health().equals("starting")).orElse(false);
    if (starting) {
      return Verdict.pass("starting");
    }
    return contact.open()
        ? Verdict.fail("strange").curedBy("restart-service")
        : Verdict.fail("closed").curedBy("start-service");
  }

  /** A verdict about it, with what every text may say. */
  public Verdict about(Verdict verdict, Contact contact, Facts facts) {
    ComposeFacts compose = facts.get(ComposeFacts.KEY);
    Port port = port(facts).orElseThrow();
    return verdict
        .about(Subject.of(name))
        .with("service", name)
        .with("project", compose.project())
        .with("file", compose.files().isEmpty() ? "" : compose.files().get(0))
        .with("container", container(facts).map(Container::name).orElse(name))
        .with("port", port.host())
        .with("problem", contact.problem())
        .seen(
            "seen",
            contact.ready() ? "it answers" : contact.problem(),
            contact.place() + " (" + (contact.address().isEmpty() ? "?" : contact.address()) + ")")
        .seen("needed", name + " on port " + port.host(), port.source());
  }
}
