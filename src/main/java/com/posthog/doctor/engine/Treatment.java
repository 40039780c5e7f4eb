package com.posthog.doctor.engine;

import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.fix.Applier;
import com.posthog.doctor.fix.Preparation;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Plan;
import com.posthog.doctor.model.Prospect;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Status;
import com.posthog.doctor.model.Treated;
import com.posthog.doctor.model.Treated.Cure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Applies remedies and looks again after each: the same rules judge on facts that are read anew. It
 * goes on in rounds, since a cure uncovers what was blocked, until nothing more can be cured; no
 * remedy is applied twice.
 */
public final class Treatment {
  private static final int MOST_ROUNDS = 100;

  private final Catalog catalog;
  private final Planning.Scope scope;
  private final Function<Selection, List<Finding>> examination;
  private final Supplier<Preparation> preparations;
  private final Applier applier;
  private final Talk talk;
  private final Set<Remedy> tried = new HashSet<>();
  private final Set<Remedy> stale = new HashSet<>();
  private final List<Treated> treated = new ArrayList<>();

  /** Speaks with the person who is being helped. */
  public interface Talk {
    /** Shows the plan of a round; true when it is to be done. */
    boolean agrees(Plan plan, int round);

    /** Whether this remedy is to be applied; asked right before it is. */
    boolean agrees(Plan.Item item);

    /** A remedy is being applied. */
    void applying(Plan.Item item);

    /** A line that a program of the remedy has printed. */
    void output(String line);

    /** A remedy is over. */
    void treated(Treated one);
  }

  /**
   * The end of a treatment.
   *
   * @param findings what is found now
   * @param left what could still be done
   * @param stillFailing whether something fails that a remedy was applied for, or could have been
   */
  public record Result(
      List<Treated> treated, List<Finding> findings, Plan left, boolean stillFailing) {
    public Result {
      treated = List.copyOf(treated);
      findings = List.copyOf(findings);
    }
  }

  /**
   * A treatment.
   *
   * @param examination examines a selection anew
   * @param preparations look at the machine as it is
   */
  public Treatment(
      Catalog catalog,
      Planning.Scope scope,
      Function<Selection, List<Finding>> examination,
      Supplier<Preparation> preparations,
      Applier applier,
      Talk talk) {
    this.catalog = catalog;
    this.scope = scope;
    this.examination = examination;
    this.preparations = preparations;
    this.applier = applier;
    this.talk = talk;
  }

  /** Treats in rounds what these findings show. */
  public Result run(List<Finding> found) {
    List<Finding> findings = found;
    Plan plan = plan(findings);
    for (int round = 1; round <= MOST_ROUNDS && !plan.ready().isEmpty(); round++) {
      if (!talk.agrees(plan, round)) {
        break;
      }
      treat(plan);
      if (Thread.currentThread().isInterrupted()) {
        return result(findings, plan);
      }
      findings = examination.apply(scope.selection());
      plan = plan(findings);
    }
    return result(findings, plan);
  }

  /** Applies this plan and nothing else. */
  public Result run(List<Finding> found, Plan plan) {
    if (plan.ready().isEmpty() || !talk.agrees(plan, 1)) {
      return result(found, plan);
    }
    treat(plan);
    List<Finding> findings = examination.apply(scope.selection());
    return result(findings, plan(findings));
  }

  private Plan plan(List<Finding> findings) {
    return Planning.plan(catalog, scope, findings, preparations.get(), tried);
  }

  private Result result(List<Finding> findings, Plan left) {
    boolean failed = treated.stream().anyMatch(one -> one.cure() == Cure.FAILED);
    boolean open =
        findings.stream()
            .filter(scope::treats)
            .anyMatch(finding -> finding.remedies().stream().anyMatch(tried::contains));
    return new Result(treated, findings, left, failed || open || !left.ready().isEmpty());
  }

  private void treat(Plan plan) {
    List<Plan.Item> waiting = new ArrayList<>(plan.ready());
    while (!waiting.isEmpty() && !Thread.currentThread().isInterrupted()) {
      int skipped = treated.size();
      List<Plan.Item> group = next(waiting);
      if (treated.size() > skipped && !fit(waiting)) {
        waiting.clear(); // they were shown as they follow what is skipped: the next round is exact
      }
      if (group.isEmpty()) {
        continue;
      }
      talk.applying(group.get(0));
      List<Applier.Result> results =
          group.get(0).remedy().privileged()
              ? applier.applyTogether(group, talk::output)
              : List.of(applier.apply(group.get(0), talk::output));
      for (int i = 0; i < group.size(); i++) {
        Remedy remedy = group.get(i).remedy();
        if (results.get(i).outcome() != Applier.Outcome.STALE || !stale.add(remedy)) {
          tried.add(remedy);
        }
      }
      if (Thread.currentThread().isInterrupted()) {
        return; // this process is being ended: there is no time for a second look
      }
      List<Finding> now = examination.apply(subset(group, waiting));
      for (int i = 0; i < group.size(); i++) {
        over(judged(group.get(i), results.get(i), now));
      }
      putOff(waiting, now);
    }
  }

  /** The next remedy; with it all that need the rights of the administrator, if it does. */
  private List<Plan.Item> next(List<Plan.Item> waiting) {
    List<Plan.Item> group = new ArrayList<>();
    if (waiting.get(0).remedy().privileged()) {
      waiting.stream().filter(item -> item.remedy().privileged()).forEach(group::add);
    } else {
      group.add(waiting.get(0));
    }
    waiting.removeAll(group);
    for (Plan.Item item : List.copyOf(group)) {
      if (!talk.agrees(item)) {
        group.remove(item);
        tried.add(item.remedy());
        over(new Treated(item, Cure.SKIPPED, "", List.of(), item.cures()));
      }
    }
    return group;
  }

  /** Whether these would still do what was shown. */
  private boolean fit(List<Plan.Item> waiting) {
    Preparation preparation = preparations.get();
    for (Plan.Item item : waiting) {
      List<Prospect> now = preparation.prepare(item.remedy());
      if (!now.equals(item.steps())) {
        return false;
      }
      preparation.accept(now);
    }
    return true;
  }

  private void over(Treated one) {
    treated.add(one);
    talk.treated(one);
  }

  /** The checks of these remedies and of those that wait behind them. */
  private Selection subset(List<Plan.Item> group, List<Plan.Item> waiting) {
    Set<String> ids = new LinkedHashSet<>();
    group.forEach(item -> item.checks().forEach(id -> ids.add(id.value())));
    waiting.forEach(other -> other.checks().forEach(id -> ids.add(id.value())));
    return Selection.of(catalog, scope.selection().profile(), List.copyOf(ids), List.of());
  }

  private static Treated judged(Plan.Item item, Applier.Result result, List<Finding> now) {
    List<Finding> still =
        now.stream()
            .filter(finding -> finding.status().blocks())
            .filter(finding -> item.cures().stream().anyMatch(cure -> same(cure, finding)))
            .toList();
    Cure cure =
        switch (result.outcome()) {
          case APPLIED ->
              still.isEmpty()
                  ? Cure.CURED
                  : item.remedy().countsInNewTerminals() ? Cure.NEW_TERMINAL : Cure.STILL_FAILING;
          case FAILED -> Cure.FAILED;
          case STALE -> Cure.PUT_OFF;
        };
    return new Treated(item, cure, result.why(), result.last(), still);
  }

  private static boolean same(Finding cure, Finding finding) {
    CheckId id = cure.card().id();
    return finding.card().id().equals(id)
        && (finding.status() != Status.FAIL
            || finding.subject() == null
            || Objects.equals(cure.subject(), finding.subject()));
  }

  /** What is no longer found, or is now to be cured in another way, waits for the next round. */
  private void putOff(List<Plan.Item> waiting, List<Finding> now) {
    List<Plan.Item> gone =
        waiting.stream()
            .filter(
                item ->
                    now.stream()
                        .noneMatch(
                            finding ->
                                scope.treats(finding)
                                    && finding.remedies().contains(item.remedy())))
            .toList();
    waiting.removeAll(gone);
  }
}
