package com.posthog.doctor.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be seen in the sources only. */
class SourcesTest {
  private static final int MOST_LINES = 300;
  private static final Pattern BROAD =
      Pattern.compile("catch \\((?:final )?(?:\\w+ \\| )*(?:Exception|Throwable|LinkageError)\\b");

  @Test
  void aClassFitsInThreeHundredLines() throws IOException {
    Set<String> tooLong = new TreeSet<>();
    for (Path file : sources()) {
      try (Stream<String> lines = Files.lines(file)) {
        if (lines.count() > MOST_LINES) {
          tooLong.add(String.valueOf(file.getFileName()));
        }
      }
    }
    assertEquals(Set.of(), tooLong);
  }

  @Test
  void whateverGoesWrongIsCaughtAroundAProbeAndAtTheDoorOnly() throws IOException {
    Set<String> broad = new TreeSet<>();
    for (Path file : sources()) {
      if (BROAD.matcher(Files.readString(file)).find()) {
        broad.add(String.valueOf(file.getFileName()));
      }
    }
    assertEquals(Set.of("FactReader.java", "Main.java"), broad);
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> all = Files.walk(Fixtures.project().resolve("src/main/java"))) {
      List<Path> files = all.filter(file -> file.toString().endsWith(".java")).toList();
      assertTrue(files.size() > 200, () -> "only " + files.size() + " files were found");
      return files;
    }
  }
}
