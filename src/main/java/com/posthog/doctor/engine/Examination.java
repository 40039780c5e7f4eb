package com.posthog.doctor.engine;

import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.check.Check;
import com.posthog.doctor.check.Needs;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Status;
import com.posthog.doctor.model.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads ahead, then judges: each fact once and in parallel, each rule as soon as its facts are
 * there, the findings in the order of the catalogue whatever the threads did.
 */
public final class Examination {
  private static final String BUG =
      "the doctor has a bug here; run it again with --debug and report what it prints";

  private final Catalog catalog;
  private final Selection selection;
  private final FactReader reader;
  private final Waivers waivers;
  private final Listener listener;
  private final Map<CheckId, List<Finding>> judged = new LinkedHashMap<>();
  private final Set<CheckId> open = new LinkedHashSet<>();
  private final Map<CheckId, FactKey<?>> unread = new HashMap<>();
  private final Waiting waiting = new Waiting();
  private final Map<FactKey<?>, CheckId> causes = new HashMap<>();

  /**
   * What an examination gives.
   *
   * @param findings in the order of the catalogue, consequences below their causes
   * @param facts all that were read for them
   * @param judged what each check was found to be by itself, before causes were looked for
   * @param unread for checks that could not be told, the fact that could not be read
   * @param causes for facts that could not be read, the check that says why
   */
  public record Result(
      List<Finding> findings,
      Facts facts,
      Map<CheckId, List<Finding>> judged,
      Map<CheckId, FactKey<?>> unread,
      Map<FactKey<?>, CheckId> causes) {
    public Result {
      findings = List.copyOf(findings);
      judged = Map.copyOf(judged);
      unread = Map.copyOf(unread);
      causes = Map.copyOf(causes);
    }

    /** A result that no later one is added to. */
    public Result(List<Finding> findings, Facts facts) {
      this(findings, facts, Map.of(), Map.of(), Map.of());
    }
  }

  private Examination(
      Catalog catalog, Selection selection, Waivers waivers, FactReader reader, Listener listener) {
    this.catalog = catalog;
    this.selection = selection;
    this.waivers = waivers;
    this.reader = reader;
    this.listener = listener;
  }

  /** Examines the selected checks, with nothing waived. */
  public static Result run(
      Catalog catalog,
      Selection selection,
      ProbeSource probes,
      Host host,
      Limits limits,
      Listener listener) {
    return run(catalog, selection, Waivers.NONE, probes, host, limits, listener);
  }

  /** Examines the selected checks. */
  public static Result run(
      Catalog catalog,
      Selection selection,
      Waivers waivers,
      ProbeSource probes,
      Host host,
      Limits limits,
      Listener listener) {
    try (FactReader reader = new FactReader(probes, host, limits, listener)) {
      return new Examination(catalog, selection, waivers, reader, listener).run();
    } finally {
      listener.finished();
    }
  }

  private Result run() {
    selection.cards().forEach(card -> open.add(card.id()));
    reader.want(HostFacts.KEY);
    while (!open.isEmpty() || look()) {
      int before = open.size();
      boolean moved = false;
      for (CheckId id : List.copyOf(open)) {
        moved |= !waiting.holds(id, reader.facts(), judged.keySet()) && judgeSafely(id);
      }
      moved |= open.size() != before; // a prerequisite that came in has yet to be judged
      if (!moved && !reader.await()) {
        throw new IllegalStateException("these checks wait for nothing: " + open);
      }
    }
    reader.want(HostFacts.KEY);
    while (!reader.facts().knows(HostFacts.KEY)) {
      reader.await();
    }
    return new Result(
        Causes.told(catalog, selection, judged, unread, causes),
        reader.facts(),
        judged,
        unread,
        causes);
  }

  /** Whether something fails whose cause is yet to be looked at. */
  private boolean look() {
    open.addAll(Causes.unseen(catalog, selection, judged));
    return !open.isEmpty();
  }

  /** One rule with a bug costs its own answer, and no other. */
  private boolean judgeSafely(CheckId id) {
    try {
      return judge(id);
    } catch (RuntimeException bug) {
      listener.threw(id, bug);
      Card card = catalog.check(id).card();
      Severity usual = card.severityIn(selection.profile());
      return done(card, List.of(Wording.plain(card, usual, Status.UNKNOWN, Wording.unknown(BUG))));
    }
  }

  /** Takes one check as far as the facts allow; true when it moved. */
  private boolean judge(CheckId id) {
    Check check = catalog.check(id);
    Card card = check.card();
    Severity usual = card.severityIn(selection.profile());
    if (waits(card)) {
      readAhead(check);
      return false;
    }
    Optional<Finding> early = early(check, usual);
    if (early.isPresent()) {
      return done(card, List.of(early.get()));
    }
    Facts facts = reader.facts();
    Needs needs = check.rule().needs(facts);
    boolean ready = wantAll(id, needs.required());
    ready &= wantAll(id, needs.useful());
    if (!ready) {
      return false;
    }
    if (reader.facts() != facts) {
      return true; // more is known now, and the rule may want more
    }
    for (FactKey<?> key : needs.required()) {
      Optional<String> failure = facts.failure(key);
      if (failure.isPresent()) {
        unread.put(card.id(), reader.rootOf(key));
        return done(
            card,
            List.of(Wording.plain(card, usual, Status.UNKNOWN, Wording.unknown(failure.get()))));
      }
    }
    long start = System.nanoTime();
    List<Verdict> verdicts = check.rule().judge(facts);
    boolean failing = verdicts.stream().anyMatch(verdict -> verdict.status() == Status.FAIL);
    if (failing) {
      check.rule().answersFor().forEach(key -> causes.put(key, card.id()));
    }
    if (failing && !wantAll(id, Catalog.remedyKeys(card))) {
      return false;
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    List<Finding> findings = new ArrayList<>();
    for (Verdict verdict : verdicts) {
      findings.add(
          verdict.status() == Status.BLOCKED
              ? blocked(card, usual)
              : Wording.finding(card, usual, verdict, reader.facts(), took));
    }
    return done(card, findings);
  }

  /**
   * Asks for the facts of a check that will be judged whatever the prerequisite says that it still
   * waits for: a server that does not answer then takes its time beside that, not after it.
   */
  private void readAhead(Check check) {
    if (!Applicability.surely(check.card(), reader.facts())) {
      return;
    }
    for (CheckId required : check.card().requires()) {
      boolean passes = judged.containsKey(required) && root(required).isEmpty();
      if (!passes && !check.rule().despite(required)) {
        return;
      }
    }
    waiting.readsAhead(check.id());
    Needs needs = check.rule().needs(reader.facts());
    needs.required().forEach(reader::want);
    needs.useful().forEach(reader::want);
  }

  private boolean done(Card card, List<Finding> findings) {
    if (findings.isEmpty()) {
      throw new IllegalStateException(card.id() + " gave no verdict");
    }
    open.remove(card.id());
    List<Finding> allowed = waivers.apply(findings);
    judged.put(card.id(), allowed);
    allowed.forEach(listener::found);
    return true;
  }

  private boolean wantAll(CheckId id, Set<FactKey<?>> keys) {
    boolean all = true;
    for (FactKey<?> key : keys) {
      if (!reader.want(key)) {
        waiting.forFact(id, key);
        all = false;
      }
    }
    return all;
  }

  /**
   * Whether something that comes before the rule is not known yet; what is missing is asked for.
   */
  private boolean waits(Card card) {
    if (!wantAll(card.id(), Applicability.needs(card))) {
      return true;
    }
    boolean waits = false;
    for (CheckId required : card.requires()) {
      if (!judged.containsKey(required)) {
        open.add(required);
        waiting.forCheck(card.id(), required);
        waits = true;
      }
    }
    return waits || !wantAll(card.id(), Catalog.appliesKeys(card));
  }

  /** The finding of a check that is skipped or blocked before its rule is asked. */
  private Optional<Finding> early(Check check, Severity usual) {
    Card card = check.card();
    Facts facts = reader.facts();
    Optional<Finding> elsewhere = Applicability.elsewhere(card, usual, facts);
    if (elsewhere.isPresent()) {
      return elsewhere;
    }
    for (CheckId required : card.requires()) {
      if (root(required).isPresent() && !check.rule().despite(required)) {
        return Optional.of(blocked(card, usual));
      }
    }
    return Applicability.byFact(card, usual, facts);
  }

  /** What keeps a prerequisite from passing, after following the chain; empty when it passes. */
  private Optional<CheckId> root(CheckId required) {
    return judged.getOrDefault(required, List.of()).stream()
        .filter(finding -> finding.status().blocks())
        .findFirst()
        .map(bad -> bad.because() == null ? required : bad.because());
  }

  /**
   * The finding of a check that is blocked by the first of its prerequisites that does not pass.
   */
  private Finding blocked(Card card, Severity usual) {
    Optional<CheckId> root =
        card.requires().stream().flatMap(required -> root(required).stream()).findFirst();
    String message =
        root.map(cause -> "waits for " + cause.value()).orElse("waits for nothing that was judged");
    Finding blocked = Wording.plain(card, usual, Status.BLOCKED, message);
    return root.map(blocked::explainedBy).orElse(blocked);
  }
}
