package com.posthog.doctor.host;

import com.posthog.doctor.model.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Another host, with a note of every program that was asked and of the time it took. */
public final class AskedHost implements Host {
  private final Host host;
  private final List<Report.Asked> asked = new ArrayList<>();

  public AskedHost(Host host) {
    this.host = host;
  }

  /** The programs that were asked, in the order in which they answered. */
  public synchronized List<Report.Asked> asked() {
    return List.copyOf(asked);
  }

  @Override
  public Answer ask(List<String> argv, Deadline deadline) {
    long start = System.nanoTime();
    Answer answer = host.ask(argv, deadline);
    if (answer.outcome() != Answer.Outcome.ABSENT) {
      note(argv, Duration.ofNanos(System.nanoTime() - start));
    }
    return answer;
  }

  private synchronized void note(List<String> argv, Duration took) {
    asked.add(new Report.Asked(String.join(" ", argv), took));
  }

  @Override
  public String os() {
    return host.os();
  }

  @Override
  public Map<String, String> environment() {
    return host.environment();
  }

  @Override
  public String user() {
    return host.user();
  }

  @Override
  public long uid() {
    return host.uid();
  }

  @Override
  public Path folder() {
    return host.folder();
  }

  @Override
  public Optional<Path> home() {
    return host.home();
  }

  @Override
  public Optional<String> launched(String name) {
    return host.launched(name);
  }

  @Override
  public FileState state(Path path) {
    return host.state(path);
  }

  @Override
  public byte[] read(Path path, int limit) throws IOException {
    return host.read(path, limit);
  }

  @Override
  public byte[] tail(Path path, int limit) throws IOException {
    return host.tail(path, limit);
  }

  @Override
  public List<String> list(Path folder, int limit) throws IOException {
    return host.list(folder, limit);
  }

  @Override
  public Optional<String> link(Path path) {
    return host.link(path);
  }

  @Override
  public Path real(Path path) {
    return host.real(path);
  }

  @Override
  public List<String> addresses(String name, Deadline deadline) throws IOException {
    return host.addresses(name, deadline);
  }

  @Override
  public Reach knock(String address, int port, Deadline deadline) {
    return host.knock(address, port, deadline);
  }

  @Override
  public HttpAnswer get(Endpoint endpoint, String path, int limit, Deadline deadline)
      throws IOException {
    return host.get(endpoint, path, limit, deadline);
  }
}
