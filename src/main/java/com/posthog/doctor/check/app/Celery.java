package com.posthog.doctor.check.app;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.AppFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HttpFacts;
import com.posthog.doctor.facts.ProcessFacts;
import com.posthog.doctor.facts.ProcessFacts.Process;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * Judges {@code app.celery}: whether a worker is alive. The backend knows by its heartbeat; where
 * it does not say, the processes are looked through.
 */
public final class Celery implements Rule {
  private static final Unit UNIT =
      new Unit(List.of("backend", "web"), "/_preflight", Web.UNIT.service());
  private static final Subject SUBJECT = Subject.of("celery-worker");

  @Override
  public Needs needs(Facts soFar) {
    Needs needs = UNIT.needs(soFar).and(ComposeFacts.KEY);
    boolean asked =
        needs.useful().stream().allMatch(soFar::knows)
            && needs.required().stream().allMatch(key -> soFar.find(key).isPresent());
    return asked && heartbeat(soFar).isEmpty() ? needs.and(ProcessFacts.KEY) : needs;
  }

  /** What the backend says of the worker. */
  private static Optional<Boolean> heartbeat(Facts facts) {
    return UNIT.app(facts).isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(UNIT.answer(facts).fields().get("celery")).map("true"::equals);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    if (UNIT.app(facts).isEmpty()) {
      return List.of(
          Verdict.skipped("not-declared").with("source", facts.get(AppFacts.KEY).source()));
    }
    Optional<Boolean> alive = heartbeat(facts);
    if (alive.isPresent()) {
      // the heartbeat is kept in Redis: without it nobody knows of the worker
      Subject subject = alive.get() ? SUBJECT : new Subject(SUBJECT.text(), Ready.redis(facts));
      Verdict verdict =
          alive.get()
              ? Verdict.pass("alive")
              : Verdict.fail("no-heartbeat").at(Severity.WARNING).curedBy("read-app-log");
      return List.of(UNIT.about(verdict, facts).about(subject).with("unit", "celery-worker"));
    }
    return List.of(running(facts).about(SUBJECT).with("unit", "celery-worker"));
  }

  private static Verdict running(Facts facts) {
    AppFacts apps = facts.get(AppFacts.KEY);
    Optional<ProcessFacts> processes = facts.find(ProcessFacts.KEY);
    if (processes.isEmpty()) {
      return Verdict.unknown("untold");
    }
    for (Process one : processes.get().processes()) {
      boolean ours = one.folder().isEmpty() || apps.contains(one.folder());
      if (ours && one.command().contains("celery") && one.command().contains("worker")) {
        return Verdict.pass("runs").with("pid", one.pid());
      }
    }
    HttpFacts answer = UNIT.answer(facts);
    boolean up = answer.contact().stage() == Contact.Stage.READY;
    return Verdict.fail(up ? "no-process" : "no-process-no-backend")
        .at(Severity.WARNING)
        .curedBy("start-unit");
  }
}
