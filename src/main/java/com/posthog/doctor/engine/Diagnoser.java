package com.posthog.doctor.engine;

import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.check.Conditions;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Diagnosis;
import com.posthog.doctor.model.Exit;
import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Recognised;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Risk;
import com.posthog.doctor.model.Sighting;
import com.posthog.doctor.model.Status;
import com.posthog.doctor.model.Step;
import com.posthog.doctor.model.Template;
import com.posthog.doctor.symptom.Hit;
import com.posthog.doctor.symptom.Scan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names the likeliest causes of what was printed, the root first, and looks whether they are so.
 */
public final class Diagnoser {
  private static final int MOST_NAMED = 3;

  /** Lighter symptoms fit too many causes to be the root of a heavier one. */
  private static final int TELLING = 3;

  /** Of what the check itself has not chosen from, more would bury the likeliest. */
  private static final int MOST_REMEDIES = 3;

  private final Map<CheckId, Card> cards = new LinkedHashMap<>();
  private final Examiner examiner;

  /** Looks at the machine. */
  public interface Examiner {
    /** Examines these checks; of none, only what kind of machine it is. */
    Examination.Result examine(List<CheckId> checks);
  }

  private Diagnoser(Catalog catalog, Examiner examiner) {
    catalog.cards().forEach(card -> cards.put(card.id(), card));
    this.examiner = examiner;
  }

  /**
   * The diagnosis of what was found.
   *
   * @param confirm whether the checks of the causes are asked now
   */
  public static Diagnosis of(Scan scan, Catalog catalog, boolean confirm, Examiner examiner) {
    return new Diagnoser(catalog, examiner).diagnose(scan, confirm);
  }

  private Diagnosis diagnose(Scan scan, boolean confirm) {
    List<Hit> bad = likeliest(scan.hits().stream().filter(hit -> !hit.card().harmless()).toList());
    List<CheckId> asked = new ArrayList<>();
    for (Hit hit : bad) {
      if (confirm && Catalog.judges(hit.card())) {
        asked.add(hit.card().id());
      }
    }
    List<Recognised> recognised = new ArrayList<>();
    if (!bad.isEmpty()) {
      Examination.Result result = examiner.examine(asked);
      Set<CheckId> all = new HashSet<>();
      bad.forEach(hit -> all.add(hit.card().id()));
      for (Hit hit : bad) {
        boolean wasAsked = asked.contains(hit.card().id());
        recognised.add(recognised(hit, wasAsked, result, root(hit.card(), all).orElse(null)));
      }
    }
    for (Hit hit : scan.hits()) {
      if (hit.card().harmless()) {
        recognised.add(
            new Recognised(hit.card(), seen(hit), null, hit.count(), hit.first(), List.of(), null));
      }
    }
    return new Diagnosis(recognised, scan.unknown(), exit(bad, scan.unknown()));
  }

  private static Exit exit(List<Hit> bad, List<Sighting> unknown) {
    if (!bad.isEmpty()) {
      return new Exit(1, bad.size() + " recognised");
    }
    return unknown.isEmpty()
        ? new Exit(0, "nothing bad recognised")
        : new Exit(3, "errors were seen, but none that is known");
  }

  /** The heaviest first, of equal ones the one that came first; roots before what follows. */
  private List<Hit> likeliest(List<Hit> hits) {
    int heaviest = hits.stream().mapToInt(Hit::weight).max().orElse(0);
    Map<CheckId, Hit> telling = new LinkedHashMap<>();
    for (Hit hit : hits) {
      if (hit.weight() >= TELLING || hit.weight() * 2 >= heaviest) {
        telling.put(hit.card().id(), hit);
      }
    }
    Set<CheckId> ids = new HashSet<>();
    for (Hit hit : telling.values()) {
      if (hit.weight() * 2 >= heaviest) { // and its root, however light
        ids.add(hit.card().id());
        root(hit.card(), telling.keySet()).ifPresent(ids::add);
      }
    }
    List<Hit> strong = new ArrayList<>(telling.values());
    strong.removeIf(hit -> !ids.contains(hit.card().id()));
    strong.sort(
        Comparator.comparing((Hit hit) -> root(hit.card(), ids).isPresent())
            .thenComparing(Comparator.comparingInt(Hit::weight).reversed()));
    return strong.subList(0, Math.min(MOST_NAMED, strong.size()));
  }

  /** The recognised one that explains a card, at the root of the chain. */
  private Optional<CheckId> root(Card card, Set<CheckId> recognised) {
    return root(card.id(), recognised, new HashSet<>(Set.of(card.id())));
  }

  private Optional<CheckId> root(CheckId id, Set<CheckId> recognised, Set<CheckId> path) {
    Card card = cards.get(id);
    List<CheckId> causes = new ArrayList<>();
    if (card != null) {
      causes.addAll(card.requires());
      causes.addAll(card.explainedBy());
    }
    Optional<CheckId> found = Optional.empty();
    for (CheckId cause : causes) {
      if (found.isEmpty() && path.add(cause)) {
        Optional<CheckId> deeper = root(cause, recognised, path);
        found = deeper.isPresent() || !recognised.contains(cause) ? deeper : Optional.of(cause);
      }
    }
    return found;
  }

  private static Recognised recognised(
      Hit hit, boolean asked, Examination.Result result, @Nullable CheckId because) {
    List<Finding> findings =
        result.findings().stream().filter(one -> one.card().id().equals(hit.card().id())).toList();
    Optional<Finding> failing =
        findings.stream().filter(one -> asked && one.status() == Status.FAIL).findFirst();
    if (failing.isPresent()) {
      Finding now = failing.get();
      List<Remedy> remedies =
          now.remedies().isEmpty() ? remedies(hit, result.facts()) : now.remedies();
      return new Recognised(
          hit.card(), now.message(), true, hit.count(), hit.first(), remedies, because);
    }
    boolean passes = asked && findings.stream().anyMatch(one -> one.status() == Status.PASS);
    boolean doubts =
        findings.stream()
            .anyMatch(one -> one.status() == Status.UNKNOWN || one.status() == Status.BLOCKED);
    return new Recognised(
        hit.card(),
        seen(hit),
        passes && !doubts ? Boolean.FALSE : null,
        hit.count(),
        hit.first(),
        remedies(hit, result.facts()),
        because);
  }

  /** What the card says of what was seen; its title when that cannot be said with what is known. */
  private static String seen(Hit hit) {
    return said(hit, "seen").orElse(hit.card().title());
  }

  /** Of the lines of a text, the first whose places can all be filled. */
  private static Optional<String> said(Hit hit, String name) {
    return hit.card()
        .messages()
        .getOrDefault(name, "")
        .lines()
        .map(line -> fill(line.strip(), hit))
        .filter(line -> !line.isEmpty() && Template.places(line).isEmpty())
        .findFirst();
  }

  private static String fill(String text, Hit hit) {
    return Template.fill(
        text,
        name -> {
          String value = hit.captures().get(name);
          return value == null ? null : Wording.clean(value);
        });
  }

  /** What helps on a machine of this kind, without what only the check could have filled. */
  private static List<Remedy> remedies(Hit hit, Facts facts) {
    List<Remedy> fit = new ArrayList<>();
    said(hit, "cure").ifPresent(text -> fit.add(byHand("usual-cure", "What usually helps", text)));
    for (Remedy remedy : hit.card().remedies()) {
      Remedy filled = remedy.fill(text -> fill(text, hit));
      boolean whole = Template.places(filled.title()).isEmpty();
      for (Step step : filled.steps()) {
        whole &= Template.places(step.describe()).isEmpty();
      }
      if (whole && mayHold(remedy, facts)) {
        fit.add(filled);
      }
    }
    if (fit.isEmpty() && Catalog.judges(hit.card())) {
      String command = "`posthog-doctor fix " + hit.card().id() + "`";
      String text = "Run " + command + " in the checkout: it looks, and shows what would be done.";
      fit.add(byHand("look-and-mend", "See what helps on this machine", text));
    }
    return fit.subList(0, Math.min(MOST_REMEDIES, fit.size()));
  }

  private static Remedy byHand(String id, String title, String text) {
    return new Remedy(id, title, "", Risk.MANUAL, List.of(), List.of(new Step.Tell(text)));
  }

  /** A condition on what was not read may hold. */
  private static boolean mayHold(Remedy remedy, Facts facts) {
    return remedy.when().stream()
        .filter(condition -> condition.path().startsWith("host."))
        .allMatch(condition -> Conditions.holds(condition, facts, null).orElse(true));
  }
}
