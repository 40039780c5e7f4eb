package com.posthog.doctor.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.support.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Every log says what it is expected to show, under the name of a card, and every gotcha has one.
 */
class LogFixturesTest {
  private static final int HEALTHY = 39;
  private static final Path FOLDER = Fixtures.project().resolve("fixtures/logs");
  private static final Catalog CATALOG = Catalog.builtIn();

  @Test
  void everyLogIsInTheListAndEveryEntryHasItsLog() throws IOException {
    assertEquals(new TreeSet<>(logs(FOLDER)), expected().keySet());
  }

  @Test
  void everyLogIsNamedAfterACardThatItShows() throws IOException {
    Map<String, List<String>> wrong = new TreeMap<>();
    expected()
        .forEach(
            (log, ids) -> {
              if (ids.stream().noneMatch(id -> names(id).anyMatch(log::startsWith))) {
                wrong.put(log, ids);
              }
            });
    assertEquals(Map.of(), wrong);
  }

  @Test
  void everyCardThatNothingCanProbeHasALog() throws IOException {
    List<String> without =
        new ArrayList<>(
            CATALOG.cards().stream()
                .filter(card -> !Catalog.judges(card))
                .map(card -> card.id().value())
                .toList());
    expected().values().forEach(without::removeAll);
    assertEquals(List.of(), without);
  }

  @Test
  void thereAreEnoughLogsWithNothingInThem() throws IOException {
    assertTrue(logs(FOLDER.resolve("healthy")).size() >= HEALTHY);
  }

  private static Stream<String> names(String id) {
    Card card = CATALOG.find(id).orElseThrow(() -> new AssertionError("there is no card " + id));
    return Stream.concat(
        Stream.of(card.id().question(), id.replace('.', '-')), card.aliases().stream());
  }

  private static List<String> logs(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".log"))
          .toList();
    }
  }

  private static Map<String, List<String>> expected() throws IOException {
    Object all =
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(FOLDER.resolve("expected.yaml")));
    Map<String, List<String>> expected = new TreeMap<>();
    ((Map<?, ?>) all)
        .forEach(
            (log, ids) ->
                expected.put(
                    String.valueOf(log), ((List<?>) ids).stream().map(String::valueOf).toList()));
    return expected;
  }
}
