package com.posthog.doctor.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that behave and programs that do not. */
class ProgramsTest {
  private static final Duration LIMIT = Duration.ofMillis(400);

  @TempDir Path folder;

  @Test
  void anAnswerHasCodeOutputAndErrors() throws IOException {
    Answer answer = run("echo seen; echo wrong >&2; exit 3");

    assertEquals(Answer.Outcome.ENDED, answer.outcome());
    assertEquals(3, answer.code());
    assertEquals("seen\n", answer.out());
    assertEquals("wrong\n", answer.err());
  }

  @Test
  void aProgramThatIsNotThereIsAbsent() {
    Answer answer =
        Programs.run(List.of("/nowhere/at-all"), Path.of("/"), Map.of(), Duration.ofSeconds(2));

    assertEquals(Answer.Outcome.ABSENT, answer.outcome());
  }

  @Test
  void aProgramThatHangsIsEnded() throws IOException {
    Answer answer = run("exec sleep 60");

    assertEquals(Answer.Outcome.TOO_SLOW, answer.outcome());
    assertEquals(-1, answer.code());
  }

  @Test
  void aProgramThatIgnoresTermIsKilled() throws IOException {
    Answer answer = run("trap '' TERM; while :; do sleep 1; done");

    assertEquals(Answer.Outcome.TOO_SLOW, answer.outcome());
  }

  @Test
  void childrenAreEndedWithTheirParent() throws Exception {
    Path pid = folder.resolve("pid");
    Answer answer = run("sleep 61 & echo $! > " + pid + "; wait");

    assertEquals(Answer.Outcome.TOO_SLOW, answer.outcome());
    long child = Long.parseLong(Files.readString(pid).strip());
    Optional<ProcessHandle> left = ProcessHandle.of(child);
    if (left.isPresent()) { // it may be on its way out still
      left.get().onExit().get(10, TimeUnit.SECONDS);
    }
    assertFalse(left.map(ProcessHandle::isAlive).orElse(false));
  }

  @Test
  void aFloodIsCutAndItsProgramEnded() throws IOException {
    Answer answer =
        Programs.run(List.of("/usr/bin/yes"), Path.of("/"), Map.of(), Duration.ofSeconds(20));

    assertEquals(Answer.Outcome.TOO_MUCH, answer.outcome());
    assertTrue(answer.out().length() <= 1 << 20);
  }

  @Test
  void aProgramThatWaitsForInputSeesItsEnd() throws IOException {
    Answer answer = run("read line || echo 'no input'");

    assertEquals("no input\n", answer.out());
  }

  @Test
  void argumentsStayWholeAndNoShellReadsThem() {
    Answer answer =
        Programs.run(
            List.of("/bin/echo", "a b", "$(touch /tmp/never)", "`x`", "\"q\"", "'s'"),
            Path.of("/"),
            Map.of(),
            Duration.ofSeconds(5));

    assertEquals("a b $(touch /tmp/never) `x` \"q\" 's'\n", answer.out());
  }

  @Test
  void aDaemonThatKeepsThePipeOpenDoesNotHoldTheAnswerUp() throws IOException {
    Path pid = folder.resolve("pid");
    Answer answer =
        Programs.run(
            List.of(script("setsid sleep 62 & echo $! > " + pid + "; echo done")),
            folder,
            Map.of("PATH", "/usr/bin:/bin"),
            Duration.ofSeconds(5));

    assertEquals("done\n", answer.out());
    assertEquals(0, answer.code());
    ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
        .ifPresent(ProcessHandle::destroyForcibly);
  }

  private Answer run(String body) throws IOException {
    return Programs.run(List.of(script(body)), folder, Map.of("PATH", "/usr/bin:/bin"), LIMIT);
  }

  private String script(String body) throws IOException {
    Path file = folder.resolve("program");
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file.toString();
  }
}
