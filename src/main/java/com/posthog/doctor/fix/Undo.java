package com.posthog.doctor.fix;

import com.posthog.doctor.host.FileState;
import com.posthog.doctor.host.Hands;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.Leftover;
import com.posthog.doctor.model.Content;
import com.posthog.doctor.model.ServiceStep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts back what a run has changed, the last change first. It is guided by what is there now, not
 * by what the journal hopes: so it may be stopped at any moment and begun again.
 */
public final class Undo {
  private static final int LARGEST = 64 << 20;

  private final Host host;
  private final Recorded run;
  private boolean elevates;
  private final Function<String, Sight> sights;

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
    this.sights = sights;
  }

  private Work<?> work(Act act) {
    Sight sight = sights.apply(act.about().getOrDefault("checkout", ""));
    return new Works(host, sight).of(act.kind());
  }

  /** The same with the rights of the administrator, where these are needed. */
  public Undo withRights() {
    elevates = true;
    return this;
  }

  /** What would be done, in that order. */
  public List<Reversal> plan() {
    Map<Path, String> imagined = new HashMap<>();
    List<Reversal> plan = new ArrayList<>();
    for (int i = run.acts().size() - 1; i >= 0; i--) {
      Act act = run.acts().get(i);
      if (act.state() != Act.State.UNDONE) {
        plan.add(reversal(act, imagined));
      }
    }
    return plan;
  }

  private Reversal reversal(Act act, Map<Path, String> imagined) {
    boolean ofFile = List.of("rewrite", "mode", "move").contains(act.kind());
    boolean moved = act.kind().equals("move");
    if (ofFile && !act.file().isAbsolute() || moved && !act.to().isAbsolute()) {
      return new Reversal(act, Way.CANNOT, "its line of the journal is damaged", "");
    }
    return switch (act.kind()) {
      case "rewrite" -> rewrite(act, imagined);
      case "mode" -> mode(act, imagined);
      case "move" -> move(act, imagined);
      default ->
          ServiceStep.is(act.kind())
              ? work(act).reversal(act)
              : act.undo().reversal(act, host, elevates);
    };
  }

  private Reversal rewrite(Act act, Map<Path, String> imagined) {
    String now = imagined.getOrDefault(act.file(), Look.at(host, act.file()));
    boolean underWay = act.after().isEmpty(); // a program was at work on it
    if (now.equals(act.before())) {
      return new Reversal(act, Way.NOTHING, "it is as it was", "");
    }
    boolean restorable = act.before().equals(Look.NONE) || backup(act) != null;
    if (!restorable) {
      return new Reversal(act, Way.CANNOT, "the copy of the file is gone or damaged", "");
    }
    boolean ours = now.equals(act.after()) || underWay;
    imagined.put(act.file(), act.before());
    if (needsRights(act) && !elevates) {
      return new Reversal(act, Way.RIGHTS, "it needs the rights of the administrator", diff(act));
    }
    return ours
        ? new Reversal(act, Way.RESTORES, "", diff(act))
        : new Reversal(act, Way.CHANGED, "it was changed since, and that would be lost", diff(act));
  }

  private String diff(Act act) {
    Content before = backup(act);
    try {
      Content now =
          host.state(act.file()).isFile() ? Content.of(host.read(act.file(), LARGEST)) : null;
      return Diff.of(act.file().toString(), now, before == null ? Content.of("") : before);
    } catch (IOException unreadable) {
      return "";
    }
  }

  private Reversal mode(Act act, Map<Path, String> imagined) {
    Path key = act.file().resolve("mode");
    String now = imagined.getOrDefault(key, Look.mode(host, act.file()));
    imagined.put(key, act.before());
    if (now.equals(act.before())) {
      return new Reversal(act, Way.NOTHING, "it is as it was", "");
    }
    if (now.equals(Look.NONE)) {
      return new Reversal(act, Way.CANNOT, "the file is gone", "");
    }
    if (!act.before().matches("[0-7]{1,4}")) {
      return new Reversal(act, Way.CANNOT, "its line of the journal is damaged", "");
    }
    return now.equals(act.after())
        ? new Reversal(act, Way.RESTORES, "its mode becomes " + act.before(), "")
        : new Reversal(act, Way.CHANGED, "its mode was changed since", "");
  }

  private Reversal move(Act act, Map<Path, String> imagined) {
    String now = imagined.getOrDefault(act.file(), Look.at(host, act.file()));
    boolean aside = isThere(act.to());
    if (!aside) {
      return now.equals(Look.NONE)
          ? new Reversal(act, Way.CANNOT, act.to() + " is gone", "")
          : new Reversal(act, Way.NOTHING, "it is as it was", "");
    }
    imagined.put(act.file(), "moved back");
    if (now.equals(Look.NONE)) {
      return new Reversal(act, Way.RESTORES, "it gets its name back", "");
    }
    if (isFolderOfRemedy(act, now)) {
      return new Reversal(
          act, Way.RESTORES, "the folder that the remedy has put in its place is moved aside", "");
    }
    boolean known = now.equals(act.left()) && now.length() == 64;
    return known
        ? new Reversal(act, Way.RESTORES, "what the remedy has put in its place goes", "")
        : new Reversal(
            act, Way.CHANGED, "something else stands in its place, which would be moved aside", "");
  }

  /** What a program has filled a folder with is not known: it is kept under another name. */
  private static boolean isFolderOfRemedy(Act act, String now) {
    return now.equals(FileState.Kind.FOLDER.word()) && now.equals(act.left());
  }

  private boolean isThere(Path path) {
    return host.state(path).kind() != FileState.Kind.MISSING;
  }

  /** The copy of the file, when it is whole. */
  private @Nullable Content backup(Act act) {
    if (act.backup().isEmpty()) {
      return null;
    }
    try {
      Content content = Content.of(host.read(run.folder().resolve(act.backup()), LARGEST));
      return content.digest().equals(act.before()) ? content : null;
    } catch (IOException gone) {
      return null;
    }
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
      Reversal now = reversal(act, new HashMap<>());
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
    if (act.kind().equals("rewrite") && !needsRights(act) && isThere(Leftover.of(act.file()))) {
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
        Content before = backup(act);
        if (needsRights(act)) {
          Elevation.restore(host, hands, run.folder(), act, before);
        } else if (before == null) {
          hands.remove(act.file());
        } else {
          hands.write(act.file(), before.bytes(), act.mode() < 0 ? 0600 : act.mode());
        }
      }
      case "mode" -> hands.setMode(act.file(), Integer.parseInt(act.before(), 8));
      case "move" -> {
        if (isThere(act.file())) {
          clear(hands, act, forced || isFolderOfRemedy(act, Look.at(host, act.file())));
        }
        hands.move(act.to(), act.file());
      }
      default -> work(act).undo(act, hands);
    }
    return "";
  }

  /** Whether a file is one of the system, and this user is not its administrator. */
  private boolean needsRights(Act act) {
    return host.uid() != 0 && act.file().startsWith("/etc");
  }

  /** Makes room for what is moved back: what is known goes, what is not is only moved aside. */
  private void clear(Hands hands, Act act, boolean kept) throws IOException {
    if (!kept) {
      hands.remove(act.file());
      return;
    }
    for (int i = 1; ; i++) {
      Path aside = act.file().resolveSibling(act.file().getFileName() + ".undone-" + i);
      if (!isThere(aside)) {
        hands.move(act.file(), aside);
        return;
      }
    }
  }

  private void note(Hands hands, String event, int number) throws IOException {
    Journal.append(hands, run.folder(), Journal.line(event, number));
  }
}
