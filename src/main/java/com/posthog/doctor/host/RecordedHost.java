package com.posthog.doctor.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
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
  private static final int MOST_LINKS = 40;

  private final Recording recording;
  private final TreeSet<String> unrecorded = new TreeSet<>();
  private final ConcurrentSkipListSet<String> asked = new ConcurrentSkipListSet<>();

  /** The machine recorded in this folder, which holds {@code answers}. */
  public RecordedHost(Path folder) throws IOException {
    this.recording = Recording.load(folder.resolve("answers"));
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
    String end = follow(path);
    if (end.isEmpty()) {
      return FileState.none(FileState.Kind.LOOP);
    }
    Recording.@Nullable Entry entry = recording.files().get(end);
    if (entry != null && entry.kind() != FileState.Kind.FOLDER) {
      return state(entry);
    }
    Optional<Path> mounted = mounted(end);
    if (mounted.isPresent() && Files.exists(mounted.get())) {
      return mountedState(mounted.get());
    }
    if (entry != null) {
      return state(entry);
    }
    if (recording.hasChildren(end)) {
      return new FileState(FileState.Kind.FOLDER, 0, 0755, recording.uid(), Instant.EPOCH);
    }
    boolean link = link(path).isPresent();
    return FileState.none(link ? FileState.Kind.DANGLING : FileState.Kind.MISSING);
  }

  private FileState state(Recording.Entry entry) {
    long size = entry.size() >= 0 ? entry.size() : entry.content().length;
    return new FileState(entry.kind(), size, entry.mode(), entry.owner(), entry.modified());
  }

  private FileState mountedState(Path file) {
    boolean folder = Files.isDirectory(file);
    int mode = folder || Files.isExecutable(file) ? 0755 : 0644;
    try {
      return new FileState(
          folder ? FileState.Kind.FOLDER : FileState.Kind.FILE,
          folder ? 0 : Files.size(file),
          mode,
          recording.uid(),
          Instant.EPOCH);
    } catch (IOException unreadable) {
      return FileState.none(FileState.Kind.DENIED);
    }
  }

  @Override
  public byte[] read(Path path, int limit) throws IOException {
    FileState state = state(path);
    if (!state.isFile()) {
      if (state.kind() == FileState.Kind.MISSING) {
        throw new java.nio.file.NoSuchFileException(path.toString());
      }
      throw new IOException(
          state.isFolder() ? "is a folder, not a file" : "is " + state.kind().word());
    }
    if (state.sizeBytes() > limit) {
      throw new IOException("is larger than " + limit / 1024 + " KiB");
    }
    String end = follow(path);
    Recording.@Nullable Entry entry = recording.files().get(end);
    if (entry != null && entry.kind() == FileState.Kind.FILE) {
      return entry.content();
    }
    return Files.readAllBytes(mounted(end).orElseThrow());
  }

  @Override
  public byte[] tail(Path path, int limit) throws IOException {
    byte[] all = read(path, Integer.MAX_VALUE - 16);
    return all.length <= limit ? all : Arrays.copyOfRange(all, all.length - limit, all.length);
  }

  @Override
  public byte[] head(Path path, int limit) throws IOException {
    byte[] all = read(path, Integer.MAX_VALUE - 16);
    return all.length <= limit ? all : Arrays.copyOf(all, limit);
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
    if (!state(path).isFolder()) {
      throw new java.nio.file.NoSuchFileException(path.toString());
    }
    String end = follow(path);
    TreeSet<String> names = new TreeSet<>(recording.children(end));
    Optional<Path> mounted = mounted(end);
    if (mounted.isPresent() && Files.isDirectory(mounted.get())) {
      try (var entries = Files.list(mounted.get())) {
        entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
      }
    }
    names.removeIf(name -> recording.hides(end + "/" + name));
    return names.stream().limit(limit).toList();
  }

  @Override
  public Optional<String> identity(Path path) {
    Recording.@Nullable Entry entry = recording.files().get(follow(path));
    return entry == null || entry.identity().isEmpty()
        ? Optional.empty()
        : Optional.of(entry.identity());
  }

  @Override
  public Optional<String> link(Path path) {
    Recording.@Nullable Entry entry = recording.files().get(parentFollowed(path));
    return entry == null || entry.link().isEmpty() ? Optional.empty() : Optional.of(entry.link());
  }

  @Override
  public Path real(Path path) {
    String end = follow(path);
    return end.isEmpty() ? path : Path.of(end);
  }

  private String parentFollowed(Path path) {
    Path parent = path.normalize().getParent();
    if (parent == null || path.getFileName() == null) {
      return path.normalize().toString();
    }
    String folder = follow(parent);
    return (folder.equals("/") ? "" : folder) + "/" + path.getFileName();
  }

  /** Follows every recorded link of a path; empty when the links lead in a circle. */
  private String follow(Path path) {
    Path current = path.isAbsolute() ? path.normalize() : folder().resolve(path).normalize();
    for (int links = 0; links < MOST_LINKS; links++) {
      Path next = followOnce(current);
      if (next.equals(current)) {
        return current.toString();
      }
      current = next;
    }
    return "";
  }

  private Path followOnce(Path path) {
    Path seen = Path.of("/");
    for (int i = 0; i < path.getNameCount(); i++) {
      seen = seen.resolve(path.getName(i));
      Recording.@Nullable Entry entry = recording.files().get(seen.toString());
      if (entry != null && !entry.link().isEmpty()) {
        Path parent = seen.getParent();
        Path target = (parent == null ? seen : parent).resolve(entry.link()).normalize();
        return i + 1 < path.getNameCount()
            ? target.resolve(path.subpath(i + 1, path.getNameCount())).normalize()
            : target;
      }
    }
    return path;
  }

  private Optional<Path> mounted(String path) {
    for (Map.Entry<String, Path> mount : recording.mounts().descendingMap().entrySet()) {
      if (path.equals(mount.getKey())) {
        return Optional.of(mount.getValue());
      }
      if (path.startsWith(mount.getKey() + "/")) {
        return recording.hides(path)
            ? Optional.empty()
            : Optional.of(mount.getValue().resolve(path.substring(mount.getKey().length() + 1)));
      }
    }
    return Optional.empty();
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
    String word = recording.ports().getOrDefault(address + ":" + port, "refused");
    return Reach.valueOf(word.toUpperCase(java.util.Locale.ROOT));
  }

  @Override
  public HttpAnswer get(Endpoint endpoint, String path, int limit, Deadline deadline)
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
