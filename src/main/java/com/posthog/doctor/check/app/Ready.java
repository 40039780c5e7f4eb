package com.posthog.doctor.check.app;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HttpFacts;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Status;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Judges {@code app.ready}: what the backend says of the services that it needs. Each of its keys
 * is a subject with the service that it stands for, so that a service that is down is the cause.
 */
public final class Ready implements Rule {
  private static final Unit UNIT =
      new Unit(List.of("backend", "web"), "/_readyz", Web.UNIT.service());

  @Override
  public Needs needs(Facts soFar) {
    return UNIT.needs(soFar).and(ComposeFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    Verdict whole = UNIT.judge(facts);
    if (whole.status() == Status.SKIPPED) {
      return List.of(whole);
    }
    HttpFacts answer = UNIT.answer(facts);
    if (answer.contact().stage() != Contact.Stage.READY) {
      // the backend asks its services before it answers, which may take longer than is waited for
      Verdict silent = answer.contact().open() ? Verdict.unknown("slow") : whole.at(Severity.ERROR);
      return List.of(answer.contact().open() ? UNIT.about(silent, facts) : silent);
    }
    if (answer.status() == 404) {
      return List.of(UNIT.about(Verdict.skipped("no-readyz"), facts));
    }
    List<Verdict> verdicts = new ArrayList<>();
    new TreeMap<>(answer.fields())
        .forEach(
            (key, value) -> {
              if (value.equals("true") || value.equals("false")) {
                verdicts.add(judge(key, value.equals("true"), answer, facts));
              }
            });
    if (verdicts.isEmpty()) {
      return List.of(
          answer.good() && !answer.page()
              ? UNIT.about(Verdict.pass("answers"), facts)
              : whole.at(Severity.ERROR));
    }
    return verdicts;
  }

  private static Verdict judge(String key, boolean good, HttpFacts answer, Facts facts) {
    // some values are told and not counted: then the whole is well all the same
    Verdict verdict =
        good
            ? Verdict.pass("good")
            : Verdict.fail("bad").at(answer.good() ? Severity.WARNING : Severity.ERROR);
    return UNIT.about(verdict.with("key", key), facts).about(new Subject(key, service(key, facts)));
  }

  /** The service that a key stands for. */
  private static String service(String key, Facts facts) {
    Map<String, String> services =
        Map.of(
            "postgres", "db",
            "postgres_flags", "db",
            "postgres_migrations_uptodate", "db",
            "clickhouse", "clickhouse",
            "kafka_connected", "kafka",
            "celery_broker", "redis",
            "cache", "redis");
    String service = services.getOrDefault(key, Web.UNIT.service());
    return service.equals("redis") ? redis(facts) : service;
  }

  /** The service of the Redis that the backend uses, as this checkout calls it. */
  static String redis(Facts facts) {
    boolean named =
        facts.find(ComposeFacts.KEY).map(all -> all.find("redis").isPresent()).orElse(false);
    return named ? "redis" : "redis7";
  }
}
