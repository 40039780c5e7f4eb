package com.posthog.doctor.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.Step;
import com.posthog.doctor.support.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every card, beyond what the compiler of the catalogue refuses. */
class CatalogueTest {
  private static final List<Card> CARDS = Catalog.builtIn().cards();

  @Test
  void everyCardFitsTheSchemaThatEditorsUse() throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(
                Files.readString(Fixtures.project().resolve("checks/card.schema.json")),
                InputFormat.JSON);
    Map<String, Object> wrong = new TreeMap<>();
    int seen = 0;
    for (Path card : cards()) {
      seen++;
      List<?> errors = schema.validate(Files.readString(card), InputFormat.YAML);
      if (!errors.isEmpty()) {
        wrong.put(card.getFileName().toString(), errors);
      }
    }
    assertEquals(CARDS.size(), seen);
    assertEquals(Map.of(), wrong);
  }

  @Test
  void theSchemaRefusesACardThatIsNotOne() throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(
                Files.readString(Fixtures.project().resolve("checks/card.schema.json")),
                InputFormat.JSON);
    assertTrue(!schema.validate("id: x\ntitel: y\n", InputFormat.YAML).isEmpty());
  }

  @Test
  void everyMessageSaysNoBlameAndHasNoPeriod() {
    List<String> wrong = new ArrayList<>();
    for (Card card : CARDS) {
      for (String message : card.messages().values()) {
        if (message.endsWith(".") || message.contains("!") || isPleading(message)) {
          wrong.add(card.id() + ": " + message);
        }
      }
    }
    assertTrue(CARDS.size() > 3, "too few cards were found");
    assertEquals(List.of(), wrong);
  }

  private static boolean isPleading(String message) {
    return message.toLowerCase(java.util.Locale.ROOT).matches("(?s).*\\bplease\\b.*");
  }

  @Test
  void noRemedyRunsAShellOrThrowsDataAway() {
    assertEquals(List.of(), runs().stream().filter(run -> isWild(run.argv())).toList());
  }

  /** What it depends on would be made anew with it when its settings have changed since. */
  @Test
  void aServiceThatARemedyNamesIsStartedWithoutTheOthers() {
    List<Step.Run> starts = runs().stream().filter(run -> startsAService(run.argv())).toList();
    assertTrue(starts.size() >= 10, () -> "only " + starts.size() + " start a service");
    assertEquals(
        List.of(), starts.stream().filter(run -> !run.argv().contains("--no-deps")).toList());
  }

  private static boolean startsAService(List<String> argv) {
    int up = argv.indexOf("up");
    return List.of("docker", "compose").equals(argv.subList(0, Math.min(2, argv.size())))
        && up > 0
        && argv.subList(up, argv.size()).stream().skip(1).anyMatch(word -> !word.startsWith("-"));
  }

  private static List<Step.Run> runs() {
    return CARDS.stream()
        .flatMap(card -> card.remedies().stream())
        .flatMap(remedy -> remedy.steps().stream())
        .filter(Step.Run.class::isInstance)
        .map(Step.Run.class::cast)
        .toList();
  }

  private static boolean isWild(List<String> argv) {
    String line = String.join(" ", argv);
    return line.matches("(ba|z|da)?sh -c .*")
        || line.contains("git reset --hard")
        || line.contains("--volumes")
        || line.matches("docker( compose.*)? .*down.* -v.*")
        || line.matches("docker volume (rm|prune).*")
        || line.matches("(pkill|killall).*")
        || line.matches("rm -r.*");
  }

  private static List<Path> cards() throws IOException {
    try (Stream<Path> files = Files.walk(Fixtures.project().resolve("checks"), 2)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.endsWith("index.yaml"))
          .toList();
    }
  }
}
