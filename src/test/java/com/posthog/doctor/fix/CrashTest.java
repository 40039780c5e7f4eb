package com.posthog.doctor.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.fix.StoppingHands.Moment;
import com.posthog.doctor.fix.StoppingHands.Stopped;
import com.posthog.doctor.host.Hands;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.LocalHands;
import com.posthog.doctor.host.LocalHost;
import com.posthog.doctor.model.Plan;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Risk;
import com.posthog.doctor.model.Step;
import com.posthog.doctor.support.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The machine stops at each write that a repair and its undoing make, before, within and after it.
 * Each time every file is as it was or as it was to be, and undo gives back the first tree.
 */
class CrashTest {
  private static final String SETTINGS = "# mine\nDEBUG=0\nX=1\n";

  /** All that each file may ever hold: what it held, and what the repair makes of it. */
  private static final Map<String, Set<String>> ALLOWED =
      Map.of(
          "posthog/.env.local",
          Set.of(SETTINGS, SETTINGS.replace("DEBUG=0", "DEBUG=1"), "# mine\nDEBUG=1\nX=2\n"),
          "posthog/.env",
          Set.of("A=1\n"),
          "posthog/mail.env",
          Set.of(
              "HOST=mail\n",
              "HOST=127.0.0.1\n",
              "HOST=127.0.0.1\nPORT=1025\n",
              "HOST=127.0.0.1\nPORT=1025\nTLS=false\n",
              "HOST=127.0.0.1\nPORT=1025\nTLS=false\nON=true\n"),
          "posthog/share/data",
          Set.of("broken", "whole\n"),
          "posthog/share/data.broken",
          Set.of("broken"),
          "posthog/tool.conf",
          Set.of("a\n", "a\nb\n"),
          "posthog/service",
          Set.of("on\n"),
          "home/.zshrc",
          Set.of(
              "alias x=y\n",
              "alias x=y\n# >>> posthog-doctor: m >>>\nexport A=1\n# <<< posthog-doctor: m <<<\n"));

  @TempDir Path temporary;
  private int points;

  @Test
  void whereverARepairStopsEveryFileIsOldOrNewAndUndoWorks() throws IOException {
    int writes = writes();
    assertTrue(writes >= 40, () -> "only " + writes + " writes");
    for (int last = 1; last <= writes; last++) {
      for (Moment moment : Moment.values()) {
        Machine machine = new Machine(temporary.resolve("repair-" + last + "-" + moment));
        Map<String, String> before = machine.tree();
        StoppingHands hands = new StoppingHands(last, moment);
        assertThrows(Stopped.class, () -> machine.repair(hands));
        points++;
        machine.assertOldOrNew(moment == Moment.DURING);
        machine.undoAll(new LocalHands());
        assertEquals(before, machine.tree(), last + " " + moment);
        // and going on instead of undoing works from here as well
        machine.repair(new LocalHands());
        machine.undoAll(new LocalHands());
        assertEquals(before, machine.tree(), last + " " + moment);
      }
    }
    assertTrue(points >= 130, () -> "only " + points + " points");
  }

  @Test
  void whereverAnUndoStopsItCanBeRunAgain() throws IOException {
    Machine measured = new Machine(temporary.resolve("measured"));
    measured.repair(new LocalHands());
    StoppingHands counting = new StoppingHands(Integer.MAX_VALUE, Moment.AFTER);
    measured.undoAll(counting);
    int writes = counting.writes();
    assertTrue(writes * Moment.values().length >= 70, () -> "only " + writes + " writes");
    for (int last = 1; last <= writes; last++) {
      for (Moment moment : Moment.values()) {
        Machine machine = new Machine(temporary.resolve("undo-" + last + "-" + moment));
        Map<String, String> before = machine.tree();
        machine.repair(new LocalHands());
        assertNotEquals(before, machine.tree());
        StoppingHands hands = new StoppingHands(last, moment);
        assertThrows(Stopped.class, () -> machine.undoAll(hands));
        machine.assertOldOrNew(moment == Moment.DURING);
        machine.undoAll(new LocalHands());
        assertEquals(before, machine.tree(), last + " " + moment);
      }
    }
  }

  @Test
  void whatWasUnderWayIsSaid() throws IOException {
    Machine machine = new Machine(temporary.resolve("said"));
    // the first write of the settings: folder, start, copy, begin, and then the file
    assertThrows(Stopped.class, () -> machine.repair(new StoppingHands(5, Moment.DURING)));
    Recorded stopped = machine.runs().interrupted().orElseThrow();
    assertEquals("set DEBUG=1 in .env.local", stopped.underWay());
    machine.undoAll(new LocalHands());
    assertTrue(machine.runs().interrupted().isEmpty());
  }

  private int writes() throws IOException {
    Machine machine = new Machine(temporary.resolve("counted"));
    StoppingHands counting = new StoppingHands(Integer.MAX_VALUE, Moment.AFTER);
    machine.repair(counting);
    return counting.writes();
  }

  /** A checkout and a home folder with faults of every kind that a file can have. */
  private static final class Machine {
    private final Path root;
    private final Path checkout;
    private final Path home;
    private final Host host;

    Machine(Path folder) throws IOException {
      root = Files.createDirectories(folder).toRealPath();
      checkout = Files.createDirectories(root.resolve("posthog/share")).getParent();
      home = Files.createDirectories(root.resolve("home"));
      Files.writeString(checkout.resolve(".env.local"), SETTINGS);
      Files.setPosixFilePermissions(
          checkout.resolve(".env.local"), PosixFilePermissions.fromString("rw-r-----"));
      Files.writeString(checkout.resolve("share/data"), "broken");
      Files.writeString(checkout.resolve("mail.env"), "HOST=mail\n");
      Files.writeString(checkout.resolve("tool.conf"), "a\n");
      Files.writeString(home.resolve(".zshrc"), "alias x=y\n");
      script("get", "#!/bin/sh\necho whole > \"$1\"\n");
      script("start", "#!/bin/sh\necho on > \"$1\"\n");
      script("stop", "#!/bin/sh\nrm -f \"$1\"\n");
      script("add", "#!/bin/sh\necho b >> \"$1\"\n");
      host =
          new LocalHost(
              Map.of(
                  "HOME", home.toString(),
                  "XDG_STATE_HOME", root.resolve("state").toString(),
                  "PATH", "/usr/bin:/bin"),
              checkout);
    }

    private void script(String name, String text) throws IOException {
      Path file = Files.writeString(checkout.resolve(name), text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static List<Remedy> remedies() {
      return List.of(
          remedy(
              "settings",
              new Step.SetEnv(".env.local", "DEBUG", "1"),
              new Step.SetEnv(".env.local", "X", "2")),
          remedy(
              "mail",
              new Step.SetEnv("mail.env", "HOST", "127.0.0.1"),
              new Step.SetEnv("mail.env", "PORT", "1025"),
              new Step.SetEnv("mail.env", "TLS", "false"),
              new Step.SetEnv("mail.env", "ON", "true")),
          remedy("fresh", new Step.SetEnv(".env", "A", "1")),
          remedy(
              "download",
              new Step.MoveAside("share/data"),
              new Step.Run(List.of("./get", "share/data"), false, List.of("share/data")),
              new Step.SetMode("share/data", "0755")),
          remedy(
              "service",
              new Step.Run(
                  List.of("./start", "service"), false, List.of(), List.of("./stop", "service"))),
          remedy("profile", new Step.EditBlock("~/.zshrc", "m", "export A=1", false)),
          remedy("mode", new Step.SetMode("tool.conf", "0600")),
          remedy("tool", new Step.Run(List.of("./add", "tool.conf"), false, List.of("tool.conf"))));
    }

    private static Remedy remedy(String id, Step... steps) {
      return new Remedy(id, id, "", Risk.SAFE, List.of(), List.of(steps));
    }

    private Preparation preparation() {
      return Checkouts.preparation(host, checkout);
    }

    Runs runs() {
      return Runs.of(host).orElseThrow();
    }

    void repair(Hands hands) throws IOException {
      Journal journal = runs().start(hands, "0");
      Applier applier =
          new Applier(host, hands, this::preparation, journal, Duration.ofSeconds(60));
      for (Remedy remedy : remedies()) {
        Plan.Item item =
            new Plan.Item(List.of(), remedy, Plan.Standing.READY, preparation().prepare(remedy));
        Applier.Result result = applier.apply(item, line -> {});
        assertEquals(Applier.Outcome.APPLIED, result.outcome(), result.toString());
      }
      journal.end();
    }

    /** Undoes the newest run again and again, until there is none. */
    void undoAll(Hands hands) throws IOException {
      for (Optional<Recorded> run = newest(); run.isPresent(); run = newest()) {
        assertEquals(List.of(), new Undo(host, run.get()).apply(hands, false));
      }
    }

    private Optional<Recorded> newest() {
      return runs().all().stream().filter(Recorded::hasChanges).findFirst();
    }

    Map<String, String> tree() {
      Map<String, String> tree = Tree.of(root);
      tree.keySet().removeIf(name -> name.startsWith("state") || name.isEmpty());
      return tree;
    }

    void assertOldOrNew(boolean programMayHaveBeenStopped) throws IOException {
      int looked = 0;
      for (Map.Entry<String, Set<String>> file : ALLOWED.entrySet()) {
        Path path = root.resolve(file.getKey());
        if (Files.exists(path)) {
          String text = Files.readString(path);
          boolean byProgram =
              programMayHaveBeenStopped && text.equals("ha"); // the program's own half, not ours
          assertTrue(
              byProgram || file.getValue().contains(text), () -> file.getKey() + ": " + text);
          looked++;
        }
      }
      assertTrue(looked >= 4, "too few files are there");
    }
  }
}
