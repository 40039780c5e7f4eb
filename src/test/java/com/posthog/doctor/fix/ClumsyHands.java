package com.posthog.doctor.fix;

import com.posthog.doctor.host.Command;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Endpoint;
import com.posthog.doctor.host.Hands;
import com.posthog.doctor.host.HttpAnswer;
import com.posthog.doctor.host.Ran;
import com.posthog.doctor.host.Running;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hands beside which something happens while they write. */
record ClumsyHands(Hands hands, Append appends, Write writes, Program runs) implements Hands {

  /** Hands that run programs as they are. */
  ClumsyHands(Hands hands, Append appends, Write writes) {
    this(hands, appends, writes, hands::run);
  }

  /** How something is written behind a file. */
  @FunctionalInterface
  interface Append {
    void to(Path file, byte[] content) throws IOException;
  }

  /** How a file is written. */
  @FunctionalInterface
  interface Write {
    void to(Path file, byte[] content, int mode) throws IOException;
  }

  /** How a program is run. */
  @FunctionalInterface
  interface Program {
    Ran of(Command command) throws IOException;
  }

  @Override
  public void write(Path file, byte[] content) throws IOException {
    hands.write(file, content);
  }

  @Override
  public void write(Path file, byte[] content, int mode) throws IOException {
    writes.to(file, content, mode);
  }

  @Override
  public void append(Path file, byte[] content) throws IOException {
    appends.to(file, content);
  }

  @Override
  public void makeFolder(Path folder) throws IOException {
    hands.makeFolder(folder);
  }

  @Override
  public void setMode(Path file, int mode) throws IOException {
    hands.setMode(file, mode);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    hands.move(from, to);
  }

  @Override
  public void remove(Path file) throws IOException {
    hands.remove(file);
  }

  @Override
  public Optional<Hold> hold(Path file, String holder) throws IOException {
    return hands.hold(file, holder);
  }

  @Override
  public Ran run(Command command) throws IOException {
    return runs.of(command);
  }

  @Override
  public HttpAnswer send(
      Endpoint endpoint,
      String method,
      String path,
      Map<String, String> headers,
      byte[] body,
      Deadline deadline)
      throws IOException {
    return hands.send(endpoint, method, path, headers, body, deadline);
  }

  @Override
  public boolean end(List<Running> processes) throws IOException {
    return hands.end(processes);
  }
}
