package com.posthog.doctor.cli;

import com.posthog.doctor.fix.Recorded;
import com.posthog.doctor.fix.Runs;
import com.posthog.doctor.fix.Trouble;
import com.posthog.doctor.host.Hands;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.report.Visible;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** What must be so before anything is changed. */
final class Caution {
  private Caution() {}

  /** A home folder of somebody else would be left with files that its owner cannot change. */
  static void refuseForeignHome(Host host) {
    Optional<Path> home = host.home();
    if (host.uid() == 0 && home.isPresent()) {
      long owner = host.state(home.get()).owner();
      if (owner > 0) {
        throw new WrongUsage(
            "this is the administrator in the home folder of somebody else ("
                + home.get()
                + "): run it as that user, without sudo");
      }
    }
  }

  /** The place for the runs of this user. */
  static Runs runs(Host host) {
    return Runs.of(host)
        .orElseThrow(
            () ->
                new WrongUsage(
                    "there is no home folder to keep a journal in: set HOME or XDG_STATE_HOME"));
  }

  /** Does something while no other doctor of this user may change anything. */
  static int alone(Main.Streams streams, Runs runs, Hands hands, Supplier<Integer> work) {
    Optional<Hands.Hold> held;
    try {
      held = runs.hold(hands);
    } catch (IOException unwritable) {
      throw new WrongUsage(
          "the journal cannot be written, so nothing is done: " + Trouble.sentence(unwritable));
    }
    if (held.isEmpty()) {
      streams
          .err()
          .println(
              "posthog-doctor: another doctor is at work ("
                  + runs.holder()
                  + "); nothing was changed");
      streams.err().flush();
      return ExitCode.STALE;
    }
    try {
      return work.get();
    } finally {
      held.get().close();
    }
  }

  /** Says what a doctor was doing when it was stopped, if one was. */
  static void tellOfInterrupted(Main.Streams streams, Host host) {
    Optional<Recorded> stopped = Runs.of(host).flatMap(Runs::interrupted);
    if (stopped.isPresent()) {
      Recorded run = stopped.get();
      String doing =
          run.underWay().isEmpty()
              ? "between two steps"
              : "at this step: " + Visible.text(run.underWay());
      streams
          .err()
          .println(
              "posthog-doctor: the run "
                  + run.id()
                  + " was stopped "
                  + doing
                  + ". `posthog-doctor undo "
                  + run.id()
                  + "` puts back what it did; `posthog-doctor fix --apply` goes on from here");
      streams.err().flush();
    }
  }
}
