package com.posthog.doctor.house;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.engine.Diagnoser;
import com.posthog.doctor.engine.Examination;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.Recognised;
import com.posthog.doctor.support.Fixtures;
import com.posthog.doctor.symptom.LogScanner;
import com.posthog.doctor.symptom.SymptomIndex;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Messages of many versions, platforms and languages are recognised, each alone, however wrapped.
 */
class MessagesTest {
  private static final Catalog CATALOG = Catalog.builtIn().withSymptoms();
  private static final SymptomIndex INDEX = SymptomIndex.of(CATALOG.cards());
  private static final String NOTHING = "nothing";

  @Test
  void eachMessageShowsItsGotchaAndNoOther() throws IOException {
    List<String> wrong = wrong(line -> line);
    assertEquals(List.of(), wrong, String.join("\n", wrong) + "\n");
  }

  @Test
  void thereAreManyMessages() throws IOException {
    int all = messages().values().stream().mapToInt(List::size).sum();
    int nothing = messages().getOrDefault(NOTHING, List.of()).size();
    assertTrue(all - nothing > 850 && nothing > 200, () -> all + " messages, " + nothing + " fine");
  }

  @Test
  void composeColoursTimesAndCarriageReturnsAreTakenOff() throws IOException {
    List<String> wrong = new ArrayList<>();
    wrong.addAll(wrong(line -> "\u001b[36mposthog-worker-1   | \u001b[0m" + line));
    wrong.addAll(wrong(line -> "2026-03-01T10:00:00.1234567Z " + line + "\r"));
    wrong.addAll(wrong(line -> "\u001b[31m" + line + "\u001b[0m\u001b[K"));
    wrong.addAll(wrong(line -> "[backend] " + line));
    assertEquals(List.of(), wrong, String.join("\n", wrong) + "\n");
  }

  @Test
  void jsonIsTakenOff() throws IOException {
    List<String> wrong = new ArrayList<>();
    wrong.addAll(wrong(line -> json("event", line)));
    wrong.addAll(wrong(line -> json("log", json("msg", line))));
    assertEquals(List.of(), wrong, String.join("\n", wrong) + "\n");
  }

  private static String json(String name, String line) {
    JsonObject json = new JsonObject();
    json.addProperty("time", "2026-03-01T10:00:00Z");
    json.addProperty(name, line);
    return json.toString();
  }

  /** What is not as it should be when each line is written like this. */
  private static List<String> wrong(UnaryOperator<String> form) throws IOException {
    List<String> wrong = new ArrayList<>();
    boolean changed = !form.apply("x").equals("x");
    for (Map.Entry<String, List<String>> entry : messages().entrySet()) {
      for (String message : entry.getValue()) {
        if (changed && message.contains("\n") || message.contains("{\"")) {
          continue; // that lines follow each other is told by their form
        }
        String text = form.apply(message);
        Set<String> seen = seen(text);
        Set<String> wanted = wanted(entry.getKey());
        if (wanted.isEmpty() ? !seen.isEmpty() : seen.size() != 1 || !wanted.containsAll(seen)) {
          wrong.add(entry.getKey() + " " + wanted + ", recognised " + seen + ": " + text);
        }
      }
    }
    return wrong;
  }

  /** The cards that may be meant by a gotcha; {@code a|b} for either. */
  private static Set<String> wanted(String gotchas) {
    Set<String> ids = new TreeSet<>();
    if (!gotchas.equals(NOTHING)) {
      for (String gotcha : gotchas.split("\\|")) {
        ids.add(card(gotcha));
      }
    }
    return ids;
  }

  private static String card(String gotcha) {
    return CATALOG.cards().stream()
        .filter(
            card ->
                card.id().question().equals(gotcha)
                    || card.aliases().contains(gotcha)
                    || card.id().value().equals(gotcha))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no card is named " + gotcha))
        .id()
        .value();
  }

  private static Set<String> seen(String text) throws IOException {
    LogScanner scanner = new LogScanner(INDEX, 1);
    scanner.scan(Channels.newChannel(new ByteArrayInputStream(text.getBytes(UTF_8))), "-");
    Set<String> seen = new TreeSet<>();
    for (Recognised one :
        Diagnoser.of(
                scanner.result(),
                CATALOG,
                false,
                checks -> new Examination.Result(List.of(), Facts.none()))
            .recognised()) {
      if (one.because() == null) {
        seen.add(one.card().id().value());
      }
    }
    return seen;
  }

  private static Map<String, List<String>> messages() throws IOException {
    String yaml =
        Files.readString(Fixtures.project().resolve("fixtures/logs/messages.yaml"), UTF_8);
    Map<String, List<String>> messages = new LinkedHashMap<>();
    ((Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml))
        .forEach(
            (gotcha, list) ->
                messages.put(
                    gotcha.toString(), ((List<?>) list).stream().map(Object::toString).toList()));
    return messages;
  }
}
