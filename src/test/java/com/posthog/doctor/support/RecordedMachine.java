package com.posthog.doctor.support;

import com.posthog.doctor.facts.Fact;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.RecordedHost;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A small recorded machine that a test writes down itself: what its files hold, what its commands
 * answer, and the variables of the shell.
 */
public final class RecordedMachine {
  private final Path folder;
  private final StringBuilder environment = new StringBuilder();
  private final StringBuilder launched = new StringBuilder();
  private final StringBuilder files = new StringBuilder();
  private final StringBuilder commands = new StringBuilder();
  private final StringBuilder names = new StringBuilder();
  private final StringBuilder http = new StringBuilder();
  private final String os;
  private String now = "";
  private long uid = 501;

  private RecordedMachine(String os, Path folder) {
    this.os = os;
    this.folder = folder;
  }

  /** A machine that has nothing yet, written below a temporary folder. */
  public static RecordedMachine of(String os, Path temporary) {
    return new RecordedMachine(os, temporary);
  }

  /** The number of the user. */
  public RecordedMachine uid(long number) {
    uid = number;
    return this;
  }

  /** A variable of the shell. */
  public RecordedMachine env(String name, String value) {
    environment.append("  ").append(name).append(": ").append(quoted(value)).append('\n');
    return this;
  }

  /** What only the start could tell, such as {@code nofile}. */
  public RecordedMachine launched(String name, String value) {
    launched.append("  ").append(name).append(": ").append(quoted(value)).append('\n');
    return this;
  }

  /** A file with a text. */
  public RecordedMachine file(String path, String text) {
    files.append("- { path: ").append(quoted(path)).append(", text: ").append(quoted(text));
    files.append(", mode: \"755\" }\n");
    return this;
  }

  /** A file with bytes, in base64. */
  public RecordedMachine bytes(String path, byte[] content) {
    String text = java.util.Base64.getEncoder().encodeToString(content);
    files.append("- { path: ").append(quoted(path)).append(", base64: ").append(quoted(text));
    files.append(", mode: \"755\" }\n");
    return this;
  }

  /** A folder of this machine, such as a fixture checkout, at a path of the recorded one. */
  public RecordedMachine mount(String path, Path real) {
    files.append("- { path: ").append(quoted(path)).append(", mount: ");
    files.append(quoted(real.toAbsolutePath().toString())).append(" }\n");
    return this;
  }

  /** What is at a path: {@code folder}, {@code denied}, {@code other}. */
  public RecordedMachine entry(String path, String kind) {
    files.append("- { path: ").append(quoted(path)).append(", kind: ").append(kind).append(" }\n");
    return this;
  }

  /** A file of the given size whose content nobody reads. */
  public RecordedMachine sized(String path, long size) {
    files.append("- { path: ").append(quoted(path)).append(", size: ").append(size).append(" }\n");
    return this;
  }

  /** A command that ends with status 0 and prints this. */
  public RecordedMachine answer(String question, String out) {
    commands.append("- { ask: ").append(quoted(question)).append(", out: ").append(quoted(out));
    commands.append(" }\n");
    return this;
  }

  /** A command that ends with another status and complains. */
  public RecordedMachine failure(String question, int code, String err) {
    commands.append("- { ask: ").append(quoted(question)).append(", rc: ").append(code);
    commands.append(", err: ").append(quoted(err)).append(" }\n");
    return this;
  }

  /** The addresses of a name. */
  public RecordedMachine name(String name, String... addresses) {
    names
        .append("  ")
        .append(name)
        .append(": [")
        .append(String.join(", ", addresses))
        .append("]\n");
    return this;
  }

  /** What a server answers: {@code unix:///var/run/docker.sock /info}. */
  public RecordedMachine http(String get, int status, String body) {
    return http(get, status, "", "", body);
  }

  /** The same with one header. */
  public RecordedMachine http(String get, int status, String header, String value, String body) {
    http.append("  - { get: ").append(quoted(get)).append(", status: ").append(status);
    if (!header.isEmpty()) {
      http.append(", headers: { ").append(header).append(": ").append(quoted(value)).append(" }");
    }
    http.append(", body: ").append(quoted(body)).append(" }\n");
    return this;
  }

  /** A server that gives no answer, and the system's words for it. */
  public RecordedMachine refused(String get, String words) {
    http.append("  - { get: ").append(quoted(get)).append(", refused: ").append(quoted(words));
    http.append(" }\n");
    return this;
  }

  /** What the clock says. */
  public RecordedMachine now(String time) {
    now = "now: " + quoted(time) + "\n";
    return this;
  }

  /** A link. */
  public RecordedMachine link(String path, String target) {
    files.append("- { path: ").append(quoted(path)).append(", link: ").append(quoted(target));
    files.append(" }\n");
    return this;
  }

  /** The machine as it is written down so far. */
  public RecordedHost host() {
    Path answers = folder.resolve("answers");
    try {
      Files.createDirectories(answers);
      Files.writeString(
          answers.resolve("machine.yaml"),
          "os: "
              + os
              + "\nuser: ada\nuid: "
              + uid
              + "\nfolder: /home/ada\n"
              + now
              + "environment:\n"
              + environment
              + "launched:\n"
              + launched);
      Files.writeString(answers.resolve("files.yaml"), files);
      Files.writeString(answers.resolve("commands.yaml"), commands);
      Files.writeString(answers.resolve("network.yaml"), "names:\n" + names + "http:\n" + http);
      return new RecordedHost(folder);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /** What a probe reads of this machine when these facts are known. */
  public <F> F read(Probe<F> probe, FactKey<F> key, Facts soFar) throws Exception {
    return probe.read(key, host(), soFar, Deadline.in(Duration.ofSeconds(10)));
  }

  /** The same when nothing is known yet. */
  public <F> F read(Probe<F> probe, FactKey<F> key) throws Exception {
    return read(probe, key, Facts.of(Map.<FactKey<?>, Fact<?>>of()));
  }

  private static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t")
        + '"';
  }
}
