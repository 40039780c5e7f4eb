package com.posthog.doctor.report;

import com.google.gson.stream.JsonWriter;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Symptom;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Cards as JSON, for tools that want to show or choose checks. */
public final class CardJson {
  private CardJson() {}

  /** The cards in their order. */
  public static String write(String version, List<Card> cards) {
    StringWriter text = new StringWriter();
    try (JsonWriter out = new JsonWriter(text)) {
      out.setIndent("  ");
      out.setHtmlSafe(false);
      out.beginObject();
      out.name("schemaVersion").value(1);
      out.name("tool").beginObject();
      out.name("name").value("posthog-doctor").name("version").value(version).endObject();
      out.name("checks").beginArray();
      for (Card card : cards) {
        card(out, card);
      }
      out.endArray();
      out.endObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text + "\n";
  }

  private static void card(JsonWriter out, Card card) throws IOException {
    out.beginObject();
    out.name("check").value(card.id().value());
    out.name("title").value(card.title());
    out.name("severity").value(card.severity().word());
    texts(out, "aliases", card.aliases());
    texts(out, "tags", card.tags());
    texts(out, "platforms", card.platforms());
    texts(out, "eras", card.eras());
    texts(out, "requires", card.requires().stream().map(id -> id.value()).toList());
    out.name("why").value(card.why());
    out.name("docs").value(card.docs());
    out.name("harmless").value(card.harmless());
    texts(out, "symptoms", card.symptoms().stream().map(Symptom::text).toList());
    out.name("remedies").beginArray();
    for (Remedy remedy : card.remedies()) {
      JsonReport.remedy(out, remedy);
    }
    out.endArray();
    out.endObject();
  }

  private static void texts(JsonWriter out, String name, List<String> texts) throws IOException {
    out.name(name).beginArray();
    for (String text : texts) {
      out.value(text);
    }
    out.endArray();
  }
}
