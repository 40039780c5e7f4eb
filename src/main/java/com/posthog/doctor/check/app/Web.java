package com.posthog.doctor.check.app;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HttpFacts;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Status;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.List;
import java.util.Locale;

/** Judges {@code app.web}: whether Django answers, and says that it is well. */
public final class Web implements Rule {
  static final Unit UNIT = new Unit(List.of("backend", "web"), "/_health", "backend");

  @Override
  public Needs needs(Facts soFar) {
    return UNIT.needs(soFar);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    Verdict verdict = UNIT.judge(facts);
    if (verdict.status() == Status.FAIL) {
      boolean migrations =
          UNIT.answer(facts).body().toLowerCase(Locale.ROOT).contains("migrations are not up");
      return List.of((migrations ? behind(facts) : verdict).at(Severity.ERROR));
    }
    boolean bridge = verdict.status() == Status.PASS && bridge(UNIT.answer(facts));
    return List.of(bridge ? UNIT.about(Verdict.pass("bridge"), facts) : verdict);
  }

  /** The backend is well itself: what it complains of belongs to the database. */
  private static Verdict behind(Facts facts) {
    Verdict verdict = UNIT.about(Verdict.fail("migrations").curedBy("apply-migrations"), facts);
    return verdict.about(new Subject(UNIT.app(facts).orElseThrow().name(), "db"));
  }

  private static boolean bridge(HttpFacts answer) {
    String name = answer.contact().name();
    return !name.equals("localhost") && !name.equals("::1");
  }
}
