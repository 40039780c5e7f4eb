package com.posthog.doctor.probe.tool;

import com.posthog.doctor.facts.ToolFacts.Rejected;
import com.posthog.doctor.facts.ToolboxFacts.Place;
import com.posthog.doctor.host.FileState;
import com.posthog.doctor.host.Host;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Looks for a program in folders, in their order, and remembers what is not one and why. */
final class Candidates {
  private final Host host;
  private final boolean stubsWork;
  private final List<Candidate> found = new ArrayList<>();
  private final List<Rejected> rejected = new ArrayList<>();
  private final Set<Path> seen = new HashSet<>();

  Candidates(Host host, boolean stubsWork) {
    this.host = host;
    this.stubsWork = stubsWork;
  }

  /** A program that could be run. */
  record Candidate(Path path, Path real, String foundBy, boolean onPath) {}

  /** Looks for these names in one folder. */
  void look(Place place, List<String> names) {
    for (String name : names) {
      look(Path.of(place.folder(), name), place.foundBy(), place.onPath());
    }
  }

  /** Looks at one path. */
  void look(Path path, String foundBy, boolean onPath) {
    FileState state = host.state(path);
    String why = why(path, state);
    if (state.kind() == FileState.Kind.MISSING) {
      return;
    }
    if (!why.isEmpty()) {
      rejected.add(new Rejected(path.toString(), why));
      return;
    }
    Path real = host.real(path);
    if (seen.add(real)) {
      found.add(new Candidate(path, real, foundBy, onPath));
    }
  }

  private String why(Path path, FileState state) {
    if (host.os().equals("macos") && Program.isAppleStub(path.toString()) && !stubsWork) {
      return "a stub of macOS, which needs the command line tools";
    }
    if (path.startsWith("/mnt/c") && host.os().equals("linux")) {
      return "a program of Windows";
    }
    return switch (state.kind()) {
      case FILE -> state.executable() ? "" : "not executable";
      case FOLDER -> "a folder";
      case DANGLING -> "a link to nothing";
      case LOOP -> "a link that leads to itself";
      case DENIED -> "this user may not look at it";
      default -> "not a file";
    };
  }

  List<Candidate> found() {
    return found;
  }

  List<Rejected> rejected() {
    return rejected;
  }
}
