package com.posthog.doctor.support;

import com.posthog.doctor.host.Answer;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Endpoint;
import com.posthog.doctor.host.FileState;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.HttpAnswer;
import com.posthog.doctor.host.Reach;
import com.posthog.doctor.host.Running;
import com.posthog.doctor.host.Space;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * This machine, set up as another one: with another system or user, with files of the system from a
 * folder of the test, and with the answers of programs that are not here.
 */
public final class StageHost implements Host {
  private static final long USER = 1000;

  private final Host machine;
  private final Map<Path, Path> places = new TreeMap<>();
  private final Map<String, Answer> answers = new TreeMap<>();
  private final Map<String, List<String>> names = new TreeMap<>();
  private final Map<String, String> launched = new TreeMap<>();
  private String os;
  private boolean user;
  private LongSupplier free;

  /** This machine, as it is so far. */
  public StageHost(Host machine) {
    this.machine = machine;
    this.os = machine.os();
  }

  /** The same with another system: {@code macos}. */
  public StageHost withOs(String name) {
    os = name;
    return this;
  }

  /** The same for a user who is not the administrator, and owns what the administrator owns. */
  public StageHost asUser() {
    user = true;
    return this;
  }

  /** The same, where a file or folder of the system is another one. */
  public StageHost place(String path, Path real) {
    places.put(Path.of(path), real);
    return this;
  }

  /** The same, where a program answers this. */
  public StageHost answer(String question, int code, String out) {
    answers.put(question, new Answer(Answer.Outcome.ENDED, code, out, "", Duration.ofMillis(1)));
    return this;
  }

  /** The same, where so many bytes are free on every disk. */
  public StageHost free(LongSupplier bytes) {
    free = bytes;
    return this;
  }

  /** The same, where the start could tell this: {@code arch}. */
  public StageHost launchedWith(String name, String value) {
    launched.put(name, value);
    return this;
  }

  /** The same, where a name leads to these addresses. */
  public StageHost name(String name, List<String> addresses) {
    names.put(name, addresses);
    return this;
  }

  /** Where a file of the system really lies. */
  public Path at(Path path) {
    for (Map.Entry<Path, Path> place : places.entrySet()) {
      if (path.startsWith(place.getKey())) {
        return place.getKey().equals(path)
            ? place.getValue()
            : place.getValue().resolve(place.getKey().relativize(path));
      }
    }
    return path;
  }

  @Override
  public String os() {
    return os;
  }

  @Override
  public Map<String, String> environment() {
    return machine.environment();
  }

  @Override
  public String user() {
    return user ? "ada" : machine.user();
  }

  @Override
  public long uid() {
    return user ? USER : machine.uid();
  }

  @Override
  public Path folder() {
    return machine.folder();
  }

  @Override
  public Optional<Path> home() {
    return machine.home();
  }

  @Override
  public Optional<String> launched(String name) {
    return Optional.ofNullable(launched.get(name)).or(() -> machine.launched(name));
  }

  @Override
  public FileState state(Path path) {
    FileState state = machine.state(at(path));
    boolean own = user && state.owner() == machine.uid();
    return own
        ? new FileState(state.kind(), state.sizeBytes(), state.mode(), USER, state.modified())
        : state;
  }

  @Override
  public byte[] read(Path path, int limit) throws IOException {
    return machine.read(at(path), limit);
  }

  @Override
  public byte[] tail(Path path, int limit) throws IOException {
    return machine.tail(at(path), limit);
  }

  @Override
  public byte[] head(Path path, int limit) throws IOException {
    return machine.head(at(path), limit);
  }

  @Override
  public Optional<Space> space(Path path) {
    LongSupplier known = free;
    return known == null
        ? machine.space(at(path))
        : Optional.of(new Space(100L << 30, known.getAsLong(), "stage"));
  }

  @Override
  public List<String> list(Path folder, int limit) throws IOException {
    return machine.list(at(folder), limit);
  }

  @Override
  public Optional<String> identity(Path path) {
    return machine.identity(at(path));
  }

  @Override
  public int names(Path path) {
    return machine.names(at(path));
  }

  @Override
  public Optional<String> link(Path path) {
    return machine.link(at(path));
  }

  @Override
  public Path real(Path path) {
    return at(path).equals(path) ? machine.real(path) : path;
  }

  @Override
  public Answer ask(List<String> argv, Deadline deadline) {
    Answer known = answers.get(String.join(" ", argv));
    return known == null ? machine.ask(argv, deadline) : known;
  }

  @Override
  public List<String> addresses(String name, Deadline deadline) throws IOException {
    List<String> known = names.get(name);
    return known == null ? machine.addresses(name, deadline) : known;
  }

  @Override
  public Reach knock(String address, int port, Deadline deadline) {
    return machine.knock(address, port, deadline);
  }

  @Override
  public HttpAnswer get(
      Endpoint endpoint, String path, Map<String, String> headers, int limit, Deadline deadline)
      throws IOException {
    return machine.get(endpoint, path, headers, limit, deadline);
  }

  @Override
  public byte[] greet(String address, int port, byte[] words, int limit, Deadline deadline)
      throws IOException {
    return machine.greet(address, port, words, limit, deadline);
  }

  @Override
  public Optional<Running> process(long pid) {
    return machine.process(pid);
  }

  @Override
  public Instant now() {
    return machine.now();
  }
}
