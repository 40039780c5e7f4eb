package com.posthog.doctor.fix;

import com.google.gson.JsonObject;
import com.posthog.doctor.host.Hands;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.model.Change;
import com.posthog.doctor.model.Content;
import com.posthog.doctor.model.ServiceStep;
import com.posthog.doctor.model.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run does, written down before and after each step and kept on the disk before it goes on.
 * The folder of the run is made when there is something to write, and not before.
 */
public final class Journal {
  static final String NAME = "journal.jsonl";

  /** Of what is written here; a doctor undoes no journal of a higher one than its own. */
  static final int FORMAT = 1;

  private final Host host;
  private final Hands hands;
  private final Path folder;
  private final String version;
  private final Set<Integer> open = new HashSet<>();
  private boolean started;
  private int last;
  private boolean changed;

  Journal(Host host, Hands hands, Path folder, String version) {
    this.host = host;
    this.hands = hands;
    this.folder = folder;
    this.version = version;
  }

  /** Writes down a change of a file, with a copy of the file; gives the number of the act. */
  int begin(String remedy, String describe, Change change) throws IOException {
    start();
    JsonObject line = begun();
    line.addProperty("remedy", remedy);
    line.addProperty("describe", describe);
    line.addProperty("file", change.file().toString());
    if (change instanceof Change.Rewrite rewrite) {
      line.addProperty("kind", "rewrite");
      keep(line, change.file(), rewrite.before());
      line.addProperty("after", rewrite.after().digest());
    } else if (change instanceof Change.Mode mode) {
      line.addProperty("kind", "mode");
      line.addProperty("before", Integer.toOctalString(mode.before()));
      line.addProperty("after", Integer.toOctalString(mode.after()));
    } else if (change instanceof Change.Move move) {
      line.addProperty("kind", "move");
      line.addProperty("to", move.to().toString());
    }
    write(line);
    return last;
  }

  /** Writes down a file that a program is going to change in a way that is not known. */
  int begin(String remedy, String describe, Path file, @Nullable Content before)
      throws IOException {
    start();
    JsonObject line = begun();
    line.addProperty("remedy", remedy);
    line.addProperty("describe", describe);
    line.addProperty("kind", "rewrite");
    line.addProperty("file", file.toString());
    keep(line, file, before);
    write(line);
    return last;
  }

  /** Writes down that a program is going to run in a folder, and what takes it back. */
  int begin(String remedy, Step.Run run, Path place) throws IOException {
    start();
    JsonObject line = line("begin", ++last);
    line.addProperty("remedy", remedy);
    line.addProperty("describe", run.describe());
    line.addProperty("kind", "run");
    UndoProgram.of(host, run, place).note(line);
    write(line);
    return last;
  }

  /** Writes down that processes are going to be ended. */
  int begin(String remedy, String describe) throws IOException {
    start();
    JsonObject line = begun();
    line.addProperty("remedy", remedy);
    line.addProperty("describe", describe);
    line.addProperty("kind", "run");
    write(line);
    return last;
  }

  /** Writes down that something is going to be done to a container or a server. */
  int begin(String remedy, ServiceStep step, Map<String, String> about) throws IOException {
    start();
    JsonObject line = begun();
    line.addProperty("remedy", remedy);
    line.addProperty("describe", step.describe());
    line.addProperty("kind", step.kind());
    JsonObject known = new JsonObject();
    about.forEach(known::addProperty);
    line.add("about", known);
    write(line);
    return last;
  }

  private void keep(JsonObject line, Path file, @Nullable Content before) throws IOException {
    if (before == null) {
      line.addProperty("before", Look.NONE);
      return;
    }
    String backup = "backup-" + last;
    hands.write(folder.resolve(backup), before.bytes(), 0600);
    line.addProperty("before", before.digest());
    line.addProperty("backup", backup);
    line.addProperty("mode", host.state(file).mode() & 0777);
  }

  /** A file of the run, beside its journal. */
  Path file(String name) {
    return folder.resolve(name);
  }

  /** Writes down that an act is done. */
  void done(int number) throws IOException {
    finished(number);
    write(line("done", number));
  }

  /** Writes down what a program has made of a file. */
  void done(int number, String after) throws IOException {
    finished(number);
    JsonObject line = line("done", number);
    line.addProperty("after", after);
    write(line);
  }

  private void finished(int number) {
    changed = true;
    open.remove(number);
  }

  /** Writes down that an act was not done, and that nothing came of it. */
  void failed(int number) throws IOException {
    open.remove(number);
    write(line("failed", number));
  }

  /** Writes down what stands now where something was moved away. */
  void left(int number, String what) throws IOException {
    JsonObject line = line("left", number);
    line.addProperty("what", what);
    write(line);
  }

  /** Ends the run; one that changed nothing leaves nothing behind. */
  public void end() throws IOException {
    if (!started) {
      return;
    }
    if (changed()) {
      write(line("end", last));
      return;
    }
    for (String name : host.list(folder, 1000)) {
      hands.remove(folder.resolve(name));
    }
    hands.remove(folder);
    started = false;
  }

  /** The name of the run, when it has changed something. */
  public String run() {
    return changed() ? String.valueOf(folder.getFileName()) : "";
  }

  /** Whether something was done, or may have been: an act whose end is not known counts. */
  private boolean changed() {
    return changed || !open.isEmpty();
  }

  private void start() throws IOException {
    if (!started) {
      hands.makeFolder(folder);
      started = true;
      JsonObject line = line("start", 0);
      line.addProperty("format", FORMAT);
      line.addProperty("version", version);
      line.addProperty("pid", ProcessHandle.current().pid());
      line.addProperty("at", Instant.now().toString());
      write(line);
    }
  }

  private JsonObject begun() {
    open.add(++last);
    return line("begin", last);
  }

  static JsonObject line(String event, int number) {
    JsonObject line = new JsonObject();
    line.addProperty("event", event);
    line.addProperty("act", number);
    return line;
  }

  private void write(JsonObject line) throws IOException {
    append(hands, folder, line);
  }

  /** Writes down what has become of a run, behind what a crash may have cut off. */
  static void note(Hands hands, Recorded run, String event, int number) throws IOException {
    if (run.torn()) {
      hands.append(run.folder().resolve(NAME), "\n".getBytes(StandardCharsets.UTF_8));
    }
    append(hands, run.folder(), line(event, number));
  }

  /** Writes one line behind a journal. */
  static void append(Hands hands, Path folder, JsonObject line) throws IOException {
    hands.append(folder.resolve(NAME), (line + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
