package com.posthog.doctor.cli;

import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.check.ForeignCards;
import com.posthog.doctor.engine.ProbeSource;
import com.posthog.doctor.engine.Waivers;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.ForeignFacts;
import com.posthog.doctor.fix.Trusted;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.FileState;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.RecordedHost;
import com.posthog.doctor.probe.Probe;
import com.posthog.doctor.probe.Probes;
import com.posthog.doctor.probe.checkout.CheckoutProbe;
import com.posthog.doctor.probe.checkout.ForeignProbe;
import com.posthog.doctor.probe.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who is examined: this machine, a recorded one, or a snapshot; with the cards and waivers that it
 * brings along.
 */
final class Patient {
  private static final Duration FOREIGN_LIMIT = Duration.ofSeconds(2);

  private final Host host;
  private final ProbeSource source;
  private final ForeignCards foreign;
  private final Optional<CheckoutFacts> checkout;
  private final Instant now;

  private Patient(
      Host host,
      ProbeSource source,
      ForeignCards foreign,
      Optional<CheckoutFacts> checkout,
      Instant now) {
    this.host = host;
    this.source = source;
    this.foreign = foreign;
    this.checkout = checkout.filter(CheckoutFacts::found);
    this.now = now;
  }

  /** The patient that the options name. */
  static Patient of(House house, Options options, Catalog builtIn) {
    Optional<Path> replay = options.path("--replay").map(house::path);
    if (replay.isPresent() && !Files.isDirectory(replay.get().resolve("answers"))) {
      if (options.has("--repo")) {
        throw new WrongUsage("--repo cannot be given with a snapshot: its checkout is in it");
      }
      Snapshot snapshot = snapshot(replay.get());
      ForeignFacts brought = snapshot.find(ForeignFacts.KEY).orElse(ForeignFacts.NONE);
      Optional<CheckoutFacts> checkout = snapshot.find(CheckoutFacts.KEY);
      ForeignCards foreign = ForeignCards.read(brought, builtIn, snapshot.takenAt(), card -> false);
      return new Patient(house.machine(), snapshot::probe, foreign, checkout, snapshot.takenAt());
    }
    Host host = replay.isPresent() ? recorded(replay.get()) : house.machine();
    Optional<Path> repo = house.repo(options).map(named -> checked(host, named));
    Optional<CheckoutFacts> checkout = checkout(host, repo);
    Instant now = Instant.now();
    Trusted trusted = Trusted.of(host);
    ForeignCards foreign =
        ForeignCards.read(
            brought(host, checkout), builtIn, now, card -> trusted.holds(card.path(), card.text()));
    return new Patient(host, new Probes(repo)::find, foreign, checkout, now);
  }

  private static Snapshot snapshot(Path file) {
    try {
      return Snapshot.read(file);
    } catch (IOException unreadable) {
      throw new WrongUsage("--replay: " + file + " " + unreadable.getMessage());
    }
  }

  private static Host recorded(Path folder) {
    try {
      return new RecordedHost(folder);
    } catch (IOException unreadable) {
      throw new WrongUsage("--replay: " + folder + " " + unreadable.getMessage());
    }
  }

  private static Path checked(Host host, House.Named named) {
    Path path = host.folder().resolve(named.path()).normalize();
    FileState state = host.state(path);
    if (!state.isFolder()) {
      String what = state.exists() ? "is no folder" : "does not exist";
      throw new WrongUsage(named.by() + ": " + path + " " + what);
    }
    return path;
  }

  private static Optional<CheckoutFacts> checkout(Host host, Optional<Path> repo) {
    try {
      return Optional.of(
          new CheckoutProbe(repo)
              .read(CheckoutFacts.KEY, host, Facts.none(), Deadline.in(FOREIGN_LIMIT)));
    } catch (IOException unreadable) {
      return Optional.empty(); // the examination runs into the same and says so
    }
  }

  private static ForeignFacts brought(Host host, Optional<CheckoutFacts> checkout) {
    Facts facts =
        checkout.isPresent() ? Facts.none().with(CheckoutFacts.KEY, checkout.get()) : Facts.none();
    return new ForeignProbe().read(ForeignFacts.KEY, host, facts, Deadline.in(FOREIGN_LIMIT));
  }

  /** The cards that do not come with the doctor, as they stand. */
  List<ForeignFacts.Source> cards() {
    return foreign.facts().cards();
  }

  Host host() {
    return host;
  }

  /** Its checkout, when there is one. */
  Optional<CheckoutFacts> checkout() {
    return checkout;
  }

  Catalog catalog() {
    return foreign.catalog();
  }

  Waivers waivers() {
    return foreign.waivers().isEmpty() ? Waivers.NONE : new Waivers(foreign.waivers(), now);
  }

  /** Where facts about it come from. */
  ProbeSource source() {
    return kind ->
        kind.equals(ForeignFacts.KEY.kind()) ? Optional.of(brought()) : source.find(kind);
  }

  private Probe<ForeignFacts> brought() {
    return (key, world, soFar, deadline) -> foreign.facts();
  }
}
