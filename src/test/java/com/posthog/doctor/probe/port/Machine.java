package com.posthog.doctor.probe.port;

import com.google.gson.Gson;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.RecordedHost;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small recorded machine that a test writes down. */
final class Machine {
  private final Path folder;
  private final Map<String, Object> machine = new LinkedHashMap<>();
  private final List<Map<String, Object>> files = new ArrayList<>();
  private final List<Map<String, Object>> commands = new ArrayList<>();

  Machine(Path folder, String os, String user, long uid) {
    this.folder = folder;
    machine.put("os", os);
    machine.put("user", user);
    machine.put("uid", uid);
    machine.put("folder", "/");
  }

  Machine file(String path, String text) {
    files.add(Map.of("path", path, "text", text));
    return this;
  }

  Machine link(String path, String target) {
    files.add(Map.of("path", path, "link", target));
    return this;
  }

  /** A folder of {@code /proc} that belongs to somebody, with the files that anybody may read. */
  Machine process(long pid, long owner, String program, String command) {
    String at = "/proc/" + pid;
    files.add(Map.of("path", at, "kind", "folder", "owner", owner));
    return file(at + "/comm", program + "\n")
        .file(at + "/cmdline", command.replace(' ', '\0') + "\0");
  }

  /** An open file of a process, such as {@code socket:[40451]}. */
  Machine opened(long pid, int number, String target) {
    return link("/proc/" + pid + "/fd/" + number, target);
  }

  Machine answer(String question, String out) {
    commands.add(Map.of("ask", question, "out", out));
    return this;
  }

  Machine answer(String question, int code, String out) {
    commands.add(Map.of("ask", question, "out", out, "rc", code));
    return this;
  }

  RecordedHost host() throws IOException {
    Path answers = Files.createDirectories(folder.resolve("answers"));
    Gson gson = new Gson();
    Files.writeString(answers.resolve("machine.yaml"), gson.toJson(machine));
    Files.writeString(answers.resolve("files.yaml"), gson.toJson(files));
    Files.writeString(answers.resolve("commands.yaml"), gson.toJson(commands));
    return new RecordedHost(folder);
  }

  <F> F read(FactKey<F> key, Probe<F> probe) throws Exception {
    return probe.read(key, host(), Facts.none(), Deadline.in(Duration.ofSeconds(10)));
  }
}
