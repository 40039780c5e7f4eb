package com.posthog.doctor.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files are written whole, with their mode and owner; real programs are drained and ended. */
class LocalHandsTest {
  @TempDir Path temporary;
  private final Hands hands = new LocalHands();

  @Test
  void aFileIsReplacedAsAWholeWithTheModeThatIsAskedFor() throws IOException {
    Path file = Files.writeString(temporary.resolve("f"), "old");
    hands.write(file, bytes("new"), 0640);
    assertEquals("new", Files.readString(file));
    assertEquals("rw-r-----", mode(file));
    hands.write(temporary.resolve("fresh"), bytes("x"), 0600);
    assertEquals("rw-------", mode(temporary.resolve("fresh")));
    assertEquals(List.of("f", "fresh"), names());
  }

  @Test
  void theOwnerStays() throws IOException {
    Path file = Files.writeString(temporary.resolve("f"), "old");
    boolean root = new LocalHost(Map.of(), temporary).uid() == 0;
    if (root) {
      Files.setAttribute(file, "unix:uid", 12345);
      Files.setAttribute(file, "unix:gid", 12346);
    }
    Object before = Files.readAttributes(file, "unix:uid,gid");
    hands.write(file, bytes("new"), 0644);
    assertEquals(before, Files.readAttributes(file, "unix:uid,gid"));
  }

  @Test
  void whatACrashLeftBesideAFileIsNoObstacle() throws IOException {
    Path file = Files.writeString(temporary.resolve("f"), "old");
    Files.writeString(Leftover.of(file), "half");
    hands.write(file, bytes("new"), 0644);
    assertEquals("new", Files.readString(file));
    assertEquals(List.of("f"), names());
  }

  @Test
  void aWriteThatFailsLeavesTheOldFileAndNothingElse() throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("none"));
    Files.delete(folder);
    assertThrows(IOException.class, () -> hands.write(folder.resolve("f"), bytes("new"), 0644));
    assertEquals(List.of(), names());
  }

  @Test
  void aMoveNeverReplaces() throws IOException {
    Path one = Files.writeString(temporary.resolve("one"), "1");
    Path two = Files.writeString(temporary.resolve("two"), "2");
    assertThrows(FileAlreadyExistsException.class, () -> hands.move(one, two));
    assertEquals("2", Files.readString(two));
    hands.move(one, temporary.resolve("three"));
    assertEquals(List.of("three", "two"), names());
  }

  @Test
  void onlyOneHoldsAFileAndItsDeathFreesIt() throws Exception {
    Path lock = temporary.resolve("lock");
    Optional<Hands.Hold> first = hands.hold(lock, "pid 1");
    assertTrue(first.isPresent());
    assertTrue(hands.hold(lock, "pid 2").isEmpty());
    assertEquals("pid 1", Files.readString(lock));
    first.get().close();
    Optional<Hands.Hold> second = hands.hold(lock, "pid 2");
    assertTrue(second.isPresent());
    second.get().close();
  }

  @Test
  void aProgramGetsItsArgumentsAsTheyAreAndNothingToRead() throws IOException {
    Path pwned = temporary.resolve("pwned");
    for (String hostile :
        List.of("; touch " + pwned, "$(touch " + pwned + ")", "a\nb", "../x", "'")) {
      Ran ran = hands.run(command(Duration.ofSeconds(20), "printf", "%s", hostile));
      assertEquals(hostile.replace("\n", ""), String.join("", ran.last()), hostile);
    }
    assertFalse(Files.exists(pwned));
    assertEquals(0, hands.run(command(Duration.ofSeconds(20), "cat")).code());
  }

  @Test
  void anEndlessOutputIsDrainedAndOnlyItsEndIsKept() throws IOException {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    Command flood =
        new Command(
            List.of(
                "sh",
                "-c",
                "i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done; exit 3"),
            temporary,
            environment(),
            Duration.ofSeconds(30),
            seen::add);
    Ran ran = hands.run(flood);
    assertEquals(3, ran.code());
    assertEquals(20, ran.last().size());
    assertEquals("line 19999", ran.last().get(19));
    assertEquals(20_000, seen.size());
  }

  @Test
  void aProgramThatHangsIsEndedWithItsChildren() throws IOException {
    Ran ran = hands.run(command(Duration.ofMillis(300), "sh", "-c", "echo $$; sleep 4711 & wait"));
    assertEquals(-1, ran.code());
    long pid = Long.parseLong(ran.last().get(0));
    assertTrue(ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void whatAProgramLeavesRunningIsNotWaitedFor() throws IOException {
    long start = System.nanoTime();
    Ran ran = hands.run(command(Duration.ofSeconds(30), "sh", "-c", "sleep 20 & echo $!"));
    assertEquals(0, ran.code());
    assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 15);
    ProcessHandle.of(Long.parseLong(ran.last().get(0))).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void aProcessIsEndedOnlyWhenItIsTheOneThatIsMeant() throws Exception {
    Process sleeper = new ProcessBuilder("sleep", "4712").start();
    try {
      Host host = new LocalHost(environment(), temporary);
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (System.nanoTime() < end
          && !host.process(sleeper.pid()).orElseThrow().command().contains("4712")) {
        Thread.onSpinWait(); // until the new process is the program, and no longer its starter
      }
      Running real = host.process(sleeper.pid()).orElseThrow();
      Running older = new Running(real.pid(), Instant.EPOCH, real.command());
      Running other = new Running(real.pid(), real.started(), "postgres");
      assertTrue(hands.end(List.of(older, other)));
      assertTrue(sleeper.isAlive());
      assertTrue(hands.end(List.of(real)));
      assertTrue(sleeper.waitFor(10, TimeUnit.SECONDS)); // its own parent is told a moment later
    } finally {
      sleeper.destroyForcibly();
    }
  }

  @Test
  void whatIsAppendedIsThereAndForThisUserOnly() throws IOException {
    Path file = temporary.resolve("journal");
    hands.append(file, bytes("a\n"));
    hands.append(file, bytes("b\n"));
    assertArrayEquals(bytes("a\nb\n"), Files.readAllBytes(file));
    assertEquals("rw-------", mode(file));
  }

  private Command command(Duration limit, String... argv) {
    return new Command(List.of(argv), temporary, environment(), limit, line -> {});
  }

  private static Map<String, String> environment() {
    return Map.of("PATH", "/usr/local/bin:/usr/bin:/bin");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(temporary)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void extendedAttributesStay() throws IOException {
    Path file = Files.writeString(temporary.resolve("tagged"), "a");
    java.nio.file.attribute.UserDefinedFileAttributeView view =
        Files.getFileAttributeView(
            file, java.nio.file.attribute.UserDefinedFileAttributeView.class);
    try {
      view.write("mine", java.nio.ByteBuffer.wrap("yes".getBytes(StandardCharsets.UTF_8)));
    } catch (IOException without) {
      org.junit.jupiter.api.Assumptions.abort("this file system has no extended attributes");
    }
    new LocalHands().write(file, "b".getBytes(StandardCharsets.UTF_8), 0644);
    assertEquals("b", Files.readString(file));
    assertEquals(java.util.List.of("mine"), view.list());
    java.nio.ByteBuffer value = java.nio.ByteBuffer.allocate(view.size("mine"));
    view.read("mine", value);
    assertEquals("yes", new String(value.array(), StandardCharsets.UTF_8));
  }
}
