package com.posthog.doctor.check;

import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Condition;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Risk;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Step;
import com.posthog.doctor.model.Symptom;
import java.io.DataInput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The binary form of cards, written by the build so that no YAML is parsed at start. Symptoms stand
 * in a file of their own, which only those read who look for them.
 */
final class CatalogFile {
  private static final int VERSION = 2;

  private CatalogFile() {}

  /** Writes one thing. */
  private interface Writer<T> {
    void write(DataOutputStream out, T value) throws IOException;
  }

  /** Reads one thing. */
  private interface Reader<T> {
    T read(DataInput in) throws IOException;
  }

  static void write(DataOutputStream out, List<Card> cards) throws IOException {
    out.writeInt(VERSION);
    list(out, cards, CatalogFile::card);
  }

  static List<Card> read(DataInput in) throws IOException {
    checkVersion(in);
    return list(in, CatalogFile::card);
  }

  static void writeSymptoms(DataOutputStream out, List<Card> cards) throws IOException {
    out.writeInt(VERSION);
    list(
        out,
        cards.stream().filter(card -> !card.symptoms().isEmpty()).toList(),
        (o, card) -> {
          o.writeUTF(card.id().value());
          list(o, card.symptoms(), CatalogFile::symptom);
        });
  }

  static Map<CheckId, List<Symptom>> readSymptoms(DataInput in) throws IOException {
    checkVersion(in);
    Map<CheckId, List<Symptom>> all = new HashMap<>();
    int cards = in.readUnsignedShort();
    for (int i = 0; i < cards; i++) {
      all.put(new CheckId(in.readUTF()), list(in, CatalogFile::symptom));
    }
    return all;
  }

  private static void checkVersion(DataInput in) throws IOException {
    if (in.readInt() != VERSION) {
      throw new Catalog.BadCard("the compiled cards are of another version: build again");
    }
  }

  private static void symptom(DataOutputStream out, Symptom symptom) throws IOException {
    out.writeUTF(symptom.text());
    out.writeUTF(symptom.form().name());
    list(out, symptom.services(), DataOutputStream::writeUTF);
    list(out, symptom.captures(), DataOutputStream::writeUTF);
    out.writeByte(symptom.weight());
    list(out, symptom.not(), DataOutputStream::writeUTF);
  }

  private static Symptom symptom(DataInput in) throws IOException {
    return new Symptom(
        in.readUTF(),
        Symptom.Form.valueOf(in.readUTF()),
        list(in, DataInput::readUTF),
        list(in, DataInput::readUTF),
        in.readUnsignedByte(),
        list(in, DataInput::readUTF));
  }

  private static void card(DataOutputStream out, Card card) throws IOException {
    out.writeUTF(card.id().value());
    out.writeUTF(card.title());
    list(out, card.aliases(), DataOutputStream::writeUTF);
    list(out, card.tags(), DataOutputStream::writeUTF);
    list(out, card.platforms(), DataOutputStream::writeUTF);
    list(out, card.eras(), DataOutputStream::writeUTF);
    list(out, card.notIn(), DataOutputStream::writeUTF);
    out.writeUTF(card.severity().name());
    map(out, card.severityIn(), (o, severity) -> o.writeUTF(severity.name()));
    list(out, card.requires(), (o, id) -> o.writeUTF(id.value()));
    list(out, card.explainedBy(), (o, id) -> o.writeUTF(id.value()));
    list(out, card.applies(), CatalogFile::condition);
    list(
        out,
        card.limits(),
        (o, limit) -> {
          o.writeUTF(limit.severity().name());
          list(o, limit.conditions(), CatalogFile::condition);
        });
    out.writeUTF(card.each());
    map(out, card.messages(), DataOutputStream::writeUTF);
    out.writeUTF(card.why());
    out.writeUTF(card.docs());
    list(out, card.remedies(), CatalogFile::remedy);
    out.writeBoolean(card.harmless());
    out.writeBoolean(card.runsCheckout());
    out.writeUTF(card.origin());
  }

  private static Card card(DataInput in) throws IOException {
    return new Card(
        new CheckId(in.readUTF()),
        in.readUTF(),
        list(in, DataInput::readUTF),
        list(in, DataInput::readUTF),
        list(in, DataInput::readUTF),
        list(in, DataInput::readUTF),
        list(in, DataInput::readUTF),
        Severity.valueOf(in.readUTF()),
        map(in, i -> Severity.valueOf(i.readUTF())),
        list(in, i -> new CheckId(i.readUTF())),
        list(in, i -> new CheckId(i.readUTF())),
        list(in, CatalogFile::condition),
        list(
            in,
            i -> new Card.Limit(Severity.valueOf(i.readUTF()), list(i, CatalogFile::condition))),
        in.readUTF(),
        map(in, DataInput::readUTF),
        in.readUTF(),
        in.readUTF(),
        list(in, CatalogFile::remedy),
        List.of(),
        in.readBoolean(),
        in.readBoolean(),
        in.readUTF());
  }

  private static void condition(DataOutputStream out, Condition condition) throws IOException {
    out.writeUTF(condition.path());
    out.writeUTF(condition.operator().name());
    list(out, condition.operands(), DataOutputStream::writeUTF);
  }

  private static Condition condition(DataInput in) throws IOException {
    return new Condition(
        in.readUTF(), Condition.Operator.valueOf(in.readUTF()), list(in, DataInput::readUTF));
  }

  private static void remedy(DataOutputStream out, Remedy remedy) throws IOException {
    out.writeUTF(remedy.id());
    out.writeUTF(remedy.title());
    out.writeUTF(remedy.why());
    out.writeUTF(remedy.risk().name());
    list(out, remedy.when(), CatalogFile::condition);
    list(out, remedy.steps(), CatalogFile::step);
  }

  private static Remedy remedy(DataInput in) throws IOException {
    return new Remedy(
        in.readUTF(),
        in.readUTF(),
        in.readUTF(),
        Risk.valueOf(in.readUTF()),
        list(in, CatalogFile::condition),
        list(in, CatalogFile::step));
  }

  private static void step(DataOutputStream out, Step step) throws IOException {
    out.writeUTF(step.kind());
    list(out, StepText.fields(step), DataOutputStream::writeUTF);
  }

  private static Step step(DataInput in) throws IOException {
    return StepText.of(in.readUTF(), list(in, DataInput::readUTF));
  }

  private static <T> void list(DataOutputStream out, List<T> values, Writer<T> writer)
      throws IOException {
    out.writeShort(values.size());
    for (T value : values) {
      writer.write(out, value);
    }
  }

  private static <T> List<T> list(DataInput in, Reader<T> reader) throws IOException {
    int size = in.readUnsignedShort();
    if (size == 0) {
      return List.of();
    }
    List<T> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      values.add(reader.read(in));
    }
    return values;
  }

  private static <T> void map(DataOutputStream out, Map<String, T> values, Writer<T> writer)
      throws IOException {
    out.writeShort(values.size());
    for (Map.Entry<String, T> entry : new TreeMap<>(values).entrySet()) {
      out.writeUTF(entry.getKey());
      writer.write(out, entry.getValue());
    }
  }

  private static <T> Map<String, T> map(DataInput in, Reader<T> reader) throws IOException {
    int size = in.readUnsignedShort();
    Map<String, T> values = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      values.put(in.readUTF(), reader.read(in));
    }
    return values;
  }
}
