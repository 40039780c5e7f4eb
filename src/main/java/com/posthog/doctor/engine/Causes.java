package com.posthog.doctor.engine;

import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Folds failures under the failure that explains them, by service: one fault gives one headline,
 * two independent faults give two.
 */
final class Causes {
  private final Map<CheckId, List<Finding>> failures = new HashMap<>();

  private Causes(List<Finding> findings) {
    for (Finding finding : findings) {
      if (finding.status() == Status.FAIL || finding.status() == Status.UNKNOWN) {
        failures.computeIfAbsent(finding.card().id(), id -> new ArrayList<>()).add(finding);
      }
    }
  }

  /** The tag of checks that are looked at for what they may explain, though nobody asked. */
  private static final String CAUSE = "cause";

  /**
   * The findings of the selected checks, of those that block them, and of those that explain them,
   * in the catalogue's order, each consequence with its root.
   *
   * @param unread for checks that could not be told, the fact that could not be read: the first of
   *     several with the same one stands for all of them
   * @param known for facts that could not be read, the check that failed for it
   */
  static List<Finding> told(
      Catalog catalog,
      Selection selection,
      Map<CheckId, List<Finding>> judged,
      Map<CheckId, FactKey<?>> unread,
      Map<FactKey<?>, CheckId> known) {
    List<Finding> folded = fold(report(catalog, selection, judged), unread, known);
    return folded.stream()
        .filter(
            finding ->
                !unasked(finding.card(), selection, judged)
                    || folded.stream().anyMatch(other -> explains(finding, other)))
        .toList();
  }

  /** The causes of what fails that nobody has asked for and nobody has looked at. */
  static List<CheckId> unseen(
      Catalog catalog, Selection selection, Map<CheckId, List<Finding>> judged) {
    List<CheckId> unseen = new ArrayList<>();
    for (Finding finding : fold(report(catalog, selection, judged), Map.of(), Map.of())) {
      if (finding.isHeadline() && finding.status() == Status.FAIL) {
        finding.card().explainedBy().stream()
            .filter(cause -> !judged.containsKey(cause) && !unseen.contains(cause))
            .filter(cause -> isCause(catalog, cause))
            .forEach(unseen::add);
      }
    }
    return unseen;
  }

  private static boolean isCause(Catalog catalog, CheckId id) {
    return catalog.find(id.value()).map(card -> card.tags().contains(CAUSE)).orElse(false);
  }

  /** Whether a check was looked at for what it may explain only. */
  private static boolean unasked(
      Card card, Selection selection, Map<CheckId, List<Finding>> judged) {
    return card.tags().contains(CAUSE)
        && !selection.contains(card.id())
        && !blocking(judged).contains(card.id());
  }

  private static boolean explains(Finding cause, Finding other) {
    return cause.card().id().equals(other.because())
        && (cause.subject() == null || cause.service().equals(other.service()));
  }

  private static Set<CheckId> blocking(Map<CheckId, List<Finding>> judged) {
    Set<CheckId> blocking = new LinkedHashSet<>();
    judged.values().stream()
        .flatMap(List::stream)
        .filter(finding -> finding.status() == Status.BLOCKED && finding.because() != null)
        .forEach(finding -> blocking.add(finding.because()));
    return blocking;
  }

  private static List<Finding> report(
      Catalog catalog, Selection selection, Map<CheckId, List<Finding>> judged) {
    List<Finding> report = new ArrayList<>();
    Set<CheckId> blocking = blocking(judged);
    for (Card card : catalog.checks()) {
      boolean wanted = selection.contains(card.id()) || blocking.contains(card.id());
      if (wanted || card.tags().contains(CAUSE)) {
        report.addAll(judged.getOrDefault(card.id(), List.of()));
      }
    }
    return report;
  }

  private static List<Finding> fold(
      List<Finding> findings, Map<CheckId, FactKey<?>> unread, Map<FactKey<?>, CheckId> known) {
    Causes causes = new Causes(findings);
    Map<FactKey<?>, CheckId> firsts = new HashMap<>(known);
    firsts.values().retainAll(causes.failures.keySet());
    Map<CheckId, CheckId> sharing = new HashMap<>();
    List<Finding> folded = new ArrayList<>();
    for (Finding finding : findings) {
      Finding explained = causes.explained(finding);
      CheckId id = finding.card().id();
      FactKey<?> fact = unread.get(id);
      if (fact != null && explained.isHeadline() && explained.status() == Status.UNKNOWN) {
        CheckId first = firsts.putIfAbsent(fact, id);
        if (first != null) {
          CheckId root = causes.rootOf(first).orElse(first);
          sharing.put(id, root);
          explained = explained.explainedBy(root);
        }
      }
      folded.add(explained);
    }
    return folded.stream().map(one -> follow(one, sharing)).toList();
  }

  /** What follows from a check that could not be told follows from what stands for that check. */
  private static Finding follow(Finding finding, Map<CheckId, CheckId> sharing) {
    CheckId because = finding.because();
    CheckId root = because == null ? null : sharing.get(because);
    return root == null ? finding : finding.explainedBy(root);
  }

  private Finding explained(Finding finding) {
    CheckId because = finding.because();
    if (because != null) {
      return rootOf(because).map(finding::explainedBy).orElse(finding);
    }
    boolean folds = finding.status() == Status.FAIL || finding.status() == Status.UNKNOWN;
    if (!folds) {
      return finding;
    }
    return root(finding, new HashSet<>()).map(finding::explainedBy).orElse(finding);
  }

  /** What explains every failure of the check that another one waits for. */
  private Optional<CheckId> rootOf(CheckId because) {
    Set<CheckId> roots = new HashSet<>();
    for (Finding failure : failures.getOrDefault(because, List.of())) {
      roots.add(root(failure, new HashSet<>()).orElse(because));
    }
    return roots.size() == 1 ? roots.stream().findFirst() : Optional.empty();
  }

  private Optional<CheckId> root(Finding finding, Set<CheckId> path) {
    if (!path.add(finding.card().id())) {
      return Optional.empty();
    }
    for (CheckId cause : finding.card().explainedBy()) {
      @Nullable Finding match = match(cause, finding);
      if (match != null) {
        return Optional.of(root(match, path).orElse(cause));
      }
    }
    return Optional.empty();
  }

  private @Nullable Finding match(CheckId cause, Finding finding) {
    for (Finding candidate : failures.getOrDefault(cause, List.of())) {
      boolean sameService =
          candidate.subject() == null || candidate.service().equals(finding.service());
      // under something milder it would have no headline at all
      boolean asBad = candidate.severity().reaches(finding.severity());
      // what fails is not explained by what nobody could tell
      boolean asSure = candidate.status() == Status.FAIL || finding.status() == Status.UNKNOWN;
      if (sameService && asBad && asSure && candidate != finding) {
        return candidate;
      }
    }
    return null;
  }
}
