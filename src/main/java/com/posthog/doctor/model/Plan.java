package com.posthog.doctor.model;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What would be done: each remedy once, causes before their consequences.
 *
 * @param allowed the risks that may be taken
 * @param script what needs the rights of the administrator and was not allowed, to be read and run
 *     by hand; empty when there is nothing like that
 */
public record Plan(List<Item> items, Set<Risk> allowed, String script) {
  public Plan {
    items = List.copyOf(items);
    allowed = Set.copyOf(allowed);
  }

  /**
   * A remedy, the failures that it is for, and what its steps would do here.
   *
   * @param cures at least one
   */
  public record Item(List<Finding> cures, Remedy remedy, Standing standing, List<Prospect> steps) {
    public Item {
      cures = List.copyOf(cures);
      steps = List.copyOf(steps);
    }

    /** What must be allowed before it may be applied. */
    public Set<Risk> risks() {
      return Plan.risks(remedy);
    }

    /** The ids of the checks it is for, each once. */
    public List<CheckId> checks() {
      return cures.stream().map(finding -> finding.card().id()).distinct().toList();
    }
  }

  /** Whether a remedy would be applied. */
  public enum Standing {
    /** It would be applied. */
    READY,
    /** Something that it needs was not allowed. */
    NOT_ALLOWED,
    /** A person has to do it. */
    MANUAL,
    /** One of its steps cannot be done. */
    REFUSED
  }

  /** What must be allowed before a remedy may be applied. */
  public static Set<Risk> risks(Remedy remedy) {
    EnumSet<Risk> risks = EnumSet.of(remedy.risk());
    if (remedy.steps().stream().anyMatch(Step::privileged)) {
      risks.add(Risk.PRIVILEGED);
    }
    return risks;
  }

  /** Those that would be applied. */
  public List<Item> ready() {
    return of(Standing.READY);
  }

  /** Those of this standing. */
  public List<Item> of(Standing standing) {
    return items.stream().filter(item -> item.standing() == standing).toList();
  }
}
