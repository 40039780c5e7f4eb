package com.posthog.doctor.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.ChildDoctor;
import com.posthog.doctor.support.Doctor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code diagnose -- COMMAND}: the command is as it would be without the doctor. */
class WitnessTest {
  private static final String TAKEN =
      "Error response from daemon: driver failed programming external connectivity on endpoint"
          + " posthog-db-1: Bind for 0.0.0.0:5432 failed: port is already allocated\n";

  private static final String CAUSE = "Bind for 0.0.0.0:5432 failed: port is already allocated";

  @TempDir Path folder;

  @Test
  void aCommandIsRunAndItsExitCodeAndOutputPassedOn() throws IOException {
    Path script = folder.resolve("up");
    Files.writeString(
        script, "#!/bin/sh\necho starting\nprintf '%s' '" + TAKEN + "' >&2\nexit 7\n");
    assertTrue(script.toFile().setExecutable(true));
    Doctor.Run run = doctor("diagnose", "--no-confirm", "--", script.toString());
    assertEquals(7, run.code(), run::err);
    assertEquals("starting\n", run.out());
    assertTrue(run.err().startsWith("Error response from daemon"), run::err);
    assertTrue(run.err().contains("explain ports.free"), run::err);
  }

  @ParameterizedTest
  @CsvSource({
    "exit 0,0",
    "exit 3,3",
    "kill -SEGV $$,139",
    "kill -TERM $$,143",
    "kill -KILL $$,137"
  })
  void itsEndIsPassedOn(String script, int code) {
    assertEquals(code, doctor("diagnose", "--no-confirm", "--", "sh", "-c", script).code());
  }

  @Test
  void whatCannotBeRunEndsAsInAShell() throws IOException {
    Doctor.Run missing = doctor("diagnose", "--no-confirm", "--", "/does/not/exist");
    assertEquals(127, missing.code());
    assertTrue(missing.err().startsWith("/does/not/exist: command not found\n"), missing::err);
    Path text = Files.writeString(folder.resolve("notes"), "no program");
    Doctor.Run denied = doctor("diagnose", "--no-confirm", "--", text.toString());
    assertEquals(126, denied.code());
    assertTrue(denied.err().startsWith(text + ": Permission denied\n"), denied::err);
  }

  @Test
  void bytesThatAreNoTextPassUnchanged() throws Exception {
    byte[] odd = new byte[1 << 16];
    new java.util.Random(3).nextBytes(odd);
    Path bytes = Files.write(folder.resolve("bytes"), odd);
    Path out = folder.resolve("out");
    Process child = start(out, "diagnose", "--no-confirm", "--", "cat", bytes.toString());
    assertTrue(child.waitFor(40, TimeUnit.SECONDS));
    assertEquals(0, child.exitValue());
    assertEquals(-1, Files.mismatch(bytes, out));
  }

  @Test
  void itReadsWhatIsPipedIn() throws IOException {
    Path log = Files.writeString(folder.resolve("in"), TAKEN);
    ChildDoctor child = ChildDoctor.in(folder).withHome(folder);
    ChildDoctor.Ended ended = child.runIn("< " + log, "diagnose", "--no-confirm", "--", "cat");
    assertEquals(0, ended.code(), ended::err);
    assertEquals(TAKEN, ended.out());
    assertTrue(ended.err().contains("explain ports.free"), ended::err);
  }

  @Test
  void itEndsWhenNobodyReadsWhatItPrints() throws IOException {
    ChildDoctor child = ChildDoctor.in(folder).withHome(folder);
    ChildDoctor.Ended ended = child.runIn("| head -n 1", "diagnose", "--no-confirm", "--", "yes");
    assertEquals("y\n", ended.out()); // and it has ended within the limit of all children
  }

  /** Its pipe is held open by somebody else, whose end nobody waits for. */
  @Test
  void whatItLeavesBehindIsNotWaitedFor() throws IOException {
    String script = "sleep 60 & echo $!; exit 5";
    Doctor.Run run = doctor("diagnose", "--no-confirm", "--", "sh", "-c", script);
    assertEquals(5, run.code(), run::err);
    Optional<ProcessHandle> left = ProcessHandle.of(Long.parseLong(run.out().strip()));
    assertTrue(left.isPresent(), "the doctor has ended what it did not start");
    left.get().destroyForcibly();
  }

  @Test
  void aSignalEndsItTooAndWhatItSaidIsDiagnosed() throws Exception {
    Path out = folder.resolve("out");
    Path log = Files.writeString(folder.resolve("log"), TAKEN);
    String script = "cat " + log + "; echo $$; exec sleep 60";
    Process child = start(out, "diagnose", "--no-confirm", "--", "sh", "-c", script);
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
      while (Files.readString(out).lines().count() < 2 && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      long pid = Long.parseLong(Files.readString(out).lines().toList().get(1));
      child.destroy();
      assertTrue(child.waitFor(40, TimeUnit.SECONDS));
      assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
      assertTrue(Files.readString(folder.resolve("err"), UTF_8).contains("explain ports.free"));
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  void aFloodIsPassedOnWhole() throws Exception {
    Path out = folder.resolve("out");
    String script = "yes 'all is well' | head -c 40000000; echo '" + CAUSE + "'";
    Process child =
        ChildDoctor.in(folder)
            .withHome(folder)
            .jvm("-Xmx64m")
            .start(
                out, folder.resolve("err"), "diagnose", "--no-confirm", "--", "sh", "-c", script);
    assertTrue(child.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, child.exitValue());
    assertEquals(40_000_000 + CAUSE.length() + 1, Files.size(out));
    assertTrue(Files.readString(folder.resolve("err")).contains("explain ports.free"));
  }

  @Test
  void whatItSaidIsDiagnosedThoughSomebodyHoldsItsOutput() throws Exception {
    Path left = folder.resolve("left");
    String script = "sleep 300 & echo $! >" + left + "; sleep 0.5; echo '" + CAUSE + "'; exit 4";
    long began = System.nanoTime();
    Doctor.Run run = doctor("diagnose", "--no-confirm", "--", "sh", "-c", script);
    long pid = Long.parseLong(Files.readString(left).strip());
    try {
      assertEquals(4, run.code(), run::err);
      assertTrue(System.nanoTime() - began < TimeUnit.SECONDS.toNanos(100), "it was waited for");
      assertTrue(run.err().contains("explain ports.free"), run::err);
      assertTrue(run.err().contains("what it left running is not listened to"), run::err);
      assertTrue(runs(pid), "it was ended");
    } finally {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
  void aSignalEndsItWithAllThatItStarted(String signal, int code) throws Exception {
    Path script = folder.resolve("up");
    Files.writeString(
        script,
        "#!/bin/sh\nsleep 300 &\necho $! >>pids\n"
            + "sh -c 'trap \"\" TERM; echo $$ >>pids; sleep 301' &\necho $$ >>pids\n"
            + "while [ $(wc -l <pids) -lt 3 ]; do :; done\necho '"
            + CAUSE
            + "'\nsleep 302\n");
    assertTrue(script.toFile().setExecutable(true));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process child =
        ChildDoctor.in(folder)
            .withHome(folder)
            .start(out, err, "diagnose", "--", script.toString());
    try {
      while (!Files.readString(out).contains(CAUSE)) {
        assertTrue(child.isAlive(), () -> "it ended too early");
        Thread.onSpinWait();
      }
      new ProcessBuilder("kill", "-" + signal, Long.toString(child.pid())).start().waitFor();
      assertTrue(child.waitFor(40, TimeUnit.SECONDS), "it did not end");
    } finally {
      child.destroyForcibly();
    }
    assertEquals(code, child.exitValue());
    assertEquals(CAUSE + "\n", Files.readString(out));
    assertTrue(Files.readString(err).contains("explain ports.free"), Files.readString(err));
    List<String> pids = Files.readAllLines(folder.resolve("pids"));
    assertEquals(3, pids.size());
    for (String pid : pids) {
      assertTrue(!runs(Long.parseLong(pid)), () -> pid + " was left");
    }
  }

  /** Whether a process runs, rather than waits for somebody to ask how it ended. */
  private static boolean runs(long pid) throws IOException {
    Process ps = new ProcessBuilder("ps", "-o", "stat=", "-p", Long.toString(pid)).start();
    String state = new String(ps.getInputStream().readAllBytes(), UTF_8).strip();
    return !state.isEmpty() && !state.startsWith("Z");
  }

  private Process start(Path out, String... args) throws IOException {
    return ChildDoctor.in(folder).withHome(folder).start(out, folder.resolve("err"), args);
  }

  private Doctor.Run doctor(String... args) {
    return Doctor.in(folder).run(args);
  }
}
