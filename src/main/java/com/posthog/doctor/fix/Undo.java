package com.posthog.doctor.fix;

import com.posthog.doctor.host.Hands;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.Leftover;
import com.posthog.doctor.model.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Puts back what a run has changed, the last change first. It is guided by what is there now, not
 * by what the journal hopes: so it may be stopped at any moment and begun again.
 */
public final class Undo {
  static final int LARGEST = 64 << 20;

  private final Host host;
  private final Recorded run;
  private final Reversals reversals;

  /** How an act can be undone. */
  public enum Way {
    /** It is put back. */
    RESTORES,
    /** All is as it was before. */
    NOTHING,
    /** Somebody has changed it since: it is put back only when that is asked for. */
    CHANGED,
    /** It needs the rights of the administrator, which were not given. */
    RIGHTS,
    /** The program that takes it back is not there, or has not done it. */
    FAILED,
    /** It cannot be undone. */
    CANNOT
  }

  /**
   * What undoing one act comes to.
   *
   * @param note why, or what to know; may be empty
   * @param diff the change of the file, without its secrets; may be empty
   */
  public record Reversal(Act act, Way way, String note, String diff) {}

  /** The undoing of a run that was only about files and programs. */
  public Undo(Host host, Recorded run) {
    this(host, run, checkout -> Sight.NONE);
  }

  /**
   * The undoing of a run.
   *
   * @param sights what is seen from a checkout; from nowhere when its name is empty
   */
  public Undo(Host host, Recorded run, Function<String, Sight> sights) {
    this.host = host;
    this.run = run;
    this.reversals = new Reversals(host, run, sights);
  }

  /** The same with the rights of the administrator, where these are needed. */
  public Undo withRights() {
    reversals.elevate();
    return this;
  }

  /** What would be done, in that order. */
  public List<Reversal> plan() {
    Map<Path, String> imagined = new HashMap<>();
    List<Reversal> plan = new ArrayList<>();
    for (int i = run.acts().size() - 1; i >= 0; i--) {
      Act act = run.acts().get(i);
      if (act.state() != Act.State.UNDONE) {
        plan.add(reversals.of(act, imagined));
      }
    }
    return plan;
  }

  /**
   * Puts back what can be put back.
   *
   * @param force whether also what was changed since
   * @return what was not put back
   */
  public List<Reversal> apply(Hands hands, boolean force) throws IOException {
    if (run.torn()) {
      hands.append(run.folder().resolve(Journal.NAME), "\n".getBytes(StandardCharsets.UTF_8));
    }
    List<Reversal> refused = new ArrayList<>();
    for (int i = run.acts().size() - 1; i >= 0; i--) {
      Act act = run.acts().get(i);
      if (act.state() == Act.State.UNDONE) {
        continue;
      }
      removeLeftover(hands, act);
      Reversal now = reversals.of(act, new HashMap<>());
      boolean restores = now.way() == Way.RESTORES || force && now.way() == Way.CHANGED;
      String trouble = restores ? restore(hands, act, now.way() == Way.CHANGED) : "";
      if (!trouble.isEmpty()) {
        refused.add(new Reversal(act, Way.FAILED, trouble, ""));
      } else if (restores || now.way() == Way.NOTHING) {
        note(hands, "undone", act.number());
      } else {
        refused.add(now);
      }
    }
    if (refused.stream().allMatch(one -> one.way() == Way.CANNOT)) {
      note(hands, "undone-all", 0);
    }
    return refused;
  }

  /** Takes away the new content of a file that a crash kept from its place. */
  private void removeLeftover(Hands hands, Act act) throws IOException {
    if (act.kind().equals("rewrite")
        && !reversals.needsRights(act)
        && reversals.isThere(Leftover.of(act.file()))) {
      hands.remove(Leftover.of(act.file()));
    }
  }

  /** Puts one act back; gives what went wrong with the program for that, else nothing. */
  private String restore(Hands hands, Act act, boolean forced) throws IOException {
    if (act.undo().isThere()) {
      note(hands, "undoing", act.number());
      return act.undo().run(act, host, hands, run.folder());
    }
    switch (act.kind()) {
      case "rewrite" -> {
        if (forced && host.state(act.file()).isFile()) {
          byte[] lost = host.read(act.file(), LARGEST);
          hands.write(run.folder().resolve("lost-" + act.number()), lost, 0600);
        }
        Content before = reversals.backup(act);
        if (reversals.needsRights(act)) {
          Elevation.restore(host, hands, run.folder(), act, before);
        } else if (before == null) {
          hands.remove(act.file());
        } else {
          hands.write(act.file(), before.bytes(), act.mode() < 0 ? 0600 : act.mode());
        }
      }
      case "mode" -> hands.setMode(act.file(), Integer.parseInt(act.before(), 8));
      case "move" -> {
        if (reversals.isThere(act.file())) {
          clear(hands, act, forced || Reversals.isFolderOfRemedy(act, Look.at(host, act.file())));
        }
        hands.move(act.to(), act.file());
      }
      default -> reversals.work(act).undo(act, hands);
    }
    return "";
  }

  /** Makes room for what is moved back: what is known goes, what is not is only moved aside. */
  private void clear(Hands hands, Act act, boolean kept) throws IOException {
    if (!kept) {
      hands.remove(act.file());
      return;
    }
    for (int i = 1; ; i++) {
      Path aside = act.file().resolveSibling(act.file().getFileName() + ".undone-" + i);
      if (!reversals.isThere(aside)) {
        hands.move(act.file(), aside);
        return;
      }
    }
  }

  private void note(Hands hands, String event, int number) throws IOException {
    Journal.append(hands, run.folder(), Journal.line(event, number));
  }
}
