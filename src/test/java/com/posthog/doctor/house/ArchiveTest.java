package com.posthog.doctor.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The list of what the launcher archives besides what its harmless runs load. */
class ArchiveTest {
  private static final Path LIST =
      Path.of(System.getProperty("basedir", ".")).resolve("src/main/archive/drivers.classes");

  /** A driver of another version has other classes: {@code src/bench/services.sh classes}. */
  @Test
  void theListFitsTheDriversThatAreUsed() throws IOException {
    List<String> names =
        Files.readAllLines(LIST).stream()
            .filter(line -> !line.startsWith("@"))
            .filter(line -> !line.matches("(java|javax|jdk|sun|com/sun)/.*"))
            .toList();
    for (String driver :
        List.of("org/postgresql/", "com/clickhouse/", "redis/clients/", "org/apache/kafka/")) {
      assertTrue(names.stream().filter(name -> name.startsWith(driver)).count() > 20, driver);
    }
    ClassLoader loader = ArchiveTest.class.getClassLoader();
    List<String> gone =
        names.stream().filter(name -> loader.getResource(name + ".class") == null).toList();
    assertEquals(List.of(), gone);
  }

  @Test
  void nothingOfOurOwnIsInItBecauseThatChanges() throws IOException {
    List<String> own =
        Files.readAllLines(LIST).stream().filter(line -> line.contains("com/posthog")).toList();
    assertEquals(List.of(), own);
  }
}
