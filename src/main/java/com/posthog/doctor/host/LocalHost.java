package com.posthog.doctor.host;

import com.posthog.doctor.model.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The machine that the doctor runs on. */
public final class LocalHost implements Host {
  private static final Map<String, String> QUIET =
      Map.of(
          "LC_ALL", "C",
          "COREPACK_ENABLE_NETWORK", "0",
          "COREPACK_ENABLE_DOWNLOAD_PROMPT", "0",
          "npm_config_manage_package_manager_versions", "false",
          "RUSTUP_AUTO_INSTALL", "0",
          "GOTOOLCHAIN", "local",
          "UV_OFFLINE", "1",
          "HOMEBREW_NO_AUTO_UPDATE", "1");

  private static final Map<String, String> QUIET_GIT =
      Map.of(
          "GIT_OPTIONAL_LOCKS", "0",
          "GIT_NO_LAZY_FETCH", "1",
          // a git too old for the line above may still not reach for the network or run ssh
          "GIT_ALLOW_PROTOCOL", "none");

  /** What git tells its hooks of their repository, which need not be the one that is asked of. */
  private static final Set<String> OF_ANOTHER_REPOSITORY =
      Set.of(
          "GIT_DIR",
          "GIT_COMMON_DIR",
          "GIT_WORK_TREE",
          "GIT_INDEX_FILE",
          "GIT_OBJECT_DIRECTORY",
          "GIT_ALTERNATE_OBJECT_DIRECTORIES",
          "GIT_SHALLOW_FILE",
          "GIT_GRAFT_FILE",
          "GIT_NAMESPACE",
          "GIT_PREFIX");

  private final Map<String, String> environment;
  private final Path folder;
  private final List<Report.Asked> journal = new ArrayList<>();

  /** The machine, seen from a folder with an environment. */
  public LocalHost(Map<String, String> environment, Path folder) {
    this.environment = Map.copyOf(environment);
    this.folder = folder;
  }

  @Override
  public String os() {
    String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (name.startsWith("mac")) {
      return "macos";
    }
    return name.startsWith("windows") ? "windows" : name;
  }

  @Override
  public Map<String, String> environment() {
    return environment;
  }

  @Override
  public String user() {
    return System.getProperty("user.name", "");
  }

  @Override
  public Optional<Running> process(long pid) {
    return Processes.find(pid);
  }

  @Override
  public long uid() {
    // the JVM's own process folder belongs to the user who runs it
    return state(
            Path.of(os().equals("linux") ? "/proc/self" : System.getProperty("user.home", "/")))
        .owner();
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public Optional<Path> home() {
    String home = environment.getOrDefault("HOME", "");
    return home.startsWith("/") ? Optional.of(Path.of(home)) : Optional.empty();
  }

  @Override
  public Optional<String> launched(String name) {
    String value = System.getProperty("posthog.doctor." + name);
    return Optional.ofNullable(
        value == null && name.equals("arch") ? System.getProperty("os.arch") : value);
  }

  @Override
  public java.time.Instant now() {
    return java.time.Instant.now();
  }

  @Override
  public FileState state(Path path) {
    return LocalFiles.state(path);
  }

  @Override
  public byte[] read(Path path, int limit) throws IOException {
    return LocalFiles.read(path, limit);
  }

  @Override
  public byte[] tail(Path path, int limit) throws IOException {
    return LocalFiles.tail(path, limit);
  }

  @Override
  public byte[] head(Path path, int limit) throws IOException {
    return LocalFiles.head(path, limit);
  }

  @Override
  public Optional<Space> space(Path path) {
    return LocalFiles.space(path);
  }

  @Override
  public List<String> list(Path path, int limit) throws IOException {
    return LocalFiles.list(path, limit);
  }

  @Override
  public Optional<String> identity(Path path) {
    return LocalFiles.identity(path);
  }

  @Override
  public int names(Path path) {
    return LocalFiles.names(path);
  }

  @Override
  public Optional<String> link(Path path) {
    return LocalFiles.link(path);
  }

  @Override
  public Path real(Path path) {
    return LocalFiles.real(path);
  }

  @Override
  public Answer ask(List<String> argv, Deadline deadline) {
    if (!Questions.permit(argv)) {
      throw new IllegalArgumentException("not on the list of questions: " + String.join(" ", argv));
    }
    List<String> resolved = new ArrayList<>(argv);
    if (!argv.get(0).startsWith("/")) {
      Optional<Path> program = which(argv.get(0));
      if (program.isEmpty()) {
        return new Answer(Answer.Outcome.ABSENT, -1, "", "not on PATH", java.time.Duration.ZERO);
      }
      resolved.set(0, program.get().toString());
    }
    Map<String, String> variables = new TreeMap<>(environment);
    variables.keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    variables.keySet().removeAll(OF_ANOTHER_REPOSITORY);
    variables.putAll(QUIET);
    variables.putAll(QUIET_GIT);
    Path empty = Path.of("/var/empty");
    Answer answer =
        Programs.run(
            resolved,
            Files.isDirectory(empty) ? empty : Path.of("/"),
            variables,
            deadline.remainingWithin(deadline.limit()));
    note(argv, answer);
    return answer;
  }

  private void note(List<String> argv, Answer answer) {
    synchronized (journal) {
      journal.add(new Report.Asked(String.join(" ", argv), answer.took()));
    }
  }

  @Override
  public List<Report.Asked> journal() {
    synchronized (journal) {
      return List.copyOf(journal);
    }
  }

  @Override
  public List<String> addresses(String name, Deadline deadline) throws IOException {
    return LocalNetwork.addresses(name, deadline);
  }

  @Override
  public Reach knock(String address, int port, Deadline deadline) {
    return LocalNetwork.knock(address, port, deadline);
  }

  @Override
  public HttpAnswer get(
      Endpoint endpoint, String path, Map<String, String> headers, int limit, Deadline deadline)
      throws IOException {
    return Http.get(endpoint, path, headers, limit, deadline);
  }

  @Override
  public byte[] greet(String address, int port, byte[] words, int limit, Deadline deadline)
      throws IOException {
    return Greeting.exchange(address, port, words, limit, deadline);
  }
}
