package com.posthog.doctor.fix;

import com.posthog.doctor.host.FileState;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.model.Change;
import com.posthog.doctor.model.Content;
import com.posthog.doctor.model.Prospect;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What would be at each path after the steps that were looked at so far. */
final class Drafts {
  /** Nothing larger is shown or kept: the doctor has little memory. */
  static final int LARGEST = 4 << 20;

  private final Host host;
  private final Place place;
  private final Map<Path, Draft> drafts = new HashMap<>();

  /**
   * What would be at a path.
   *
   * @param content null when nothing would be there
   */
  record Draft(@Nullable Content content, int mode) {}

  Drafts(Host host, Place place) {
    this.host = host;
    this.place = place;
  }

  /** All that is known now, to go back to it later. */
  Map<Path, Draft> kept() {
    return new HashMap<>(drafts);
  }

  /** Goes back to what was known. */
  void goBack(Map<Path, Draft> kept) {
    drafts.clear();
    drafts.putAll(kept);
  }

  /** Whether an earlier step makes something of this path, or makes room there. */
  boolean knows(Path path) {
    return drafts.containsKey(path);
  }

  /** Whether an earlier step takes away what is at a path. */
  boolean isGone(Path path) {
    Draft draft = drafts.get(path);
    return draft != null && draft.content() == null;
  }

  /** The file behind all links; the name itself where an earlier step makes room. */
  Path real(Path named) throws Refused {
    return isGone(named) ? named : place.real(named);
  }

  /** What is at a path, when this user may change it. */
  Draft writable(Path file) throws Refused, IOException {
    Draft draft = owned(file);
    if (draft.content() != null && (draft.mode() & 0200) == 0) {
      throw new Refused("it is read-only");
    }
    return draft;
  }

  Draft owned(Path file) throws Refused, IOException {
    FileState state = host.state(file);
    if (state.isFile() && state.owner() != host.uid() && host.uid() != 0) {
      throw new Refused("it belongs to another user");
    }
    return at(file);
  }

  Draft at(Path file) throws IOException {
    Draft known = drafts.get(file);
    if (known != null) {
      return known;
    }
    FileState state = host.state(file);
    return state.isFile()
        ? new Draft(Content.of(host.read(file, LARGEST)), state.mode() & 0777)
        : new Draft(null, -1);
  }

  /** Takes what a step does as done. */
  void imagine(Prospect prospect) {
    Change change = prospect.change();
    if (change instanceof Change.Rewrite rewrite) {
      Draft old = drafts.get(rewrite.file());
      int mode = rewrite.mode() >= 0 ? rewrite.mode() : old == null ? modeOf(rewrite) : old.mode();
      drafts.put(rewrite.file(), new Draft(rewrite.after(), mode));
    } else if (change instanceof Change.Mode mode) {
      try {
        drafts.put(mode.file(), new Draft(at(mode.file()).content(), mode.after()));
      } catch (IOException gone) {
        drafts.remove(mode.file()); // it was readable a moment ago: what follows looks again
      }
    } else if (change instanceof Change.Move move) {
      drafts.put(move.file(), new Draft(null, -1));
      drafts.put(move.to(), new Draft(Content.of(""), -1));
    }
  }

  private int modeOf(Change.Rewrite rewrite) {
    return host.state(rewrite.file()).mode() & 0777;
  }
}
