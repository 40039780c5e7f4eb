package com.posthog.doctor.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonWriter;
import com.posthog.doctor.model.Change;
import com.posthog.doctor.model.Content;
import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Plan;
import com.posthog.doctor.model.Prospect;
import com.posthog.doctor.model.Risk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A plan as JSON, to be kept and applied later. It names each file with the digests of what is
 * there and of what would be there, never the content: it can be shown to anybody.
 */
public final class PlanJson {
  private static final int SCHEMA_VERSION = 1;
  private static final List<String> RISKS = Stream.of(Risk.values()).map(Risk::word).toList();

  private PlanJson() {}

  /**
   * What a plan was made for.
   *
   * @param version of the doctor
   * @param machine a mark of this machine and user
   * @param checkout the folder of the checkout; may be empty
   * @param checks the checks that were selected, in the order of the catalogue
   */
  public record Origin(
      String version, String machine, String checkout, List<String> checks, List<String> named) {
    public Origin {
      checks = List.copyOf(checks);
      named = List.copyOf(named);
    }
  }

  /** A plan that was kept. */
  public record Kept(Origin origin, List<String> allowed, String items, String script) {
    public Kept {
      allowed = List.copyOf(allowed);
    }
  }

  /** The plan as it is kept. */
  public static String write(Plan plan, Origin origin) {
    return Json.text(
        out -> {
          out.beginObject();
          out.name("schemaVersion").value(SCHEMA_VERSION);
          out.name("kind").value("plan");
          Json.tool(out, origin.version());
          out.name("machine").value(origin.machine());
          out.name("checkout").value(origin.checkout());
          Json.texts(out, "checks", origin.checks());
          Json.texts(out, "named", origin.named());
          Json.texts(out, "allowed", plan.allowed().stream().map(Risk::word).sorted().toList());
          out.name("items").beginArray();
          for (Plan.Item item : plan.items()) {
            item(out, item);
          }
          out.endArray();
          out.name("script").value(plan.script().isEmpty() ? null : plan.script());
          out.endObject();
        });
  }

  static void item(JsonWriter out, Plan.Item item) throws IOException {
    out.beginObject();
    out.name("remedy").value(item.remedy().id());
    out.name("title").value(item.remedy().title());
    out.name("why").value(item.remedy().why());
    out.name("risk").value(item.remedy().risk().word());
    out.name("reversible").value(item.remedy().reversible());
    out.name("standing").value(PlanText.word(item.standing()));
    out.name("cures").beginArray();
    for (Finding finding : item.cures()) {
      out.beginObject().name("check").value(finding.card().id().value());
      out.name("subject").value(finding.subject() == null ? null : finding.subject().text());
      out.name("severity").value(finding.severity().word());
      out.name("message").value(finding.message()).endObject();
    }
    out.endArray();
    out.name("steps").beginArray();
    for (Prospect prospect : item.steps()) {
      step(out, prospect);
    }
    out.endArray();
    out.endObject();
  }

  private static void step(JsonWriter out, Prospect prospect) throws IOException {
    out.beginObject();
    out.name("kind").value(prospect.step().kind());
    out.name("describe").value(prospect.step().describe());
    if (prospect.step() instanceof com.posthog.doctor.model.Step.Run run) {
      Json.texts(out, "argv", run.argv());
      Json.texts(out, "touches", run.touches());
      Json.texts(out, "undo", run.undo());
    }
    out.name("privileged").value(prospect.step().privileged());
    out.name("effect").value(PlanText.word(prospect.effect()));
    out.name("note").value(prospect.note());
    change(out, prospect.change());
    out.name("diff").value(prospect.diff());
    out.endObject();
  }

  private static void change(JsonWriter out, @Nullable Change change) throws IOException {
    out.name("file").value(change == null ? null : change.file().toString());
    if (change instanceof Change.Rewrite rewrite) {
      Content before = rewrite.before();
      out.name("before").value(before == null ? null : before.digest());
      out.name("after").value(rewrite.after().digest());
    } else if (change instanceof Change.Mode mode) {
      out.name("before").value(Integer.toOctalString(mode.before()));
      out.name("after").value(Integer.toOctalString(mode.after()));
    } else if (change instanceof Change.Move move) {
      out.name("before").value("there");
      out.name("after").value(move.to().toString());
    }
  }

  /** Reads a plan that was kept; empty when the text is none, or not a whole one. */
  public static Optional<Kept> read(String text) {
    try {
      JsonObject plan = JsonParser.parseString(text).getAsJsonObject();
      if (!plan.get("kind").getAsString().equals("plan")
          || plan.get("schemaVersion").getAsInt() != SCHEMA_VERSION) {
        return Optional.empty();
      }
      Origin origin =
          new Origin(
              plan.getAsJsonObject("tool").get("version").getAsString(),
              plan.get("machine").getAsString(),
              plan.get("checkout").getAsString(),
              words(plan.getAsJsonArray("checks")),
              words(plan.getAsJsonArray("named")));
      List<String> allowed = words(plan.getAsJsonArray("allowed"));
      return Optional.of(
              new Kept(
                  origin,
                  allowed,
                  plan.getAsJsonArray("items").toString(),
                  plan.get("script").toString()))
          .filter(kept -> RISKS.containsAll(allowed));
    } catch (JsonParseException
        | IllegalStateException
        | ClassCastException
        | NumberFormatException
        | UnsupportedOperationException
        | NullPointerException noPlan) {
      return Optional.empty();
    }
  }

  /**
   * Whether a plan that was kept would do exactly this. What was found may be told in other words:
   * what counts is what would be done, to which files, as they are.
   */
  public static boolean isSame(Kept kept, Plan plan, Origin origin) {
    JsonObject fresh = JsonParser.parseString(write(plan, origin)).getAsJsonObject();
    return kept.script().equals(fresh.get("script").toString())
        && plain(JsonParser.parseString(kept.items()).getAsJsonArray())
            .equals(plain(fresh.getAsJsonArray("items")));
  }

  private static JsonArray plain(JsonArray items) {
    for (JsonElement item : items) {
      if (item.isJsonObject() && item.getAsJsonObject().get("cures") instanceof JsonArray cures) {
        for (JsonElement cure : cures) {
          if (cure.isJsonObject()) {
            cure.getAsJsonObject().remove("message");
          }
        }
      }
    }
    return items;
  }

  private static List<String> words(JsonArray array) {
    List<String> words = new ArrayList<>();
    for (JsonElement one : array) {
      words.add(one.getAsString());
    }
    return words;
  }
}
