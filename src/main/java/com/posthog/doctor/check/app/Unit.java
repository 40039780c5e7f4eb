package com.posthog.doctor.check.app;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.facts.AppFacts;
import com.posthog.doctor.facts.AppFacts.App;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HttpFacts;
import com.posthog.doctor.facts.ListenerFacts;
import com.posthog.doctor.facts.ListenerFacts.Listener;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Status;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * A unit of the process manager that has a web server, and the path that tells how it is.
 *
 * @param names what it is called, in the eras
 * @param path what is asked for
 * @param service what stands for it as a cause: a compose service or the unit itself
 * @param leansOn the compose service that it says it is unwell without
 */
record Unit(List<String> names, String path, String service, String leansOn) {
  private static final String LOCALHOST = "localhost";

  Unit(List<String> names, String path, String service) {
    this(names, path, service, service);
  }

  Unit {
    names = List.copyOf(names);
  }

  /** What a rule about it needs. */
  Needs needs(Facts soFar) {
    Needs needs = Needs.of(AppFacts.KEY).and(ListenerFacts.KEY);
    if (!soFar.knows(ListenerFacts.KEY) || soFar.find(AppFacts.KEY).isEmpty()) {
      return needs;
    }
    Optional<App> app = app(soFar);
    return app.isEmpty() ? needs : needs.require(key(app.get(), soFar));
  }

  /** The unit as this checkout declares it; empty when it starts none of that name. */
  Optional<App> app(Facts facts) {
    return facts.get(AppFacts.KEY).apps().stream()
        .filter(app -> names.contains(app.name()))
        .findFirst();
  }

  private FactKey<HttpFacts> key(App app, Facts facts) {
    return HttpFacts.key(address(app.port(), facts), app.port(), path);
  }

  /**
   * Where to ask: on Linux the backend listens on the gateway of Docker's bridge, so that the proxy
   * reaches it, and on no other address.
   */
  static String address(int port, Facts facts) {
    List<Listener> on =
        facts.find(ListenerFacts.KEY).map(all -> all.on(port)).orElse(List.<Listener>of());
    for (Listener one : on) {
      if (one.everywhere() || one.address().equals("::1") || one.address().startsWith("127.")) {
        return LOCALHOST;
      }
    }
    return on.isEmpty() ? LOCALHOST : on.get(0).address();
  }

  /** What it answers. */
  HttpFacts answer(Facts facts) {
    return facts.get(key(app(facts).orElseThrow(), facts));
  }

  /** The verdict where the answer itself says enough; 2xx and 3xx pass. */
  Verdict judge(Facts facts) {
    if (app(facts).isEmpty()) {
      return Verdict.skipped("not-declared").with("source", facts.get(AppFacts.KEY).source());
    }
    HttpFacts answer = answer(facts);
    return about(verdict(answer), facts);
  }

  /** The same for a unit without which the rest of PostHog works: at worst a warning. */
  List<Verdict> warn(Facts facts) {
    Verdict verdict = judge(facts);
    if (verdict.status() != Status.FAIL) {
      return List.of(verdict);
    }
    HttpFacts answer = answer(facts);
    boolean runs = answer.contact().ready() ? answer.status() >= 500 : answer.contact().open();
    // one that runs and is not well may say so of what it works with
    Subject subject = new Subject(app(facts).orElseThrow().name(), runs ? leansOn : service);
    return List.of(verdict.at(Severity.WARNING).about(subject));
  }

  private static Verdict verdict(HttpFacts answer) {
    if (answer.contact().stage() != Contact.Stage.READY) {
      return unreached(answer.contact());
    }
    if (answer.good() && !answer.page()) {
      return Verdict.pass("answers");
    }
    return answer.status() >= 500
        ? Verdict.fail("error").curedBy("read-app-log")
        : Verdict.fail("strange").curedBy("read-app-log");
  }

  /** Nothing listens, or what listens does not speak HTTP. */
  static Verdict unreached(Contact contact) {
    return contact.open()
        ? Verdict.fail("silent").curedBy("read-app-log")
        : Verdict.fail("closed").curedBy("start-unit");
  }

  /** A verdict about it, with what every text may say. */
  Verdict about(Verdict verdict, Facts facts) {
    App app = app(facts).orElseThrow();
    HttpFacts answer = answer(facts);
    Contact contact = answer.contact();
    Verdict full =
        verdict
            .about(new Subject(app.name(), service))
            .with("unit", app.name())
            .with("port", app.port())
            .with("place", contact.place())
            .with("path", path)
            .with("problem", contact.problem())
            .with("status", answer.status())
            .with("said", said(answer));
    String source = "GET http://" + contact.place() + path;
    return (contact.ready()
            ? full.seen("seen", "HTTP " + answer.status() + said(answer), source)
            : full.seen("seen", contact.problem(), source))
        .seen("needed", "port " + app.port() + " for " + app.name(), app.source());
  }

  /** What a message may add of the answer: the beginning of a short plain text. */
  private static String said(HttpFacts answer) {
    boolean page = answer.type().contains("html") || answer.page();
    return answer.body().isEmpty() || page ? "" : ": " + answer.body();
  }
}
