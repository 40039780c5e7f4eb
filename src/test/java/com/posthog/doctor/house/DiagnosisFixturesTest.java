package com.posthog.doctor.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.engine.Diagnoser;
import com.posthog.doctor.engine.Examination;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Diagnosis;
import com.posthog.doctor.model.Recognised;
import com.posthog.doctor.model.Sighting;
import com.posthog.doctor.support.Fixtures;
import com.posthog.doctor.symptom.Hit;
import com.posthog.doctor.symptom.LogScanner;
import com.posthog.doctor.symptom.Scan;
import com.posthog.doctor.symptom.SymptomIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Every log of {@code fixtures/logs} is recognised for what it shows, and for nothing else. */
class DiagnosisFixturesTest {
  private static final Path LOGS = Fixtures.project().resolve("fixtures/logs");
  private static final Catalog CATALOG = Catalog.builtIn().withSymptoms();
  private static final SymptomIndex INDEX = SymptomIndex.of(CATALOG.cards());

  @Test
  void everyLogShowsWhatIsExpectedOfIt() throws IOException {
    Map<String, Set<String>> expected = expected();
    List<String> wrong = new ArrayList<>();
    int right = 0;
    int missed = 0;
    int tooMuch = 0;
    for (Map.Entry<String, Set<String>> log : expected.entrySet()) {
      Set<String> seen = new TreeSet<>();
      for (Recognised one : diagnose(log.getKey()).recognised()) {
        if (one.because() == null) { // what only follows is no cause
          seen.add(one.card().id().value());
        }
      }
      for (String id : log.getValue()) {
        right += seen.contains(id) ? 1 : 0;
        missed += seen.contains(id) ? 0 : 1;
      }
      tooMuch += (int) seen.stream().filter(id -> !log.getValue().contains(id)).count();
      if (!seen.equals(log.getValue())) {
        wrong.add(log.getKey() + ": expected " + log.getValue() + ", recognised " + seen);
      }
    }
    String measured =
        String.format(
            "%d logs: recall %.1f %%, precision %.1f %%",
            expected.size(),
            100.0 * right / Math.max(1, right + missed),
            100.0 * right / Math.max(1, right + tooMuch));
    System.out.println(measured);
    assertTrue(expected.size() > 100, measured);
    assertEquals(List.of(), wrong, measured + "\n" + String.join("\n", wrong) + "\n");
  }

  @Test
  void aHealthyLogShowsNothing() throws IOException {
    List<String> wrong = new ArrayList<>();
    List<String> logs = logs(LOGS.resolve("healthy"));
    for (String log : logs) {
      Diagnosis diagnosis = diagnose("healthy/" + log);
      diagnosis
          .recognised()
          .forEach(one -> wrong.add(log + ": " + one.card().id() + " " + one.first()));
      for (Sighting line : diagnosis.unknown()) {
        wrong.add(log + ": not known: " + line);
      }
    }
    assertTrue(logs.size() >= 30, () -> "only " + logs.size() + " healthy logs");
    assertEquals(List.of(), wrong, String.join("\n", wrong) + "\n");
  }

  @Test
  void everyLogIsExpectedToShowSomething() throws IOException {
    assertEquals(new TreeSet<>(logs(LOGS)), new TreeSet<>(expected().keySet()));
  }

  @Test
  void everySymptomIsFoundByEightBytesOrMore() {
    List<String> shortOnes = new ArrayList<>();
    for (Card card : CATALOG.cards()) {
      for (var symptom : card.symptoms()) {
        if (SymptomIndex.shortest(symptom) < SymptomIndex.LONG) {
          shortOnes.add(card.id() + ": " + symptom.text());
        }
      }
    }
    assertTrue(INDEX.symptoms() > 400, () -> "only " + INDEX.symptoms() + " symptoms");
    assertEquals(List.of(), shortOnes, String.join("\n", shortOnes) + "\n");
  }

  @Test
  void everyCauseComesWithWhatToDoAlthoughNothingWasLookedAt() {
    List<String> without = new ArrayList<>();
    int causes = 0;
    for (Card card : CATALOG.cards()) {
      if (!card.harmless() && !card.symptoms().isEmpty()) {
        Hit hit = new Hit(card, 5, 1, new Sighting("-", 1, "a line"), Map.of());
        Diagnosis diagnosis =
            Diagnoser.of(
                new Scan(List.of(hit), List.of(), List.of()),
                CATALOG,
                false,
                DiagnosisFixturesTest::nothing);
        causes++;
        if (diagnosis.causes().get(0).remedies().isEmpty()) {
          without.add(card.id().value());
        }
      }
    }
    assertTrue(causes > 120, "only " + causes + " causes");
    assertEquals(List.of(), without);
  }

  private static Diagnosis diagnose(String log) throws IOException {
    LogScanner scanner = new LogScanner(INDEX, 1);
    scanner.scan(LOGS.resolve(log), log);
    return Diagnoser.of(scanner.result(), CATALOG, false, DiagnosisFixturesTest::nothing);
  }

  private static Examination.Result nothing(List<CheckId> checks) {
    return new Examination.Result(List.of(), Facts.none());
  }

  private static Map<String, Set<String>> expected() throws IOException {
    Map<String, Set<String>> expected = new TreeMap<>();
    Object all =
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(LOGS.resolve("expected.yaml")));
    ((Map<?, ?>) all)
        .forEach(
            (log, ids) -> {
              Set<String> names = new TreeSet<>();
              ((List<?>) ids).forEach(id -> names.add(id.toString()));
              expected.put(log.toString(), names);
            });
    return expected;
  }

  private static List<String> logs(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(n -> n.endsWith(".log"))
          .toList();
    }
  }
}
