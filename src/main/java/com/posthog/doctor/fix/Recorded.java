package com.posthog.doctor.fix;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run as its journal tells it. A last line that was cut off by a crash counts as not written.
 *
 * @param version the doctor that wrote it
 * @param format of the journal; what is higher than this doctor's own is not understood
 * @param pid the process that it ran in
 * @param finished whether it came to its end
 * @param passed whether a later run went on from it
 * @param undone whether all of it that can be undone was undone
 * @param torn whether the journal ends in the middle of a line
 */
public record Recorded(
    String id,
    Path folder,
    String version,
    int format,
    Instant startedAt,
    long pid,
    boolean finished,
    boolean passed,
    boolean undone,
    boolean torn,
    List<Act> acts) {
  private static final Duration CLOCKS = Duration.ofSeconds(2);

  public Recorded {
    acts = List.copyOf(acts);
  }

  /** Whether there is something that may have to be undone. */
  public boolean hasChanges() {
    return !undone && !acts.isEmpty();
  }

  /** Whether this doctor understands what is written in it. */
  public boolean understood() {
    return format <= Journal.FORMAT;
  }

  /** Whether it was stopped before its end. */
  public boolean stopped() {
    return !finished && hasChanges() && (!isAtWork() || pid == ProcessHandle.current().pid());
  }

  /** Whether it was stopped before its end, and nobody has dealt with it since. */
  public boolean interrupted() {
    return stopped() && !passed;
  }

  /** A process of that number that began later has only got the number of a dead one. */
  private boolean isAtWork() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(
            process ->
                process.info().startInstant().map(began -> !began.isAfter(latest())).orElse(true))
        .isPresent();
  }

  /** When its process has begun at the latest; the clocks of processes and files may differ. */
  private Instant latest() {
    return startedAt.plus(CLOCKS);
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
        reader.version,
        reader.format,
        reader.startedAt,
        reader.pid,
        reader.finished,
        reader.passed,
        reader.undone,
        !text.isEmpty() && !text.endsWith("\n"),
        List.copyOf(reader.acts.values()));
  }

  /** Walks a journal once. */
  private static final class Reader {
    private final Map<Integer, Act> acts = new TreeMap<>();
    private String version = "";
    private int format;
    private Instant startedAt = Instant.EPOCH;
    private long pid = -1;
    private boolean finished;
    private boolean passed;
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
        case "undoing" -> acts.computeIfPresent(number, (n, act) -> act.in(Act.State.UNDOING));
        case "undone" -> acts.computeIfPresent(number, (n, act) -> act.in(Act.State.UNDONE));
        case "end" -> finished = true;
        case "passed" -> passed = true;
        case "undone-all" -> undone = true;
        default -> {
          // a line of a newer doctor: what it means is not known, and nothing is done about it
        }
      }
    }

    private void start(JsonObject line) {
      version = text(line, "version");
      format = number(line, "format", Journal.FORMAT);
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
          path(line, "file"),
          path(line, "to"),
          text(line, "before"),
          text(line, "after"),
          number(line, "mode", -1),
          text(line, "backup"),
          "",
          about(line),
          UndoProgram.of(line),
          Act.State.BEGUN);
    }

    private static Map<String, String> about(JsonObject line) {
      Map<String, String> about = new TreeMap<>();
      if (line.get("about") instanceof JsonObject known) {
        known.keySet().forEach(name -> about.put(name, text(known, name)));
      }
      return about;
    }

    /** What a damaged line says here is taken for nothing. */
    private static String text(JsonObject line, String name) {
      return line.get(name) instanceof JsonPrimitive value ? value.getAsString() : "";
    }

    private static int number(JsonObject line, String name, int usual) {
      return line.get(name) instanceof JsonPrimitive value && value.isNumber()
          ? value.getAsInt()
          : usual;
    }

    private static Path path(JsonObject line, String name) {
      try {
        return Path.of(text(line, name));
      } catch (InvalidPathException damaged) {
        return Act.NOWHERE;
      }
    }
  }
}
