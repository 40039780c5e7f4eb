package com.posthog.doctor.check.app;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.AppFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.ComposeFacts.Port;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.facts.HttpFacts;
import com.posthog.doctor.facts.ListenerFacts;
import com.posthog.doctor.facts.ListenerFacts.Listener;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * Judges {@code app.proxy}: whether the proxy of the stack answers, and reaches the backend on the
 * host. That the backend is down is a matter of {@code app.web}.
 */
public final class Proxy implements Rule {
  private static final String PATH = "/_health";

  @Override
  public Needs needs(Facts soFar) {
    Needs needs = Needs.of(ComposeFacts.KEY, HostFacts.KEY, AppFacts.KEY).and(ListenerFacts.KEY);
    Optional<Port> port = soFar.find(ComposeFacts.KEY).flatMap(Proxy::port);
    return port.isEmpty()
        ? needs
        : needs.require(HttpFacts.key("localhost", port.get().host(), PATH));
  }

  private static Optional<Port> port(ComposeFacts compose) {
    return compose
        .find("proxy")
        .filter(ComposeFacts.Service::active)
        .flatMap(service -> service.ports().stream().findFirst());
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    Optional<Port> port = port(facts.get(ComposeFacts.KEY));
    if (port.isEmpty()) {
      return List.of(Verdict.skipped("not-declared"));
    }
    HttpFacts answer = facts.get(HttpFacts.key("localhost", port.get().host(), PATH));
    Contact contact = answer.contact();
    boolean upstream = answer.status() == 502 || answer.status() == 503 && answer.body().isEmpty();
    // a page may be the proxy's own, or that of a stranger in the backend's place
    boolean backend = upstream || answer.page();
    Subject subject =
        new Subject(port.get().host() + " (proxy)", backend ? Web.UNIT.service() : "proxy");
    Verdict verdict = upstream ? upstream(facts) : verdict(answer);
    return List.of(
        verdict
            .about(subject)
            .with("port", port.get().host())
            .with("problem", contact.problem())
            .with("status", answer.status())
            .seen(
                "seen",
                contact.ready() ? "HTTP " + answer.status() : contact.problem(),
                "GET http://" + contact.place() + PATH)
            .seen("needed", "the answer of the backend", port.get().source()));
  }

  private static Verdict verdict(HttpFacts answer) {
    if (answer.contact().stage() != Contact.Stage.READY) {
      String message = answer.contact().open() ? "silent" : "closed";
      return Verdict.fail(message).at(Severity.ERROR).curedBy("restart-proxy");
    }
    if (answer.good() && !answer.page()) {
      return Verdict.pass("answers");
    }
    // what the backend itself says is not for the proxy to answer for
    return answer.status() >= 500
        ? Verdict.pass("passes-on")
        : Verdict.fail("strange").at(Severity.ERROR).curedBy("restart-proxy");
  }

  /** The proxy has nobody behind it: the backend is down, or listens where it cannot reach it. */
  private static Verdict upstream(Facts facts) {
    Optional<AppFacts.App> web = Web.UNIT.app(facts);
    int port = web.map(AppFacts.App::port).orElse(8000);
    List<Listener> on =
        facts.find(ListenerFacts.KEY).map(all -> all.on(port)).orElse(List.<Listener>of());
    boolean loopback =
        !on.isEmpty()
            && on.stream()
                .allMatch(o -> o.address().startsWith("127.") || o.address().equals("::1"));
    boolean unreachable = loopback && !facts.get(HostFacts.KEY).isMac();
    Verdict verdict =
        unreachable
            ? Verdict.fail("loopback-only").curedBy("bind-everywhere")
            : Verdict.fail("upstream").curedBy("start-backend");
    return verdict.at(Severity.ERROR).with("backend", port);
  }
}
