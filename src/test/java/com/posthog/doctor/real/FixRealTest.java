package com.posthog.doctor.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.ChildDoctor;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.TestCheckout;
import com.posthog.doctor.support.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real faults, real programs and real signals: repaired, stopped, and put back. */
@Tag("real")
class FixRealTest {
  @TempDir Path temporary;
  private TestCheckout checkout;
  private Path home;
  private Doctor doctor;

  @BeforeEach
  void aCheckout() throws IOException {
    temporary = temporary.toRealPath();
    checkout = TestCheckout.of("layered", temporary);
    home = Files.createDirectories(temporary.resolve("home"));
    doctor =
        Doctor.in(checkout.folder())
            .with("HOME", home.toString())
            .with("XDG_STATE_HOME", null)
            .with("DEBUG", null)
            .with("SHELL", "/bin/zsh");
  }

  @Test
  void aLineOfEachKindThatIsMisreadIsMendedAndPutBack() throws IOException {
    for (String fault :
        List.of(
            "A=1\r\nB=2\r\n", "\uFEFFA=1\n", "A=1\nB=2", "A = 1\n", "export A=1\n", "A=\"1\"\n")) {
      checkout.write(".env.local", fault);
      assertRepaired("env.syntax");
    }
  }

  @Test
  void aSettingIsGivenItsValueAndPutBack() throws IOException {
    String own = ".env.local";
    for (Map.Entry<String, String> fault :
        Map.of(
                "env.debug", "DEBUG=0\n",
                "env.database-url", "DATABASE_URL=postgres://posthog@localhost:5432/posthog\n",
                "env.clickhouse-database", "CLICKHOUSE_DATABASE=other\n")
            .entrySet()) {
      checkout.write(own, "# mine\nMY_TOKEN=hunter2\n" + fault.getValue());
      assertRepaired(fault.getKey());
    }
    Files.delete(checkout.at(own));
  }

  @Test
  void aTrackedFileThatIsGoneIsTakenFromGitAgain() throws IOException {
    Files.delete(checkout.at(".env.services"));
    assertRepaired("env.database-url");
  }

  @Test
  void aBrokenDatabaseIsReplacedByTheScriptOfTheCheckoutAndComesBackByUndo() throws IOException {
    byte[] whole =
        Files.readAllBytes(com.posthog.doctor.support.Fixtures.at("mmdb/city-valid.mmdb"));
    Path valid = Files.write(temporary.resolve("valid.mmdb"), whole);
    Path script =
        Files.writeString(
            checkout.at("bin/download-mmdb"),
            "#!/bin/sh\ncp '" + valid + "' share/GeoLite2-City.mmdb\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    checkout.write("share/GeoLite2-City.mmdb", "");
    Map<String, String> before = Tree.of(checkout.folder());
    Doctor.Run run = doctor.run("fix", "checkout.geolite", "--apply", "--yes");
    assertTrue(List.of(0, 4).contains(run.code()), run.err());
    assertEquals(
        List.of(whole.length),
        List.of((int) Files.size(checkout.at("share/GeoLite2-City.mmdb"))),
        run.out());
    assertTrue(Files.exists(checkout.at("share/GeoLite2-City.mmdb.broken")));
    Doctor.Run undo = doctor.run("undo", "--yes");
    assertEquals(0, undo.code(), () -> undo.out() + undo.err());
    assertEquals(before, Tree.of(checkout.folder()));
  }

  @Test
  void aProgramThatFailsIsReportedWithItsLastLinesAndNoRemedyIsTriedTwice() throws IOException {
    Path counter = temporary.resolve("counter");
    download("#!/bin/sh\necho x >> '" + counter + "'\necho the mirror is down >&2\nexit 7\n");
    Doctor.Run run = doctor.run("fix", "checkout.geolite", "--apply", "--yes");
    assertEquals(4, run.code(), run.out());
    assertTrue(run.out().contains("failed: "), run.out());
    assertTrue(run.out().contains("ended with exit status 7"), run.out());
    assertTrue(run.out().contains("the mirror is down"), run.out());
    List<String> failed =
        run.out().lines().filter(line -> line.contains("failed: ")).distinct().toList();
    assertEquals(failed.size(), Files.readString(counter).lines().count(), run.out());
  }

  @Test
  void aProgramThatSucceedsWithoutEffectIsAppliedButStillFailing() throws IOException {
    download("#!/bin/sh\nexit 0\n");
    Doctor.Run run = doctor.run("fix", "checkout.geolite", "--apply", "--yes");
    assertEquals(4, run.code(), run.out());
    boolean told =
        run.out().contains("applied, but still failing") || run.out().contains("failed: ");
    assertTrue(told, run.out());
    assertTrue(run.out().contains("still: checkout.geolite"), run.out());
  }

  @Test
  void aProgramThatHangsOrAsksIsEnded() throws IOException {
    download("#!/bin/sh\nread answer\nexec sleep 4713\n");
    Doctor.Run run =
        doctor.run("fix", "checkout.geolite", "--apply", "--yes", "--step-limit", "500ms");
    assertEquals(4, run.code(), run.out());
    assertTrue(run.out().contains("and was ended"), run.out());
  }

  @Test
  void afterAKillTheNextCommandSaysWhatWasUnderWayAndUndoPutsItBack() throws Exception {
    Path started = temporary.resolve("started");
    download("#!/bin/sh\necho $$ > '" + started + "'\nexec sleep 4714\n");
    checkout.write("share/GeoLite2-City.mmdb", "");
    Map<String, String> before = Tree.of(checkout.folder());
    for (String signal : List.of("KILL", "TERM", "INT")) {
      Files.deleteIfExists(started);
      Process child =
          ChildDoctor.in(checkout.folder())
              .withHome(home)
              .start(
                  temporary.resolve("out"),
                  temporary.resolve("err"),
                  "fix",
                  "checkout.geolite",
                  "--apply",
                  "--yes");
      waitFor(started, child);
      new ProcessBuilder("kill", "-" + signal, Long.toString(child.pid())).start().waitFor();
      assertTrue(child.waitFor(60, java.util.concurrent.TimeUnit.SECONDS), "it did not end");
      long left = Long.parseLong(Files.readString(started).strip());
      ProcessHandle.of(left).ifPresent(ProcessHandle::destroyForcibly);

      Doctor.Run next = doctor.run("check", "env.debug", "--fail-on", "never");
      assertTrue(next.err().contains("was stopped at this step: ./bin/download-mmdb"), next.err());
      assertTrue(next.err().contains("posthog-doctor undo"), next.err());
      Doctor.Run undo = doctor.run("undo", "--yes");
      assertEquals(0, undo.code(), () -> undo.out() + undo.err());
      assertEquals(before, Tree.of(checkout.folder()), signal);
      assertFalse(doctor.run("check", "env.debug").err().contains("was stopped"));
    }
  }

  @Test
  void aFullDiskLeavesTheFileAsItWas() throws Exception {
    Path small = Files.createDirectories(temporary.resolve("small"));
    int mounted =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", small.toString())
            .redirectErrorStream(true)
            .start()
            .waitFor();
    org.junit.jupiter.api.Assumptions.assumeTrue(mounted == 0, "tmpfs cannot be mounted here");
    try {
      checkout.write(".env.local", "DEBUG=0\n");
      Path target = small.resolve("env");
      Files.writeString(target, "DEBUG=0\n");
      Files.delete(checkout.at(".env.local"));
      Files.createSymbolicLink(checkout.at(".env.local"), target);
      fill(small);
      Doctor writer = doctor.with("HOME", small.toString()).with("XDG_STATE_HOME", home.toString());
      Doctor.Run run = writer.run("fix", "env.debug", "--apply", "--yes");
      assertEquals(4, run.code(), () -> run.out() + run.err());
      assertTrue(run.out().contains("No space left"), run.out());
      assertEquals("DEBUG=0\n", Files.readString(target));
      Doctor.Run noJournal =
          doctor
              .with("XDG_STATE_HOME", small.toString())
              .run("fix", "env.debug", "--apply", "--yes");
      assertTrue(List.of(2, 4).contains(noJournal.code()), noJournal.err());
      assertEquals("DEBUG=0\n", Files.readString(target));
    } finally {
      Files.deleteIfExists(checkout.at(".env.local"));
      new ProcessBuilder("umount", small.toString()).start().waitFor();
    }
  }

  @Test
  void aFileThatIsAMountOfItsOwnIsLeftAndSaid() throws Exception {
    Path other = Files.writeString(temporary.resolve("mounted env"), "DEBUG=0\n");
    checkout.write(".env.local", "");
    String point = checkout.at(".env.local").toString();
    shell("mount", "--bind", other.toString(), point);
    try {
      Doctor.Run run = doctor.run("fix", "env.debug", "--apply", "--yes");
      assertEquals(4, run.code(), () -> run.out() + run.err());
      assertTrue(run.out().contains("mounted from elsewhere"), run.out());
      assertEquals("DEBUG=0\n", Files.readString(other));
    } finally {
      shell("umount", point);
    }
  }

  private static void shell(String... argv) throws Exception {
    assertEquals(0, new ProcessBuilder(argv).inheritIO().start().waitFor(), argv[0]);
  }

  private static void fill(Path folder) throws IOException {
    byte[] block = new byte[4096];
    for (int i = 0; i < 64; i++) {
      try {
        Files.write(folder.resolve("fill-" + i), block);
      } catch (IOException full) {
        return;
      }
    }
    throw new IOException("the disk does not get full");
  }

  private void download(String script) throws IOException {
    Path file = Files.writeString(checkout.at("bin/download-mmdb"), script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    checkout.write("share/GeoLite2-City.mmdb", "");
  }

  private static void waitFor(Path file, Process child) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (System.nanoTime() < end && (!Files.exists(file) || Files.size(file) == 0)) {
      assertTrue(child.isAlive(), "the doctor has ended too early");
      Thread.onSpinWait();
    }
    assertTrue(Files.exists(file), "the program was not started");
  }

  /** The whole way of one fault: shown, repaired, passing, idle the second time, put back. */
  private void assertRepaired(String check) throws IOException {
    Map<String, String> before = Tree.of(checkout.folder());
    List<String> headlines = doctor.check(check).headlines();
    assertTrue(headlines.contains(check), () -> check + " does not fail: " + headlines);
    Doctor.Run run = doctor.run("fix", check, "--apply", "--yes");
    assertEquals(0, run.code(), () -> run.out() + run.err());
    assertEquals(new ArrayList<String>(), doctor.check(check).headlines(), run.out());
    Map<String, String> repaired = Tree.of(checkout.folder());
    doctor.run("fix", check, "--apply", "--yes");
    assertEquals(repaired, Tree.of(checkout.folder()));
    Doctor.Run undo = doctor.run("undo", "--yes");
    assertEquals(0, undo.code(), () -> undo.out() + undo.err());
    assertEquals(before, Tree.of(checkout.folder()), run.out());
  }
}
