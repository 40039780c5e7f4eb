package com.posthog.doctor.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.posthog.doctor.model.Condition;
import com.posthog.doctor.model.Risk;
import com.posthog.doctor.support.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The schema for editors and the reader of the build know the same fields. */
class CardSchemaTest {

  @Test
  void theSchemaKnowsTheFieldsOfTheReader() throws IOException {
    assertEquals(new TreeSet<>(CardReader.FIELDS), properties(schema()));
  }

  @Test
  void theSchemaKnowsTheFieldsOfARemedy() throws IOException {
    assertEquals(new TreeSet<>(SymptomReader.FIELDS), properties(definition("symptom")));
    assertEquals(new TreeSet<>(RemedyReader.FIELDS), properties(definition("remedy")));
    Set<String> risks = new TreeSet<>();
    definition("remedy")
        .getAsJsonObject("properties")
        .getAsJsonObject("risk")
        .getAsJsonArray("enum")
        .forEach(risk -> risks.add(risk.getAsString()));
    Set<String> known = new TreeSet<>();
    Arrays.stream(Risk.values()).forEach(risk -> known.add(risk.word()));
    assertEquals(known, risks);
  }

  @Test
  void theSchemaKnowsTheTestsOfTheReader() throws IOException {
    Set<String> operators = new TreeSet<>();
    for (Condition.Operator operator : Condition.Operator.values()) {
      if (operator != Condition.Operator.PRESENT && operator != Condition.Operator.ABSENT) {
        operators.add(operator.word());
      }
    }
    JsonObject tests = definition("tests").getAsJsonObject("additionalProperties");
    assertEquals(operators, properties(tests.getAsJsonArray("anyOf").get(1).getAsJsonObject()));
  }

  private static JsonObject definition(String name) throws IOException {
    return schema().getAsJsonObject("$defs").getAsJsonObject(name);
  }

  private static JsonObject schema() throws IOException {
    String text = Files.readString(Fixtures.project().resolve("checks/card.schema.json"));
    return JsonParser.parseString(text).getAsJsonObject();
  }

  private static Set<String> properties(JsonObject object) {
    return new TreeSet<>(object.getAsJsonObject("properties").keySet());
  }
}
