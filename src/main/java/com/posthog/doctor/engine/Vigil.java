package com.posthog.doctor.engine;

import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Outlook;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Waits until all is well: examines everything once, then again and again only what is not well,
 * each check less and less often while nothing about it changes. It ends early when a failure is
 * seen twice that waiting does not cure.
 */
public final class Vigil {
  private static final Duration LEAST_ROUND = Duration.ofMillis(150);

  private final Catalog catalog;
  private final Selection selection;
  private final Rounds rounds;
  private final Limits limits;
  private final Severity threshold;
  private final Pace pace;
  private final Watcher watcher;
  private final long end;
  private final Turns turns = new Turns();
  private Set<String> settled = Set.of();
  private Selection lastAsked;

  /** Examines some checks of the patient. */
  @FunctionalInterface
  public interface Rounds {
    Examination.Result examine(Selection some, Limits limits);
  }

  /** Time, as the vigil sees and spends it. */
  public interface Pace {
    /** A time that only grows, in nanoseconds. */
    long nanos();

    /** Lets time pass. */
    void pause(Duration time) throws InterruptedException;
  }

  /** Hears what changes while the vigil lasts. */
  public interface Watcher {
    /** The first look is over, and these are waited for. */
    void waits(List<Finding> some);

    /** One of the findings is another one now, or is new. */
    void changed(Finding now);

    /** A failure that waiting does not cure ends the vigil. */
    void hopeless(Finding settled);
  }

  /** How a vigil ends. */
  public enum End {
    /** Nothing is left to wait for. */
    WELL,
    /** A failure is left that waiting does not cure. */
    HOPELESS,
    /** The time is over. */
    OVER,
    /** Somebody has interrupted it. */
    INTERRUPTED
  }

  /** How the vigil has ended, with the last that was found about every check. */
  public record Outcome(Examination.Result result, End end) {

    /** What is no failure and was not there in the end. */
    public List<Finding> coming() {
      return result.findings().stream().filter(f -> f.outlook() == Outlook.COMING).toList();
    }
  }

  private Vigil(
      Catalog catalog,
      Selection selection,
      Rounds rounds,
      Limits limits,
      Severity threshold,
      Duration patience,
      Pace pace,
      Watcher watcher) {
    this.catalog = catalog;
    this.selection = selection;
    this.lastAsked = selection;
    this.rounds = rounds;
    this.limits = limits;
    this.threshold = threshold;
    this.pace = pace;
    this.watcher = watcher;
    this.end = pace.nanos() + patience.toNanos();
  }

  /**
   * Keeps the vigil.
   *
   * @param threshold the least severity that is waited for
   * @param patience how long, at most
   */
  public static Outcome keep(
      Catalog catalog,
      Selection selection,
      Rounds rounds,
      Limits limits,
      Severity threshold,
      Duration patience,
      Pace pace,
      Watcher watcher) {
    return new Vigil(catalog, selection, rounds, limits, threshold, patience, pace, watcher).keep();
  }

  private Outcome keep() {
    Examination.Result result = rounds.examine(selection, round());
    watcher.waits(awaited(result));
    boolean whole = true;
    while (true) {
      if (Thread.currentThread().isInterrupted()) {
        return new Outcome(result, End.INTERRUPTED);
      }
      List<Finding> awaited = awaited(result);
      if (awaited.isEmpty() && (whole || left().compareTo(LEAST_ROUND) < 0)) {
        return new Outcome(result, End.WELL);
      }
      if (hopeless(awaited)) {
        return new Outcome(result, End.HOPELESS);
      }
      if (left().compareTo(LEAST_ROUND) < 0) {
        return new Outcome(result, End.OVER);
      }
      Set<CheckId> due = Set.of();
      if (!awaited.isEmpty()) {
        try {
          due = next(awaited);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          continue;
        }
        if (due.isEmpty()) {
          return new Outcome(result, End.OVER);
        }
      }
      // what was well one after the other has yet to be well at one time
      whole = awaited.isEmpty();
      result = again(result, whole ? selection : selection.only(due));
    }
  }

  private Duration left() {
    return Duration.ofNanos(Math.max(0, end - pace.nanos()));
  }

  private Limits round() {
    Duration left = left();
    return left.compareTo(limits.whole()) < 0 ? new Limits(limits.probe(), left) : limits;
  }

  /** What is not well: failing at or above the threshold, untold, blocked, or on its way. */
  private List<Finding> awaited(Examination.Result result) {
    return result.findings().stream()
        .filter(
            finding ->
                finding.outlook() == Outlook.COMING
                    || finding.status().blocks() && finding.severity().reaches(threshold))
        .toList();
  }

  /** Whether a headline stays for ever; one look may have caught it between two states. */
  private boolean hopeless(List<Finding> awaited) {
    Map<String, Finding> now = new LinkedHashMap<>();
    for (Finding finding : awaited) {
      boolean stays =
          finding.status() == Status.FAIL
              && finding.isHeadline()
              && finding.outlook() == Outlook.SETTLED;
      if (stays) {
        now.put(name(finding), finding);
      }
    }
    for (Map.Entry<String, Finding> one : now.entrySet()) {
      boolean again = lastAsked.contains(one.getValue().card().id());
      if (again && settled.contains(one.getKey())) {
        watcher.hopeless(one.getValue());
        return true;
      }
    }
    settled = Set.copyOf(now.keySet());
    return false;
  }

  /**
   * Lets time pass until one of the checks has its turn, and gives those that have; none at the
   * end.
   */
  private Set<CheckId> next(List<Finding> awaited) throws InterruptedException {
    Set<CheckId> all = new LinkedHashSet<>();
    awaited.forEach(finding -> all.add(finding.card().id()));
    all.removeIf(id -> !selection.contains(id));
    long now = pace.nanos();
    turns.waitFor(all, now);
    long first = turns.first().orElse(end);
    if (first >= end) {
      pace.pause(left());
      return Set.of();
    }
    if (first > now) {
      pace.pause(Duration.ofNanos(first - now));
    }
    return turns.due(pace.nanos());
  }

  private Examination.Result again(Examination.Result before, Selection some) {
    lastAsked = some;
    Limits round = round();
    boolean cut = round.whole().compareTo(limits.whole()) < 0;
    Examination.Result later = rounds.examine(some, round);
    if (Thread.currentThread().isInterrupted()) {
      return before; // what was being read was given up
    }
    Map<CheckId, List<Finding>> kept = new HashMap<>(later.judged());
    if (cut) {
      // the end of the patience is no reason to know less than before
      kept.entrySet()
          .removeIf(
              one ->
                  one.getValue().stream().anyMatch(f -> f.status() == Status.UNKNOWN)
                      && before.judged().containsKey(one.getKey()));
    }
    Examination.Result after = updated(before, later, kept);
    tell(before, after, some);
    return after;
  }

  /** The earlier result, with what a later examination of some of the checks has found. */
  private Examination.Result updated(
      Examination.Result before, Examination.Result later, Map<CheckId, List<Finding>> found) {
    Map<CheckId, List<Finding>> judged = new HashMap<>(before.judged());
    judged.putAll(found);
    Map<CheckId, FactKey<?>> unread = new HashMap<>(before.unread());
    unread.keySet().removeAll(found.keySet());
    unread.putAll(later.unread());
    Map<FactKey<?>, CheckId> causes = new HashMap<>(before.causes());
    causes.putAll(later.causes());
    return new Examination.Result(
        Causes.told(catalog, selection, judged, unread, causes),
        later.facts(),
        judged,
        unread,
        causes);
  }

  private void tell(Examination.Result before, Examination.Result after, Selection asked) {
    Map<String, Finding> known = new HashMap<>();
    before.findings().forEach(finding -> known.put(name(finding), finding));
    Set<CheckId> moved = new LinkedHashSet<>();
    List<Finding> news = new ArrayList<>();
    for (Finding finding : after.findings()) {
      Finding old = known.get(name(finding));
      boolean same =
          old != null
              && old.status() == finding.status()
              && old.severity() == finding.severity()
              && old.outlook() == finding.outlook();
      if (!same) {
        moved.add(finding.card().id());
        news.add(finding);
      }
    }
    news.forEach(watcher::changed);
    long now = pace.nanos();
    asked.cards().forEach(card -> turns.asked(card.id(), moved.contains(card.id()), now));
  }

  private static String name(Finding finding) {
    return finding.card().id() + " " + (finding.subject() == null ? "" : finding.subject().text());
  }
}
