package com.posthog.doctor.support;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.host.RecordedHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A recorded host that a test writes itself: a few files and answers, and nothing else exists. */
public final class SmallHost {
  private final Path folder;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final List<String> files = new ArrayList<>();
  private final List<String> commands = new ArrayList<>();
  private final List<String> ports = new ArrayList<>();
  private final List<String> servers = new ArrayList<>();
  private String os = "linux";
  private String now = "2026-10-20T09:00:00Z";

  private SmallHost(Path folder) {
    this.folder = folder;
  }

  /** An empty Linux machine, kept in a temporary folder. */
  public static SmallHost in(Path temporary) throws IOException {
    return new SmallHost(Files.createTempDirectory(temporary, "host"));
  }

  /** A checkout at {@code /home/u/posthog}. */
  public static CheckoutFacts checkout(String era) {
    return new CheckoutFacts(
        true,
        "/home/u/posthog",
        false,
        era,
        "",
        List.of(),
        List.of(),
        false,
        "",
        "/home/u/posthog/.git",
        true);
  }

  /** The same as a machine of this kind. */
  public SmallHost os(String name) {
    os = name;
    return this;
  }

  /** The same at this time. */
  public SmallHost now(String instant) {
    now = instant;
    return this;
  }

  /** With a variable. */
  public SmallHost variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** With a file that holds this text. */
  public SmallHost text(String path, String text) {
    return bytes(path, text.getBytes(java.nio.charset.StandardCharsets.UTF_8), "");
  }

  /** With a file that has more fields: {@code mode: "755"}. */
  public SmallHost text(String path, String text, String fields) {
    return bytes(path, text.getBytes(java.nio.charset.StandardCharsets.UTF_8), fields);
  }

  /** With a file that holds these bytes. */
  public SmallHost bytes(String path, byte[] bytes, String fields) {
    String more = fields.isEmpty() ? "" : ", " + fields;
    files.add(
        "{ path: \""
            + path
            + "\", base64: \""
            + Base64.getEncoder().encodeToString(bytes)
            + "\""
            + more
            + " }");
    return this;
  }

  /** With a copy of a file of the fixtures. */
  public SmallHost copy(String path, Path file) throws IOException {
    return bytes(path, Files.readAllBytes(file), "");
  }

  /**
   * With something that is no file: {@code folder}, {@code denied}, {@code loop}, {@code other}.
   */
  public SmallHost thing(String path, String kind) {
    files.add("{ path: \"" + path + "\", kind: " + kind + " }");
    return this;
  }

  /** With a link. */
  public SmallHost link(String path, String target) {
    files.add("{ path: \"" + path + "\", link: \"" + target + "\" }");
    return this;
  }

  /** With a real folder in place of a recorded one. */
  public SmallHost mount(String path, Path real) {
    files.add("{ path: \"" + path + "\", mount: \"" + real.toAbsolutePath() + "\" }");
    return this;
  }

  /** With the answer of a program. */
  public SmallHost answer(String question, int code, String out, String err) {
    commands.add(
        "{ ask: "
            + quoted(question)
            + ", rc: "
            + code
            + ", out: "
            + quoted(out)
            + ", err: "
            + quoted(err)
            + " }");
    return this;
  }

  /**
   * With a port that is {@code open}, {@code silent} or {@code unreachable}; others are refused.
   */
  public SmallHost port(String address, String word) {
    ports.add("\"" + address + "\": " + word);
    return this;
  }

  /** With what a server said that has a driver of its own, as the tree of the fact in YAML. */
  public SmallHost server(String fact, String tree) {
    servers.add("{ ask: \"" + fact + "\", answer: " + tree + ", source: test }");
    return this;
  }

  private static String quoted(String text) {
    return "\""
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t")
        + "\"";
  }

  /** Writes it down and opens it. */
  public RecordedHost open() throws IOException {
    Path answers = Files.createDirectories(folder.resolve("answers"));
    StringBuilder variables = new StringBuilder();
    environment.forEach(
        (name, value) -> variables.append("\n  ").append(name).append(": ").append(quoted(value)));
    Files.writeString(
        answers.resolve("machine.yaml"),
        "os: "
            + os
            + "\nnow: \""
            + now
            + "\"\nuser: u\nuid: 1000\nfolder: /home/u/posthog\nenvironment:"
            + (environment.isEmpty() ? " {}" : variables)
            + "\n");
    Files.writeString(answers.resolve("files.yaml"), list(files));
    Files.writeString(answers.resolve("commands.yaml"), list(commands));
    Files.writeString(
        answers.resolve("network.yaml"), "ports: { " + String.join(", ", ports) + " }\n");
    Files.createDirectories(answers.resolve("servers"));
    Files.writeString(answers.resolve("servers/all.yaml"), list(servers));
    return new RecordedHost(folder);
  }

  private static String list(List<String> items) {
    return items.isEmpty() ? "[]\n" : "- " + String.join("\n- ", items) + "\n";
  }
}
