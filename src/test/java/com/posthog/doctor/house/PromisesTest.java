package com.posthog.doctor.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test that docs/safety.md names as the proof of a promise is there. */
class PromisesTest {
  private static final Pattern TEST =
      Pattern.compile("`(?:([A-Za-z]+Test)|…)(?:\\.([A-Za-z]+)…?)?`");

  @Test
  void eachPromiseIsProvedByATestThatIsThere() throws IOException {
    Map<String, String> tests = tests();
    List<String> missing = new ArrayList<>();
    int promises = 0;
    int proofs = 0;
    for (String line : Files.readAllLines(Fixtures.project().resolve("docs/safety.md"))) {
      String[] cells = line.split("\\|", -1);
      if (cells.length != 4 || cells[1].isBlank() || cells[2].contains("proved by")) {
        continue;
      }
      promises++;
      String last = "";
      Matcher named = TEST.matcher(cells[2]);
      int here = proofs;
      while (named.find()) {
        last = named.group(1) == null ? last : named.group(1);
        String method = named.group(2) == null ? "" : " void " + named.group(2);
        if (!tests.containsKey(last) || !tests.get(last).contains(method)) {
          missing.add(named.group());
        }
        proofs++;
      }
      if (proofs == here && !cells[2].contains("---")) {
        missing.add("nothing proves:" + cells[1]);
      }
    }
    assertEquals(List.of(), missing);
    int found = promises;
    assertTrue(found >= 30, () -> "only " + found + " promises");
  }

  private static Map<String, String> tests() throws IOException {
    Map<String, String> tests = new HashMap<>();
    try (Stream<Path> all = Files.walk(Fixtures.project().resolve("src/test/java"))) {
      for (Path file : all.filter(one -> one.toString().endsWith("Test.java")).toList()) {
        String name = String.valueOf(file.getFileName());
        tests.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
      }
    }
    return tests;
  }
}
