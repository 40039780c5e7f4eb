package com.posthog.doctor.support;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.posthog.doctor.cli.Main;
import com.posthog.doctor.cli.StagedMain;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.LocalHost;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Runs the whole tool in this process, as a person would run it in a folder with an environment.
 */
public final class Doctor {
  private final Path folder;
  private final Map<String, String> environment;
  private final UnaryOperator<Host> stage;

  private Doctor(Path folder, Map<String, String> environment, UnaryOperator<Host> stage) {
    this.folder = folder;
    this.environment = environment;
    this.stage = stage;
  }

  /** A doctor in a folder, with this process's environment less what would mislead it. */
  public static Doctor in(Path folder) {
    Map<String, String> environment = new TreeMap<>(System.getenv());
    environment
        .keySet()
        .removeIf(name -> name.startsWith("POSTHOG") || name.equals("CI") || name.endsWith("_URL"));
    return new Doctor(folder, environment, UnaryOperator.identity());
  }

  /** The same with one more variable; null takes it away. */
  public Doctor with(String name, String value) {
    Map<String, String> more = new TreeMap<>(environment);
    if (value == null) {
      more.remove(name);
    } else {
      more.put(name, value);
    }
    return new Doctor(folder, more, stage);
  }

  /** The same on a machine that looks like another one. */
  public Doctor on(UnaryOperator<Host> other) {
    return new Doctor(folder, environment, other);
  }

  /** Runs a command as it stands. */
  public Run run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        StagedMain.run(
            List.of(args),
            new Main.Streams(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8)),
            environment,
            folder,
            stage.apply(new LocalHost(environment, folder)));
    return new Run(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Runs {@code check} with these arguments and reads its JSON report. */
  public Run check(String... args) {
    List<String> all = new ArrayList<>(List.of("check", "--format", "json"));
    List<String> given = List.of(args);
    if (!given.contains("--probe-limit") && !given.contains("--deadline")) {
      // a test machine may be busy with other things: what is tested is the verdict, not the speed
      all.addAll(List.of("--probe-limit", "15s", "--deadline", "60s"));
    }
    all.addAll(given);
    return run(all.toArray(new String[0]));
  }

  /** What a run gave. */
  public record Run(int code, String out, String err) {

    /** The report, when the format was JSON. */
    public JsonObject report() {
      return JsonParser.parseString(out).getAsJsonObject();
    }

    /** The findings of a check; of every check when the id is empty. */
    public List<JsonObject> findings(String id) {
      JsonArray all = report().getAsJsonArray("findings");
      List<JsonObject> some = new ArrayList<>();
      for (JsonElement one : all) {
        JsonObject finding = one.getAsJsonObject();
        if (id.isEmpty() || finding.get("check").getAsString().equals(id)) {
          some.add(finding);
        }
      }
      return some;
    }

    /** The worst status of a check: fail, then unknown, blocked, waived, skipped, pass. */
    public String status(String id) {
      List<String> order = List.of("fail", "unknown", "blocked", "waived", "skipped", "pass");
      return findings(id).stream()
          .map(finding -> finding.get("status").getAsString())
          .min((a, b) -> Integer.compare(order.indexOf(a), order.indexOf(b)))
          .orElse("absent");
    }

    /** The messages of a check's findings with a status, one a line. */
    public String messages(String id, String status) {
      StringBuilder text = new StringBuilder();
      findings(id).stream()
          .filter(finding -> finding.get("status").getAsString().equals(status))
          .forEach(finding -> text.append(finding.get("message").getAsString()).append('\n'));
      return text.toString();
    }

    /**
     * Sees that a check has findings of this status, and that one of them says this, in our words.
     */
    public void expect(String id, String status, String part) {
      String messages = messages(id, status);
      assertTrue(messages.contains(part), () -> part + " is not in: " + out + err);
      assertTrue(!messages.contains("Exception"), messages);
    }

    /** The ids of the failures at error or warning that nothing else explains. */
    public List<String> headlines() {
      return findings("").stream()
          .filter(finding -> finding.get("status").getAsString().equals("fail"))
          .filter(finding -> finding.get("because").isJsonNull())
          .filter(finding -> !finding.get("severity").getAsString().equals("advice"))
          .map(finding -> finding.get("check").getAsString())
          .distinct()
          .toList();
    }
  }
}
