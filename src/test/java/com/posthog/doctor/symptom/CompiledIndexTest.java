package com.posthog.doctor.symptom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.check.CardReader;
import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.support.Fixtures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the build has made ready finds what is made ready now. */
class CompiledIndexTest {
  private static final List<Card> BUILT_IN = Catalog.builtIn().withSymptoms().cards();

  private static final Card SHORT = card("short", "- text: bad1");
  private static final Card LONG = card("long", "- { text: QUITE Another Thing, case: fold }");
  private static final Card SAME = card("same", "- text: port is already allocated");

  @Test
  void theBuildHasMadeItOfTheseCards() throws IOException {
    try (var resource = SymptomIndex.class.getResourceAsStream(SymptomIndex.RESOURCE)) {
      assertTrue(resource != null, "the build has made none");
      assertTrue(Arrays.equals(SymptomIndex.compiled(BUILT_IN), resource.readAllBytes()));
    }
  }

  @Test
  void bothFindTheSameInEveryLogThatThereIs() throws IOException {
    SymptomIndex made = SymptomIndex.of(BUILT_IN);
    SymptomIndex compiled = SymptomIndex.withBuiltIn(BUILT_IN);
    assertEquals(made.literals(), compiled.literals());
    assertEquals(made.symptoms(), compiled.symptoms());
    assertEquals(made.services(), compiled.services());
    int logs = 0;
    for (byte[] log : logs()) {
      assertEquals(hits(made, log), hits(compiled, log));
      logs++;
    }
    assertTrue(logs > 100, "too few logs: " + logs);
  }

  @Test
  void theCardsOfOthersAreFoundBesideThem() throws IOException {
    List<Card> cards = new ArrayList<>();
    cards.add(LONG); // before them, as checks of others stand before what only tells
    cards.addAll(BUILT_IN);
    cards.addAll(List.of(SHORT, SAME));
    SymptomIndex made = SymptomIndex.of(cards);
    SymptomIndex compiled = SymptomIndex.withBuiltIn(cards);
    String own = "this is quite another thing\nit went bad1 here\nport is already allocated\n";
    List<Hit> found = hits(compiled, own.getBytes(UTF_8));
    List<String> ids = found.stream().map(hit -> hit.card().id().value()).toList();
    assertTrue(ids.containsAll(List.of("gotchas.long", "gotchas.short")), ids::toString);
    assertEquals(hits(made, own.getBytes(UTF_8)), found);
    for (byte[] log : logs()) {
      assertEquals(hits(made, log), hits(compiled, log));
    }
  }

  @Test
  void whatWasMadeOfOtherCardsIsRefused() throws IOException {
    byte[] compiled = SymptomIndex.compiled(List.of(SHORT, LONG));
    assertThrows(IOException.class, () -> CompiledIndex.read(compiled, List.of(LONG)));
    assertThrows(
        IOException.class,
        () -> CompiledIndex.read(Arrays.copyOf(compiled, 3000), List.of(SHORT, LONG)));
    byte[] other = compiled.clone();
    other[3]++;
    assertThrows(IOException.class, () -> CompiledIndex.read(other, List.of(SHORT, LONG)));
  }

  private static List<byte[]> logs() throws IOException {
    List<byte[]> logs = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Fixtures.project().resolve("fixtures/logs"))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".log")).toList()) {
        logs.add(Files.readAllBytes(file));
      }
    }
    return logs;
  }

  private static List<Hit> hits(SymptomIndex index, byte[] log) throws IOException {
    LogScanner scanner = new LogScanner(index, 1);
    scanner.scan(Channels.newChannel(new ByteArrayInputStream(log)), "-");
    return scanner.result().hits();
  }

  private static Card card(String name, String symptoms) {
    return CardReader.read(
        "checks/gotchas/" + name + ".yaml",
        "id: gotchas."
            + name
            + "\ntitle: t\nwhy: w\ndocs: https://x\nsymptoms:\n  "
            + symptoms
            + "\n");
  }
}
