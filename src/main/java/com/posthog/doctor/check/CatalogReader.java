package com.posthog.doctor.check;

import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Condition;
import com.posthog.doctor.model.Outlook;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Risk;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Step;
import com.posthog.doctor.model.Symptom;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the cards that {@link CatalogWriter} wrote. Plain loops, as every start waits for it. A
 * damaged file is a {@link Catalog.BadCard}.
 */
final class CatalogReader {
  private static final Severity[] SEVERITIES = Severity.values();
  private static final Outlook[] OUTLOOKS = Outlook.values();
  private static final Condition.Operator[] OPERATORS = Condition.Operator.values();
  private static final Risk[] RISKS = Risk.values();
  private static final Symptom.Form[] FORMS = Symptom.Form.values();

  private final byte[] bytes;
  private int at;
  private final int[] starts;
  private final @Nullable String[] texts;

  private CatalogReader(byte[] bytes) {
    this.bytes = bytes;
    if (number() != CatalogWriter.VERSION) {
      throw new Catalog.BadCard("the compiled cards are of another version: build again");
    }
    int count = number();
    texts = new String[count];
    starts = new int[count + 1];
    int start = at + 4 * count;
    for (int i = 0; i < count; i++) {
      starts[i] = start;
      start += number();
    }
    starts[count] = start;
    at = start;
  }

  static List<Card> cards(byte[] bytes) {
    try {
      CatalogReader reader = new CatalogReader(bytes);
      int count = reader.count();
      List<Card> cards = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        cards.add(reader.card());
      }
      return cards;
    } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
      throw damaged(e);
    }
  }

  static Map<CheckId, List<Symptom>> symptoms(byte[] bytes) {
    try {
      CatalogReader reader = new CatalogReader(bytes);
      int count = reader.count();
      Map<CheckId, List<Symptom>> all = new HashMap<>();
      for (int i = 0; i < count; i++) {
        CheckId id = new CheckId(reader.text());
        int size = reader.count();
        List<Symptom> symptoms = new ArrayList<>(size);
        for (int j = 0; j < size; j++) {
          symptoms.add(reader.symptom());
        }
        all.put(id, symptoms);
      }
      return all;
    } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
      throw damaged(e);
    }
  }

  private static Catalog.BadCard damaged(RuntimeException why) {
    return new Catalog.BadCard("the compiled cards are damaged: build again", why);
  }

  private int number() {
    return count() << 16 | count();
  }

  private int count() {
    return small() << 8 | small();
  }

  private int small() {
    return bytes[at++] & 0xff;
  }

  private String text() {
    int number = count();
    String known = texts[number];
    if (known == null) {
      int start = starts[number];
      known = new String(bytes, start, starts[number + 1] - start, StandardCharsets.UTF_8);
      texts[number] = known;
    }
    return known;
  }

  private List<String> texts() {
    int size = count();
    if (size == 0) {
      return List.of();
    }
    List<String> all = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      all.add(text());
    }
    return all;
  }

  private List<CheckId> ids() {
    int size = count();
    if (size == 0) {
      return List.of();
    }
    List<CheckId> all = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      all.add(new CheckId(text()));
    }
    return all;
  }

  private Card card() {
    return new Card(
        new CheckId(text()),
        text(),
        texts(),
        texts(),
        texts(),
        texts(),
        texts(),
        SEVERITIES[small()],
        severities(),
        ids(),
        ids(),
        conditions(),
        limits(),
        text(),
        messages(),
        text(),
        text(),
        remedies(),
        List.of(),
        small() != 0,
        small() != 0,
        outlooks(),
        text());
  }

  private Map<String, Outlook> outlooks() {
    int size = count();
    if (size == 0) {
      return Map.of();
    }
    Map<String, Outlook> all = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      all.put(text(), OUTLOOKS[small()]);
    }
    return all;
  }

  private Map<String, Severity> severities() {
    int size = count();
    if (size == 0) {
      return Map.of();
    }
    Map<String, Severity> all = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      all.put(text(), SEVERITIES[small()]);
    }
    return all;
  }

  private Map<String, String> messages() {
    int size = count();
    Map<String, String> all = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      all.put(text(), text());
    }
    return all;
  }

  private List<Card.Limit> limits() {
    int size = count();
    if (size == 0) {
      return List.of();
    }
    List<Card.Limit> all = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      all.add(new Card.Limit(SEVERITIES[small()], conditions()));
    }
    return all;
  }

  private List<Condition> conditions() {
    int size = count();
    if (size == 0) {
      return List.of();
    }
    List<Condition> all = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      all.add(new Condition(text(), OPERATORS[small()], texts()));
    }
    return all;
  }

  private List<Remedy> remedies() {
    int size = count();
    if (size == 0) {
      return List.of();
    }
    List<Remedy> all = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      all.add(new Remedy(text(), text(), text(), RISKS[small()], conditions(), steps()));
    }
    return all;
  }

  private List<Step> steps() {
    int size = count();
    List<Step> all = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      all.add(StepText.of(text(), texts()));
    }
    return all;
  }

  private Symptom symptom() {
    return new Symptom(text(), FORMS[small()], texts(), texts(), small(), texts());
  }
}
