package com.posthog.doctor.engine;

import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.fix.Preparation;
import com.posthog.doctor.fix.Script;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Plan;
import com.posthog.doctor.model.Prospect;
import com.posthog.doctor.model.Prospect.Effect;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Risk;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Status;
import com.posthog.doctor.model.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a plan of what was found: for each failure that nothing else explains the first of its
 * remedies that may be applied, causes before their consequences, each remedy once.
 */
public final class Planning {
  private final Catalog catalog;
  private final Scope scope;
  private final Preparation preparation;
  private final Set<Remedy> tried;
  private final Map<Remedy, Plan.Item> items = new LinkedHashMap<>();

  /**
   * What is to be treated.
   *
   * @param selection the checks whose errors and warnings are treated
   * @param named the checks whose advice is treated too
   * @param allowed the risks that may be taken
   */
  public record Scope(Selection selection, Set<CheckId> named, Set<Risk> allowed) {
    public Scope {
      named = Set.copyOf(named);
      allowed = Set.copyOf(allowed);
    }

    /** Whether a finding is to be treated: it fails, and no other failure explains it. */
    public boolean treats(Finding finding) {
      CheckId id = finding.card().id();
      boolean matters = finding.severity() != Severity.ADVICE || named.contains(id);
      return finding.status() == Status.FAIL
          && finding.because() == null
          && matters
          && selection.contains(id);
    }

    /** Whether it fails because of a check that was not selected: nothing is done about that. */
    public boolean followsFromOutside(Finding finding) {
      CheckId cause = finding.because();
      return finding.status() == Status.FAIL && cause != null && !selection.contains(cause);
    }
  }

  private Planning(Catalog catalog, Scope scope, Preparation preparation, Set<Remedy> tried) {
    this.catalog = catalog;
    this.scope = scope;
    this.preparation = preparation;
    this.tried = tried;
  }

  /**
   * The plan for these findings.
   *
   * @param tried remedies that were applied before and are not planned again
   */
  public static Plan plan(
      Catalog catalog,
      Scope scope,
      List<Finding> findings,
      Preparation preparation,
      Set<Remedy> tried) {
    Planning planning = new Planning(catalog, scope, preparation, tried);
    Map<CheckId, List<Finding>> failures = new LinkedHashMap<>();
    for (Finding finding : findings) {
      if (scope.treats(finding)) {
        failures.computeIfAbsent(finding.card().id(), id -> new ArrayList<>()).add(finding);
      }
    }
    for (CheckId id : planning.ordered(failures)) {
      failures.getOrDefault(id, List.of()).forEach(planning::treat);
    }
    List<Plan.Item> items = List.copyOf(planning.items.values());
    return new Plan(items, scope.allowed(), Script.of(items));
  }

  /** The failing checks, each behind all that it depends on, else as they come. */
  private List<CheckId> ordered(Map<CheckId, List<Finding>> failures) {
    List<CheckId> order = new ArrayList<>();
    Set<CheckId> seen = new HashSet<>();
    failures.keySet().forEach(id -> visit(id, failures, seen, order));
    return order;
  }

  private void visit(
      CheckId id, Map<CheckId, List<Finding>> failures, Set<CheckId> seen, List<CheckId> order) {
    if (!seen.add(id)) {
      return;
    }
    Card card = catalog.check(id).card();
    card.requires().forEach(cause -> visit(cause, failures, seen, order));
    card.explainedBy().forEach(cause -> visit(cause, failures, seen, order));
    if (failures.containsKey(id)) {
      order.add(id);
    }
  }

  private void treat(Finding finding) {
    Plan.Item best = null;
    for (Remedy remedy : finding.remedies()) {
      if (tried.contains(remedy)) {
        continue;
      }
      Plan.Item known = items.get(remedy);
      if (known != null && known.standing() == Plan.Standing.READY) {
        items.put(remedy, withOneMore(known, finding));
        return;
      }
      Plan.Item item = item(finding, remedy);
      if (best == null || item.standing().compareTo(best.standing()) < 0) {
        best = item;
      }
      if (item.standing() == Plan.Standing.READY) {
        break;
      }
    }
    if (best == null) {
      return;
    }
    Plan.Item known = items.get(best.remedy());
    items.put(best.remedy(), known == null ? best : withOneMore(known, finding));
    if (best.standing() == Plan.Standing.READY) {
      preparation.accept(best.steps());
    }
  }

  private Plan.Item item(Finding finding, Remedy remedy) {
    List<Prospect> prospects = preparation.prepare(remedy);
    return new Plan.Item(List.of(finding), remedy, standing(remedy, prospects), prospects);
  }

  private Plan.Standing standing(Remedy remedy, List<Prospect> prospects) {
    boolean told = remedy.steps().stream().allMatch(step -> step instanceof Step.Tell);
    if (remedy.risk() == Risk.MANUAL || told) {
      return Plan.Standing.MANUAL;
    }
    boolean refused = prospects.stream().anyMatch(one -> one.effect() == Effect.REFUSED);
    boolean idle =
        prospects.stream()
            .allMatch(one -> one.effect() == Effect.NOTHING || one.effect() == Effect.SAYS);
    if (refused || idle) {
      return Plan.Standing.REFUSED;
    }
    return scope.allowed().containsAll(Plan.risks(remedy))
        ? Plan.Standing.READY
        : Plan.Standing.NOT_ALLOWED;
  }

  private static Plan.Item withOneMore(Plan.Item item, Finding finding) {
    List<Finding> cures = new ArrayList<>(item.cures());
    cures.add(finding);
    return new Plan.Item(cures, item.remedy(), item.standing(), item.steps());
  }
}
