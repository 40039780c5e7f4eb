package com.posthog.doctor.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.Symptom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymptomReaderTest {
  private static final String HEAD =
      """
      id: gotchas.loop
      title: It ends
      why: It does not.
      docs: https://posthog.com
      symptoms:
      """;

  @Test
  void aSymptomHasAllThatItsCardSays() {
    Card card =
        card(
            """
              - pattern: 'port ([0-9]+) is taken by (\\w+)'
                service: [db, redis7]
                captures: [port, owner]
                weight: 9
                not: ["--help"]
              - text: connection refused
                case: fold
                service: db
            seen: Port ${port} is taken
            """);

    assertEquals(
        List.of(
            new Symptom(
                "port ([0-9]+) is taken by (\\w+)",
                Symptom.Form.PATTERN,
                List.of("db", "redis7"),
                List.of("port", "owner"),
                9,
                List.of("--help")),
            new Symptom(
                "connection refused",
                Symptom.Form.FOLDED,
                List.of("db"),
                List.of(),
                Symptom.USUAL_WEIGHT,
                List.of())),
        card.symptoms());
    assertEquals("Port ${port} is taken", card.messages().get("seen"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "  - regex: abcdef",
        "  - text: abc",
        "  - { text: abcdef, pattern: abcdef }",
        "  - { text: abcdef, weight: 11 }",
        "  - { text: abcdef, weight: much }",
        "  - { text: abcdef, case: lower }",
        "  - { text: abcdef, captures: [port] }",
        "  - { pattern: 'abcdef', captures: [port] }",
        "  - { pattern: 'ab.*cd' }",
        "  - { pattern: '(abcdef|.*)' }",
        "  - { pattern: '(abcdef' }",
        "  - { pattern: '(?=abcdef)' }",
        "  - { pattern: '(abcdef)\\1' }",
        "  - { pattern: '(abc\\n)+def g' }",
        "  - { text: abcdef }\n  - { text: abcdef }",
        "  - { text: abcdef }\nseen: Port ${port}",
      })
  void whatCouldNotBeFoundOrSaidIsRefused(String symptoms) {
    Catalog.BadCard bad = assertThrows(Catalog.BadCard.class, () -> card(symptoms + "\n"));

    assertTrue(String.valueOf(bad.getMessage()).startsWith("checks/gotchas/loop.yaml:"));
  }

  private static Card card(String symptoms) {
    return CardReader.read("checks/gotchas/loop.yaml", HEAD + symptoms);
  }
}
