package com.posthog.doctor.check;

import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Condition;
import com.posthog.doctor.model.Outlook;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Step;
import com.posthog.doctor.model.Symptom;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes cards in their binary form, at build time, so that no YAML is parsed at start; {@link
 * CatalogReader} reads it. First every text once, then the cards as numbers of texts: a start makes
 * each text by one copy of bytes.
 *
 * <pre>
 * version, number of texts, length of each in bytes, the texts as UTF-8, then the cards or symptoms
 * </pre>
 */
final class CatalogWriter {
  static final int VERSION = 6;

  private static final int MOST_TEXTS = 0xffff;

  private final Map<String, Integer> texts = new LinkedHashMap<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(body);

  private CatalogWriter() {}

  /** The compiled form of cards, without their symptoms. */
  static byte[] cards(List<Card> cards) throws IOException {
    CatalogWriter writer = new CatalogWriter();
    writer.out.writeShort(cards.size());
    for (Card card : cards) {
      writer.card(card);
    }
    return writer.whole();
  }

  /** The compiled form of the symptoms of cards. */
  static byte[] symptoms(List<Card> cards) throws IOException {
    CatalogWriter writer = new CatalogWriter();
    List<Card> showing = cards.stream().filter(card -> !card.symptoms().isEmpty()).toList();
    writer.out.writeShort(showing.size());
    for (Card card : showing) {
      writer.text(card.id().value());
      writer.out.writeShort(card.symptoms().size());
      for (Symptom symptom : card.symptoms()) {
        writer.symptom(symptom);
      }
    }
    return writer.whole();
  }

  private byte[] whole() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream whole = new DataOutputStream(bytes);
    whole.writeInt(VERSION);
    whole.writeInt(texts.size());
    for (String text : texts.keySet()) {
      whole.writeInt(text.getBytes(StandardCharsets.UTF_8).length);
    }
    for (String text : texts.keySet()) {
      whole.write(text.getBytes(StandardCharsets.UTF_8));
    }
    whole.write(body.toByteArray());
    return bytes.toByteArray();
  }

  private void text(String text) throws IOException {
    Integer known = texts.putIfAbsent(text, texts.size());
    int number = known == null ? texts.size() - 1 : known;
    if (number > MOST_TEXTS) {
      throw new IOException("the cards hold more than " + MOST_TEXTS + " texts");
    }
    out.writeShort(number);
  }

  private void texts(List<String> all) throws IOException {
    out.writeShort(all.size());
    for (String one : all) {
      text(one);
    }
  }

  private void ids(List<CheckId> ids) throws IOException {
    texts(ids.stream().map(CheckId::value).toList());
  }

  private void card(Card card) throws IOException {
    text(card.id().value());
    text(card.title());
    texts(card.aliases());
    texts(card.tags());
    texts(card.platforms());
    texts(card.eras());
    texts(card.notIn());
    out.writeByte(card.severity().ordinal());
    out.writeShort(card.severityIn().size());
    for (Map.Entry<String, Severity> entry : new TreeMap<>(card.severityIn()).entrySet()) {
      text(entry.getKey());
      out.writeByte(entry.getValue().ordinal());
    }
    ids(card.requires());
    ids(card.explainedBy());
    conditions(card.applies());
    out.writeShort(card.limits().size());
    for (Card.Limit limit : card.limits()) {
      out.writeByte(limit.severity().ordinal());
      conditions(limit.conditions());
    }
    text(card.each());
    out.writeShort(card.messages().size());
    for (Map.Entry<String, String> entry : new TreeMap<>(card.messages()).entrySet()) {
      text(entry.getKey());
      text(entry.getValue());
    }
    text(card.why());
    text(card.docs());
    out.writeShort(card.remedies().size());
    for (Remedy remedy : card.remedies()) {
      remedy(remedy);
    }
    out.writeBoolean(card.harmless());
    out.writeBoolean(card.runsCheckout());
    out.writeShort(card.waiting().size());
    for (Map.Entry<String, Outlook> entry : new TreeMap<>(card.waiting()).entrySet()) {
      text(entry.getKey());
      out.writeByte(entry.getValue().ordinal());
    }
    text(card.origin());
  }

  private void conditions(List<Condition> conditions) throws IOException {
    out.writeShort(conditions.size());
    for (Condition condition : conditions) {
      text(condition.path());
      out.writeByte(condition.operator().ordinal());
      texts(condition.operands());
    }
  }

  private void remedy(Remedy remedy) throws IOException {
    text(remedy.id());
    text(remedy.title());
    text(remedy.why());
    out.writeByte(remedy.risk().ordinal());
    conditions(remedy.when());
    out.writeShort(remedy.steps().size());
    for (Step step : remedy.steps()) {
      text(step.kind());
      texts(StepText.fields(step));
    }
  }

  private void symptom(Symptom symptom) throws IOException {
    text(symptom.text());
    out.writeByte(symptom.form().ordinal());
    texts(symptom.services());
    texts(symptom.captures());
    out.writeByte(symptom.weight());
    texts(symptom.not());
  }
}
