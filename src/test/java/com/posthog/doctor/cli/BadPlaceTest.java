package com.posthog.doctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.ChildDoctor;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.FakeEngine;
import com.posthog.doctor.support.TestCheckout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The places in which a doctor may be started: with nothing to write to, no terminal, no home. */
class BadPlaceTest {
  @TempDir Path temporary;
  private TestCheckout checkout;
  private Path home;

  @BeforeEach
  void makeACheckout() throws IOException {
    checkout = TestCheckout.of("layered", temporary);
    home = Files.createDirectory(temporary.resolve("home"));
  }

  @Test
  void aHomeAndATempFolderThatCannotBeWrittenToAreNoProblem() throws Exception {
    Doctor.Run free = check(child());
    ChildDoctor child = child().with("TMPDIR", home.toString()).jvm("-Djava.io.tmpdir=" + home);
    if (ProcessHandle.current().info().user().orElse("").equals("root")) {
      // the administrator may write whatever the modes say; a mount that is read-only binds him too
      child.under(
          "unshare",
          "--mount",
          "sh",
          "-c",
          "for each in /tmp '"
              + home
              + "'; do mount --bind \"$each\" \"$each\" &&"
              + " mount -o remount,bind,ro \"$each\" || exit 99; done;"
              + " touch /tmp/x '"
              + home
              + "/x' 2>/dev/null && exit 98; exec \"$@\"",
          "sh");
    } else {
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("r-xr-xr-x"));
    }
    Doctor.Run run = check(child);
    assertEquals(free.code(), run.code(), run::err);
    assertEquals(free.headlines(), run.headlines());
    assertEquals("", run.err());
    try (Stream<Path> left = Files.list(home)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void withoutATerminalAndWithoutInputItIsTheSameAndSilentBesides() {
    ChildDoctor.Ended ended =
        child().under("setsid", "--wait").runIn("<&-", "check", "--deadline", "30s", "checkout");
    assertEquals(1, ended.code(), ended::err);
    assertTrue(ended.out().contains("checkout.venv"), ended::out);
    assertFalse(ended.out().contains("\u001b"), ended::out);
    assertEquals("", ended.err());
  }

  @ParameterizedTest
  @CsvSource({
    "HOME, ''",
    "HOME, relative",
    "HOME, /nowhere",
    "PATH, ''",
    "PATH, ':::'",
    "PATH, /nowhere"
  })
  void aVariableThatIsEmptyOrLeadsNowhereStillGivesTheWholeReport(String name, String value) {
    Doctor.Run run = check(child().with(name, value));
    assertTrue(List.of(1, 3).contains(run.code()), run::err);
    assertEquals("pass", run.status("checkout.found"), run::out);
    assertEquals(name.equals("PATH") ? "fail" : "pass", run.status("tool.git"), run::out);
    List<String> tools = run.headlines().stream().filter(id -> id.startsWith("tool.")).toList();
    assertTrue(!name.equals("PATH") || tools.equals(List.of("tool.path")), run::out);
  }

  @Test
  void withoutAnyVariableAtAllItGivesTheWholeReport() {
    Doctor.Run run = check(child().without("HOME").without("PATH").without("LC_ALL"));
    assertEquals(1, run.code(), run::err);
    assertEquals("pass", run.status("checkout.found"), run::out);
    assertEquals("fail", run.status("tool.git"), run::out);
  }

  @Test
  void aSignalInTheMiddleEndsItAndWhatItAsked() throws Exception {
    Path pid = temporary.resolve("pid");
    Path program = Files.createDirectories(temporary.resolve("bin")).resolve("brotli");
    Files.writeString(program, "#!/bin/sh\necho $$ > " + pid + "\nexec sleep 600\n");
    assertTrue(program.toFile().setExecutable(true));
    Path out = temporary.resolve("out");
    Path err = temporary.resolve("err");
    try (FakeEngine engine = FakeEngine.at(temporary.resolve("d.sock"), path -> "")) {
      ChildDoctor child =
          child()
              .with("DOCKER_HOST", engine.host())
              .with("PATH", program.getParent() + ":/usr/bin:/bin");
      Process process =
          child.start(
              out,
              err,
              "check",
              "tool.brotli",
              "docker.reachable",
              "--probe-limit",
              "10m",
              "--deadline",
              "10m");
      while (engine.asked().isEmpty() || !Files.exists(pid) || Files.size(pid) == 0) {
        assertTrue(process.isAlive(), "it ended too early");
        Thread.onSpinWait();
      }
      new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
      assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it did not end");
      assertEquals(130, process.exitValue());
      assertEquals("", Files.readString(out));
      assertEquals("", Files.readString(err));
      // where nobody collects what has ended it stays in the list, without a command line
      Optional<ProcessHandle> asked =
          ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
      assertFalse(
          asked.flatMap(one -> one.info().commandLine()).isPresent(),
          "what it asked was left behind");
    }
  }

  private ChildDoctor child() {
    return ChildDoctor.in(checkout.folder()).withHome(home);
  }

  private static Doctor.Run check(ChildDoctor child) {
    ChildDoctor.Ended ended =
        child.run(
            "check",
            "--format",
            "json",
            "--probe-limit",
            "15s",
            "--deadline",
            "40s",
            "host",
            "tool",
            "checkout",
            "env");
    assertFalse(ended.err().contains("\tat "), ended::err);
    return ended.report();
  }
}
