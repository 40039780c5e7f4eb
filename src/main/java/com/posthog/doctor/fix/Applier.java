package com.posthog.doctor.fix;

import com.posthog.doctor.host.FileState;
import com.posthog.doctor.host.Hands;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.Running;
import com.posthog.doctor.model.Change;
import com.posthog.doctor.model.Content;
import com.posthog.doctor.model.Plan;
import com.posthog.doctor.model.Prospect;
import com.posthog.doctor.model.Prospect.Effect;
import com.posthog.doctor.model.ServiceStep;
import com.posthog.doctor.model.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does what a plan says, step by step, and nothing else: each step is worked out once more right
 * before it is done, and done only when the same comes of it.
 */
public final class Applier {
  private final Host host;
  private final Hands hands;
  private final Supplier<Preparation> preparations;
  private final Journal journal;
  private final Duration limit;

  /**
   * One that works on a machine.
   *
   * @param preparations look at the machine as it is
   * @param limit for each program
   */
  public Applier(
      Host host, Hands hands, Supplier<Preparation> preparations, Journal journal, Duration limit) {
    this.host = host;
    this.hands = hands;
    this.preparations = preparations;
    this.journal = journal;
    this.limit = limit;
  }

  /** How the steps of a remedy went; whether it has cured is for others to say. */
  public enum Outcome {
    APPLIED,
    /** A step went wrong. */
    FAILED,
    /** Something is not as it was when the plan was made; this step and the rest were not done. */
    STALE
  }

  /**
   * What came of a remedy.
   *
   * @param why what went wrong; empty when nothing did
   * @param last the last lines of the program that failed
   */
  public record Result(Outcome outcome, String why, List<String> last) {
    public Result {
      last = List.copyOf(last);
    }

    static Result of(Outcome outcome, String why) {
      return new Result(outcome, why, List.of());
    }
  }

  /** Does the steps of a remedy, up to the first that goes wrong. */
  public Result apply(Plan.Item item, Consumer<String> output) {
    return apply(item, item.steps(), output);
  }

  /**
   * Does what needs the rights of the administrator in all of these remedies by one script, and
   * then what is left of each.
   */
  public List<Result> applyTogether(List<Plan.Item> items, Consumer<String> output) {
    Elevation elevation = new Elevation(host, hands, journal);
    List<Result> results =
        elevation.apply(items, preparations.get(), RunWork.environment(host), limit, output);
    List<Result> all = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Plan.Item item = items.get(i);
      List<Prospect> rest = item.steps().stream().filter(one -> !one.step().privileged()).toList();
      boolean goesOn = results.get(i).outcome() == Outcome.APPLIED;
      all.add(goesOn ? apply(item, rest, output) : results.get(i));
    }
    return all;
  }

  private Result apply(Plan.Item item, List<Prospect> steps, Consumer<String> output) {
    Map<Integer, Path> moved = new HashMap<>();
    try {
      for (Prospect planned : steps) {
        Result result = step(item, planned, moved, output);
        if (result.outcome() != Outcome.APPLIED) {
          return result;
        }
      }
      return Result.of(Outcome.APPLIED, "");
    } catch (IOException trouble) {
      return Result.of(Outcome.FAILED, Trouble.sentence(trouble));
    } finally {
      noteWhatWasLeft(moved);
    }
  }

  private Result step(
      Plan.Item item, Prospect planned, Map<Integer, Path> moved, Consumer<String> output)
      throws IOException {
    if (planned.effect() == Effect.SAYS) {
      return Result.of(Outcome.APPLIED, "");
    }
    Preparation here = preparations.get();
    Prospect now = here.prepare(planned.step());
    Optional<Result> stale = stale(planned, now);
    if (stale.isPresent()) {
      return stale.get();
    }
    Change change = now.change();
    if (change != null) {
      return perform(item, now, change, moved);
    }
    if (now.effect() != Effect.RUNS) {
      return Result.of(Outcome.APPLIED, "");
    }
    if (now.step() instanceof ServiceStep service) {
      return here.works().perform(item, service, journal, hands, output);
    }
    return now.step() instanceof Step.StopProcess stop
        ? end(item, stop)
        : new RunWork(host, hands, journal, limit)
            .run(item.remedy(), (Step.Run) now.step(), here, output);
  }

  /** Why a step is not done as it was planned; empty when it is to be done. */
  static Optional<Result> stale(Prospect planned, Prospect now) {
    if (now.effect() == Effect.REFUSED) {
      Outcome outcome = planned.effect() == Effect.LATER ? Outcome.FAILED : Outcome.STALE;
      return Optional.of(Result.of(outcome, planned.step().describe() + ": " + now.note()));
    }
    boolean asPlanned =
        planned.effect() == Effect.LATER
            || now.effect() == planned.effect()
                && now.note().equals(planned.note())
                && Objects.equals(now.change(), planned.change());
    if (asPlanned) {
      return Optional.empty();
    }
    return Optional.of(
        changed(now.change() != null ? now.change().file().toString() : "what it is about"));
  }

  private static Result changed(String file) {
    return Result.of(
        Outcome.STALE, file + " has changed since the plan was made; nothing was done to it");
  }

  private Result end(Plan.Item item, Step.StopProcess stop) throws IOException {
    List<Running> targets = preparations.get().running(stop);
    int act = journal.begin(item.remedy().id(), stop.describe());
    boolean ended = hands.end(targets);
    journal.done(act);
    return ended
        ? Result.of(Outcome.APPLIED, "")
        : Result.of(Outcome.FAILED, stop.describe() + ": not all of them have ended");
  }

  private Result perform(Plan.Item item, Prospect now, Change change, Map<Integer, Path> moved)
      throws IOException {
    int act = journal.begin(item.remedy().id(), now.step().describe(), change);
    if (!isUntouched(change)) { // an editor may have saved it while the journal was written
      journal.failed(act);
      return changed(change.file().toString());
    }
    try {
      if (change instanceof Change.Rewrite rewrite) {
        int mode = rewrite.mode() >= 0 ? rewrite.mode() : host.state(rewrite.file()).mode() & 0777;
        hands.write(rewrite.file(), rewrite.after().bytes(), mode);
      } else if (change instanceof Change.Mode mode) {
        hands.setMode(mode.file(), mode.after());
      } else if (change instanceof Change.Move move) {
        hands.move(move.file(), move.to());
        moved.put(act, move.file());
      }
    } catch (IOException trouble) {
      giveUp(act, change);
      throw trouble;
    }
    journal.done(act);
    return Result.of(Outcome.APPLIED, "");
  }

  /** Says in the journal that nothing came of an act, when that is so. */
  private void giveUp(int act, Change change) throws IOException {
    if (isUntouched(change)) {
      journal.failed(act);
    }
  }

  /** Whether a file is as it was when the change was worked out. */
  private boolean isUntouched(Change change) {
    if (change instanceof Change.Rewrite rewrite) {
      return Look.at(host, rewrite.file()).equals(digest(rewrite.before()));
    }
    return change instanceof Change.Mode mode
        ? Look.mode(host, mode.file()).equals(Integer.toOctalString(mode.before()))
        : host.state(change.file()).kind() != FileState.Kind.MISSING;
  }

  static String digest(@Nullable Content content) {
    return content == null ? Look.NONE : content.digest();
  }

  private void noteWhatWasLeft(Map<Integer, Path> moved) {
    moved.forEach(
        (act, file) -> {
          try {
            journal.left(act, Look.at(host, file));
          } catch (IOException trouble) {
            // without it, undo is more careful than it would have to be
          }
        });
  }
}
