package com.posthog.doctor.fix;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run as its journal tells it. A last line that was cut off by a crash counts as not written.
 *
 * @param pid the process that it ran in
 * @param finished whether it came to its end
 * @param undone whether all of it that can be undone was undone
 * @param torn whether the journal ends in the middle of a line
 */
public record Recorded(
    String id,
    Path folder,
    Instant startedAt,
    long pid,
    boolean finished,
    boolean undone,
    boolean torn,
    List<Act> acts) {
  public Recorded {
    acts = List.copyOf(acts);
  }

  /** Whether there is something that may have to be undone. */
  public boolean hasChanges() {
    return !undone && !acts.isEmpty();
  }

  /** Whether it was stopped before its end, and nobody has dealt with it since. */
  public boolean interrupted() {
    boolean alive = ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    return !finished && hasChanges() && (!alive || pid == ProcessHandle.current().pid());
  }

  /** What was under way when it was stopped; empty when nothing was. */
  public String underWay() {
    return acts.stream()
        .filter(act -> act.state() == Act.State.BEGUN)
        .reduce((first, second) -> second)
        .map(Act::describe)
        .orElse("");
  }

  static Recorded read(Path folder, String text) {
    Reader reader = new Reader();
    for (String line : text.lines().toList()) {
      reader.take(line);
    }
    return new Recorded(
        String.valueOf(folder.getFileName()),
        folder,
        reader.startedAt,
        reader.pid,
        reader.finished,
        reader.undone,
        !text.isEmpty() && !text.endsWith("\n"),
        List.copyOf(reader.acts.values()));
  }

  /** Walks a journal once. */
  private static final class Reader {
    private final Map<Integer, Act> acts = new TreeMap<>();
    private Instant startedAt = Instant.EPOCH;
    private long pid = -1;
    private boolean finished;
    private boolean undone;

    void take(String text) {
      JsonObject line;
      try {
        line = JsonParser.parseString(text).getAsJsonObject();
      } catch (JsonParseException | IllegalStateException torn) {
        return;
      }
      int number = number(line, "act", 0);
      switch (text(line, "event")) {
        case "start" -> start(line);
        case "begin" -> acts.put(number, begun(line, number));
        case "done" ->
            acts.computeIfPresent(
                number,
                (n, act) ->
                    act.in(Act.State.DONE).after(line.has("after") ? text(line, "after") : null));
        case "failed" -> acts.remove(number);
        case "left" -> acts.computeIfPresent(number, (n, act) -> act.left(text(line, "what")));
        case "undone" -> acts.computeIfPresent(number, (n, act) -> act.in(Act.State.UNDONE));
        case "end" -> finished = true;
        case "undone-all" -> undone = true;
        default -> {
          // a line of a newer doctor: what it means is not known, and nothing is done about it
        }
      }
    }

    private void start(JsonObject line) {
      pid = number(line, "pid", -1);
      try {
        startedAt = Instant.parse(text(line, "at"));
      } catch (DateTimeParseException unknown) {
        startedAt = Instant.EPOCH;
      }
    }

    private static Act begun(JsonObject line, int number) {
      return new Act(
          number,
          text(line, "kind"),
          text(line, "remedy"),
          text(line, "describe"),
          Path.of(text(line, "file")),
          Path.of(text(line, "to")),
          text(line, "before"),
          text(line, "after"),
          number(line, "mode", -1),
          text(line, "backup"),
          "",
          about(line),
          Act.State.BEGUN);
    }

    private static Map<String, String> about(JsonObject line) {
      Map<String, String> about = new TreeMap<>();
      if (line.get("about") instanceof JsonObject known) {
        known.keySet().forEach(name -> about.put(name, text(known, name)));
      }
      return about;
    }

    private static String text(JsonObject line, String name) {
      return line.has(name) ? line.get(name).getAsString() : "";
    }

    private static int number(JsonObject line, String name, int usual) {
      return line.has(name) ? line.get(name).getAsInt() : usual;
    }
  }
}
