package com.posthog.doctor.report;

import com.google.gson.stream.JsonWriter;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Symptom;
import java.io.IOException;
import java.util.List;

/** Cards as JSON, for tools that want to show or choose checks. */
public final class CardJson {
  private CardJson() {}

  /** The cards in their order. */
  public static String write(String version, List<Card> cards) {
    return Json.text(
        out -> {
          out.beginObject();
          out.name("schemaVersion").value(1);
          Json.tool(out, version);
          out.name("checks").beginArray();
          for (Card card : cards) {
            card(out, card);
          }
          out.endArray();
          out.endObject();
        });
  }

  private static void card(JsonWriter out, Card card) throws IOException {
    out.beginObject();
    out.name("check").value(card.id().value());
    out.name("title").value(card.title());
    out.name("severity").value(card.severity().word());
    Json.texts(out, "aliases", card.aliases());
    Json.texts(out, "tags", card.tags());
    Json.texts(out, "platforms", card.platforms());
    Json.texts(out, "eras", card.eras());
    Json.texts(out, "requires", card.requires().stream().map(id -> id.value()).toList());
    out.name("why").value(card.why());
    out.name("docs").value(card.docs());
    out.name("harmless").value(card.harmless());
    Json.texts(
        out,
        "symptoms",
        card.symptoms().stream().filter(one -> !one.isOver()).map(Symptom::text).toList());
    out.name("remedies").beginArray();
    for (Remedy remedy : card.remedies()) {
      JsonReport.remedy(out, remedy);
    }
    out.endArray();
    out.endObject();
  }
}
