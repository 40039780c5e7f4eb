package com.posthog.doctor.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/**
 * A machine that one does not have: the recorded answers of its commands, files and servers, from a
 * folder {@code answers}. Keyed, never ordered. A question that was not recorded is an error that
 * says where to add it; a file that was not recorded does not exist.
 */
public final class RecordedHost implements Host {
  private final Recording recording;
  private final RecordedFiles files;
  private final TreeSet<String> unrecorded = new TreeSet<>();
  private final ConcurrentSkipListSet<String> asked = new ConcurrentSkipListSet<>();

  /** The machine recorded in this folder, which holds {@code answers}. */
  public RecordedHost(Path folder) throws IOException {
    this.recording = Recording.load(folder.resolve("answers"));
    this.files = new RecordedFiles(recording);
  }

  /** The questions that were asked and have no recorded answer, for tests. */
  public synchronized List<String> unrecorded() {
    return List.copyOf(unrecorded);
  }

  /** The recorded questions that were asked, for tests. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public String os() {
    return recording.os();
  }

  @Override
  public Map<String, String> environment() {
    return recording.environment();
  }

  @Override
  public String user() {
    return recording.user();
  }

  @Override
  public long uid() {
    return recording.uid();
  }

  @Override
  public Path folder() {
    return Path.of(recording.folder());
  }

  @Override
  public Optional<Path> home() {
    String home = recording.environment().getOrDefault("HOME", "");
    return home.isEmpty() ? Optional.empty() : Optional.of(Path.of(home));
  }

  @Override
  public Optional<String> launched(String name) {
    return Optional.ofNullable(recording.launched().get(name));
  }

  @Override
  public Instant now() {
    return recording.now();
  }

  @Override
  public FileState state(Path path) {
    return files.state(path);
  }

  @Override
  public byte[] read(Path path, int limit) throws IOException {
    return files.read(path, limit);
  }

  @Override
  public byte[] tail(Path path, int limit) throws IOException {
    return files.tail(path, limit);
  }

  @Override
  public byte[] head(Path path, int limit) throws IOException {
    return files.head(path, limit);
  }

  /** From the recorded answer of {@code /bin/df -Pk} about the path, or about a folder above it. */
  @Override
  public Optional<Space> space(Path path) {
    for (@Nullable Path at = path.normalize(); at != null; at = at.getParent()) {
      Answer answer = recording.commands().get("/bin/df -Pk " + at);
      if (answer != null) {
        return answer.succeeded() ? Space.ofDf(answer.out()) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  @Override
  public List<String> list(Path path, int limit) throws IOException {
    return files.list(path, limit);
  }

  @Override
  public Optional<String> identity(Path path) {
    return files.identity(path);
  }

  @Override
  public Optional<String> link(Path path) {
    return files.link(path);
  }

  @Override
  public Path real(Path path) {
    return files.real(path);
  }

  @Override
  public Answer ask(List<String> argv, Deadline deadline) {
    if (!Questions.permit(argv)) {
      throw new IllegalArgumentException("not on the list of questions: " + String.join(" ", argv));
    }
    String question = String.join(" ", argv);
    Answer answer = recording.commands().get(question);
    if (answer != null) {
      asked.add(question);
      return answer;
    }
    boolean absent =
        argv.get(0).startsWith("/")
            ? !state(Path.of(argv.get(0))).isFile()
            : which(argv.get(0)).isEmpty();
    if (absent) {
      return new Answer(Answer.Outcome.ABSENT, -1, "", "not on PATH", Duration.ZERO);
    }
    throw missing(question, "commands.yaml");
  }

  private synchronized IllegalStateException missing(String what, String file) {
    unrecorded.add(what);
    return new IllegalStateException(
        "not recorded: " + what + " (add it to " + recording.folderOf(file) + ")");
  }

  @Override
  public List<String> addresses(String name, Deadline deadline) {
    return recording.names().getOrDefault(name, List.of());
  }

  @Override
  public Reach knock(String address, int port, Deadline deadline) {
    return recording.ports().getOrDefault(address + ":" + port, Reach.REFUSED);
  }

  @Override
  public HttpAnswer get(
      Endpoint endpoint, String path, Map<String, String> sent, int limit, Deadline deadline)
      throws IOException {
    String question = endpoint.text() + " " + path;
    Recording.@Nullable Reply reply = recording.http().get(question);
    if (reply == null) {
      if (endpoint.socket().isEmpty() || state(Path.of(endpoint.socket())).exists()) {
        throw missing("GET " + question, "network.yaml");
      }
      throw new java.net.SocketException("No such file or directory");
    }
    asked.add("GET " + question);
    if (!reply.refused().isEmpty()) {
      throw new java.net.SocketException(reply.refused());
    }
    Map<String, List<String>> headers = new TreeMap<>();
    reply.headers().forEach((name, value) -> headers.put(name, List.of(value)));
    return new HttpAnswer(
        reply.status(), headers, reply.body().getBytes(StandardCharsets.UTF_8), true);
  }

  @Override
  public byte[] greet(String address, int port, byte[] words, int limit, Deadline deadline) {
    String question = "greet " + address + ":" + port;
    Object answer = recording.servers().get(question);
    if (answer == null) {
      throw missing(question, "servers");
    }
    asked.add(question);
    return answer.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public Optional<Object> recorded(String fact) {
    Object answer = recording.servers().get(fact);
    if (answer == null) {
      throw missing(fact, "servers");
    }
    asked.add(fact);
    return Optional.of(answer);
  }

  /** All recorded answers as text, for tests that look for secrets. */
  public List<String> sources() {
    return new ArrayList<>(recording.sources());
  }
}
