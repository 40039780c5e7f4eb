package com.posthog.doctor.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.posthog.doctor.model.Content;
import com.posthog.doctor.support.ChildDoctor;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.TestCheckout;
import com.posthog.doctor.support.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real {@code kill -9} at each line that a repair and its undoing write to the journal, and a
 * second doctor beside one that is at work.
 */
@Tag("real")
class CrashRealTest {
  private static final String SETTINGS =
      "\uFEFF# mine\r\nDEBUG=0\r\nexport A=1\r\nB =2\r\nC=\"3\"\r\nCLICKHOUSE_DATABASE=x";

  @TempDir Path temporary;
  private TestCheckout checkout;
  private Path home;
  private Doctor doctor;

  @BeforeEach
  void aCheckoutWithFaults() throws IOException {
    temporary = temporary.toRealPath();
    checkout = TestCheckout.of("layered", temporary).write(".env.local", SETTINGS);
    home = Files.createDirectories(temporary.resolve("home"));
    doctor =
        Doctor.in(checkout.folder())
            .with("HOME", home.toString())
            .with("XDG_STATE_HOME", null)
            .with("DEBUG", null)
            .with("SHELL", "/bin/zsh");
  }

  @Test
  void whereverItIsKilledEveryFileIsOldOrNewAndUndoWorks() throws Exception {
    Map<String, String> before = Tree.of(checkout.folder());
    assertEquals(0, doctor.run("fix", "env", "--apply", "--yes").code());
    Set<String> states = states();
    int lines = lines();
    assertTrue(lines >= 15 && states.size() >= 6, () -> lines + " lines, " + states);
    assertEquals(0, doctor.run("undo", "--yes").code());
    int killed = 0;
    for (int line = 1; line < lines; line++) {
      removeRuns();
      killed += killed(line, "fix", "env", "--apply", "--yes") ? 1 : 0;
      assertOldOrNew(states);
      Doctor.Run undo = doctor.run("undo", "--yes");
      assertEquals(0, undo.code(), () -> undo.out() + undo.err());
      assertEquals(before, Tree.of(checkout.folder()), "killed at line " + line);
    }
    int atLeast = lines * 2 / 3;
    int stops = killed;
    assertTrue(stops >= atLeast, () -> "killed only " + stops + " times of " + atLeast);
  }

  @Test
  void whereverAnUndoIsKilledItCanBeRunAgain() throws Exception {
    Map<String, String> before = Tree.of(checkout.folder());
    int killed = 0;
    for (int more = 1; more <= 6; more++) {
      removeRuns();
      assertEquals(0, doctor.run("fix", "env", "--apply", "--yes").code());
      Set<String> states = states();
      killed += killed(lines() + more, "undo", "--yes") ? 1 : 0;
      assertOldOrNew(states);
      Doctor.Run undo = doctor.run("undo", "--yes");
      assertEquals(0, undo.code(), () -> undo.out() + undo.err());
      assertEquals(before, Tree.of(checkout.folder()));
    }
    int stops = killed;
    assertTrue(stops >= 3, () -> "killed only " + stops + " times");
  }

  @Test
  void aSecondDoctorGoesAwayAndADeadOneIsNoObstacle() throws Exception {
    Path started = temporary.resolve("started");
    Path script =
        Files.writeString(
            checkout.at("bin/download-mmdb"),
            "#!/bin/sh\necho $$ > '" + started + "'\nexec sleep 4717\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Process first = start("fix", "checkout.geolite", "--apply", "--yes");
    try {
      await(first, () -> Files.exists(started) && Files.size(started) > 0);
      ChildDoctor.Ended second = child().run("fix", "env.debug", "--apply", "--yes");
      assertEquals(6, second.code(), second.err());
      String words = "another doctor is at work (pid " + first.pid() + "); nothing was changed";
      assertTrue(second.err().contains(words), second.err());
      assertEquals(6, child().run("undo", "--yes").code());
      assertEquals(SETTINGS, Files.readString(checkout.at(".env.local")));
    } finally {
      first.destroyForcibly().waitFor();
      long left = Long.parseLong(Files.readString(started).strip());
      ProcessHandle.of(left).ifPresent(ProcessHandle::destroyForcibly);
    }
    ChildDoctor.Ended third = child().run("fix", "env.debug", "--apply", "--yes");
    assertEquals(0, third.code(), third.err());
    assertTrue(third.err().contains("was stopped"), third.err());
  }

  /** Starts a doctor and kills it as soon as the journal has so many lines. */
  private boolean killed(int line, String... args) throws Exception {
    Process child = start(args);
    await(child, () -> !child.isAlive() || lines() >= line);
    child.destroyForcibly(); // KILL
    assertTrue(child.waitFor(60, TimeUnit.SECONDS), "it did not end");
    return child.exitValue() == 137;
  }

  private ChildDoctor child() {
    return ChildDoctor.in(checkout.folder()).withHome(home).with("SHELL", "/bin/zsh");
  }

  private Process start(String... args) throws IOException {
    return child().start(temporary.resolve("out"), temporary.resolve("err"), args);
  }

  /** Something to wait for. */
  @FunctionalInterface
  private interface Moment {
    boolean isThere() throws IOException;
  }

  private static void await(Process child, Moment moment) throws IOException {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!moment.isThere()) {
      assertTrue(System.nanoTime() < end && child.isAlive(), "the moment did not come");
      Thread.onSpinWait();
    }
  }

  private Path runs() {
    return home.resolve(".local/state/posthog-doctor/runs");
  }

  private List<Path> journals() throws IOException {
    if (!Files.isDirectory(runs())) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(runs())) {
      return all.map(one -> one.resolve("journal.jsonl")).filter(Files::exists).toList();
    }
  }

  private int lines() throws IOException {
    int lines = 0;
    for (Path journal : journals()) {
      for (byte one : Files.readAllBytes(journal)) {
        lines += one == '\n' ? 1 : 0;
      }
    }
    return lines;
  }

  /** The digests of all that the file was and became in the run. */
  private Set<String> states() throws IOException {
    Set<String> states = new HashSet<>();
    for (Path journal : journals()) {
      for (String text : Files.readAllLines(journal)) {
        JsonObject line = JsonParser.parseString(text).getAsJsonObject();
        for (String name : List.of("before", "after")) {
          if (line.has(name)) {
            states.add(line.get(name).getAsString());
          }
        }
      }
    }
    return states;
  }

  private void assertOldOrNew(Set<String> states) throws IOException {
    byte[] now = Files.readAllBytes(checkout.at(".env.local"));
    assertTrue(
        states.contains(Content.of(now).digest()),
        () -> "broken: " + new String(now, java.nio.charset.StandardCharsets.UTF_8));
  }

  private void removeRuns() throws IOException {
    if (Files.isDirectory(runs())) {
      try (Stream<Path> all = Files.walk(runs())) {
        for (Path one : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(one);
        }
      }
    }
  }
}
