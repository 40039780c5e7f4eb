package com.posthog.doctor.fix;

import com.posthog.doctor.host.FileState;
import com.posthog.doctor.host.Hands;
import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The runs of this user, each in a folder of its own below {@code XDG_STATE_HOME}. */
public final class Runs {
  private static final int MOST_RUNS = 10_000;
  private static final int LARGEST = 64 << 20;
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Host host;
  private final Path folder;

  private Runs(Host host, Path folder) {
    this.host = host;
    this.folder = folder;
  }

  /** The runs of the user of this machine; empty when there is no home folder to keep them in. */
  public static Optional<Runs> of(Host host) {
    return folder(host).map(path -> new Runs(host, path));
  }

  /** Where all is kept that outlives a command; empty when there is no home folder. */
  static Optional<Path> folder(Host host) {
    String state = host.environment().getOrDefault("XDG_STATE_HOME", "");
    Optional<Path> base =
        state.startsWith("/")
            ? Optional.of(Path.of(state))
            : host.home().map(home -> home.resolve(".local/state"));
    return base.map(path -> path.resolve("posthog-doctor"));
  }

  /** All runs, the newest first; one whose journal cannot be read is left out. */
  public List<Recorded> all() {
    Path runs = folder.resolve("runs");
    if (!host.state(runs).isFolder()) {
      return List.of();
    }
    List<Recorded> all = new ArrayList<>();
    List<String> names;
    try {
      names = new ArrayList<>(host.list(runs, MOST_RUNS));
    } catch (IOException unreadable) {
      return all;
    }
    Collections.reverse(names);
    names.forEach(name -> read(runs.resolve(name)).ifPresent(all::add));
    return all;
  }

  private Optional<Recorded> read(Path run) {
    Path journal = run.resolve(Journal.NAME);
    if (!host.state(journal).isFile()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Recorded.read(run, host.readText(journal, LARGEST)));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /** The newest run that was stopped before its end. */
  public Optional<Recorded> interrupted() {
    return all().stream().filter(Recorded::interrupted).findFirst();
  }

  /** Writes down that a run has gone on from where others were stopped. */
  public void pass(Hands hands) throws IOException {
    for (Recorded stopped : all()) {
      if (stopped.interrupted()) {
        Journal.note(hands, stopped, "passed", 0);
      }
    }
  }

  /** A journal for a new run. */
  public Journal start(Hands hands, String version) {
    String name = NAME.format(Instant.now());
    Path run = folder.resolve("runs").resolve(name);
    for (int i = 2; host.state(run).exists(); i++) {
      run = folder.resolve("runs").resolve(name + "-" + i);
    }
    return new Journal(host, hands, run, version);
  }

  /** Keeps every other doctor of this user from changing anything; empty when one is at work. */
  public Optional<Hands.Hold> hold(Hands hands) throws IOException {
    hands.makeFolder(folder);
    FileState state = host.state(folder);
    if (state.owner() != host.uid()) {
      throw new IOException(folder + " belongs to another user");
    }
    if ((state.mode() & 077) != 0) {
      hands.setMode(folder, 0700);
    }
    return hands.hold(lock(), "pid " + ProcessHandle.current().pid() + "\n");
  }

  /** Who holds the lock, as it says itself: {@code pid 4711}. */
  public String holder() {
    try {
      return host.readText(lock(), 100).strip();
    } catch (IOException gone) {
      return "";
    }
  }

  private Path lock() {
    return folder.resolve("lock");
  }
}
