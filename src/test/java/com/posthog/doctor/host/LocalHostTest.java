package com.posthog.doctor.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machine at hand, and what can stand where a file should be. */
class LocalHostTest {
  @TempDir Path folder;

  @Test
  void whatIsAtAPathIsToldApart() throws IOException {
    Files.writeString(folder.resolve("file"), "x");
    Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nothing"));
    Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));

    assertEquals(FileState.Kind.FILE, kind("file"));
    assertEquals(FileState.Kind.FOLDER, kind("."));
    assertEquals(FileState.Kind.MISSING, kind("nothing"));
    assertEquals(FileState.Kind.DANGLING, kind("dangling"));
    assertEquals(FileState.Kind.LOOP, kind("loop"));
    assertEquals(FileState.Kind.MISSING, kind("file/below"));
  }

  @Test
  void aFileOfAGigabyteIsNotRead() throws IOException {
    Path big = folder.resolve("big");
    try (RandomAccessFile file = new RandomAccessFile(big.toFile(), "rw")) {
      file.setLength(1L << 30);
    }

    IOException problem = assertThrows(IOException.class, () -> host().read(big, 1 << 20));
    assertEquals("is larger than 1024 KiB", problem.getMessage());
    assertEquals(16, host().tail(big, 16).length);
  }

  @Test
  void aFolderWhereAFileShouldBeIsSaidAsSuch() {
    IOException problem = assertThrows(IOException.class, () -> host().read(folder, 99));

    assertEquals("is a folder, not a file", problem.getMessage());
  }

  @Test
  void aPipeIsNeverRead() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());

    IOException problem = assertThrows(IOException.class, () -> host().read(pipe, 99));
    assertEquals("is not a regular file", problem.getMessage());
  }

  @Test
  void aFileOfProcIsReadAlthoughItSaysThatItIsEmpty() throws IOException {
    if (host().os().equals("linux")) {
      assertTrue(host().readText(Path.of("/proc/self/status"), 1 << 16).contains("Pid:"));
    }
  }

  @Test
  void aQuestionThatIsNotOnTheListIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> host().ask(List.of("/bin/rm", "x"), Deadline.in(Duration.ofSeconds(1))));
  }

  @Test
  void theLoopbackNameIsResolved() throws IOException {
    List<String> addresses = host().addresses("localhost", Deadline.in(Duration.ofSeconds(5)));

    assertTrue(addresses.contains("127.0.0.1"), addresses.toString());
  }

  private FileState.Kind kind(String name) {
    return host().state(folder.resolve(name)).kind();
  }

  private LocalHost host() {
    return new LocalHost(Map.of("PATH", "/usr/bin:/bin"), folder);
  }
}
