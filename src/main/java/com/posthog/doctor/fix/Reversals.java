package com.posthog.doctor.fix;

import com.posthog.doctor.fix.Undo.Reversal;
import com.posthog.doctor.fix.Undo.Way;
import com.posthog.doctor.host.FileState;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.model.Content;
import com.posthog.doctor.model.ServiceStep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Works out from what is there now what undoing each act of a run comes to; changes nothing. */
final class Reversals {
  private final Host host;
  private final Recorded run;
  private final Function<String, Sight> sights;
  private boolean elevates;

  Reversals(Host host, Recorded run, Function<String, Sight> sights) {
    this.host = host;
    this.run = run;
    this.sights = sights;
  }

  /** The rights of the administrator may be used from now on. */
  void elevate() {
    elevates = true;
  }

  /** The work that an act on a container or server was part of. */
  Work<?> work(Act act) {
    Sight sight = sights.apply(act.about().getOrDefault("checkout", ""));
    return new Works(host, sight).of(act.kind());
  }

  /**
   * What undoing an act comes to.
   *
   * @param imagined what is at each path after the acts that are undone before it
   */
  Reversal of(Act act, Map<Path, String> imagined) {
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
          host.state(act.file()).isFile() ? Content.of(host.read(act.file(), Undo.LARGEST)) : null;
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
  static boolean isFolderOfRemedy(Act act, String now) {
    return now.equals(FileState.Kind.FOLDER.word()) && now.equals(act.left());
  }

  boolean isThere(Path path) {
    return host.state(path).kind() != FileState.Kind.MISSING;
  }

  /** The copy of the file, when it is whole. */
  @Nullable Content backup(Act act) {
    if (act.backup().isEmpty()) {
      return null;
    }
    try {
      Content content = Content.of(host.read(run.folder().resolve(act.backup()), Undo.LARGEST));
      return content.digest().equals(act.before()) ? content : null;
    } catch (IOException gone) {
      return null;
    }
  }

  /** Whether a file is one of the system, and this user is not its administrator. */
  boolean needsRights(Act act) {
    return host.uid() != 0 && act.file().startsWith("/etc");
  }
}
