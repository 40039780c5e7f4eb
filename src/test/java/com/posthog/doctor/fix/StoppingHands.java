package com.posthog.doctor.fix;

import com.posthog.doctor.host.Command;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Endpoint;
import com.posthog.doctor.host.Hands;
import com.posthog.doctor.host.HttpAnswer;
import com.posthog.doctor.host.Leftover;
import com.posthog.doctor.host.LocalHands;
import com.posthog.doctor.host.Ran;
import com.posthog.doctor.host.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hands that stop dead at one of their writes, and move nothing afterwards: what is on the disk
 * then is what a power cut would leave.
 */
final class StoppingHands implements Hands {
  private final Hands hands = new LocalHands();
  private final int last;
  private final Moment moment;
  private int writes;
  private boolean dead;

  /** When, within its last write, it stops. */
  enum Moment {
    BEFORE,
    DURING,
    AFTER
  }

  /** The machine has stopped. */
  static final class Stopped extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** An act of writing that may fail. */
  @FunctionalInterface
  private interface Write {
    void run() throws IOException;
  }

  StoppingHands(int last, Moment moment) {
    this.last = last;
    this.moment = moment;
  }

  /** How many writes were made. */
  int writes() {
    return writes;
  }

  private void write(Write whole, Write half) throws IOException {
    if (dead) {
      throw new Stopped();
    }
    writes++;
    boolean stops = writes == last;
    if (stops && moment == Moment.BEFORE) {
      die();
    }
    if (stops && moment == Moment.DURING) {
      half.run();
      die();
    }
    whole.run();
    if (stops) {
      die();
    }
  }

  private void die() {
    dead = true;
    throw new Stopped();
  }

  @Override
  public void write(Path file, byte[] content) throws IOException {
    write(file, content, 0644);
  }

  @Override
  public void write(Path file, byte[] content, int mode) throws IOException {
    write(
        () -> hands.write(file, content, mode),
        () -> Files.write(Leftover.of(file), Arrays.copyOf(content, content.length / 2)));
  }

  @Override
  public void append(Path file, byte[] content) throws IOException {
    write(
        () -> hands.append(file, content),
        () ->
            Files.write(
                file,
                Arrays.copyOf(content, content.length / 2),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND));
  }

  @Override
  public void makeFolder(Path folder) throws IOException {
    write(() -> hands.makeFolder(folder), () -> {});
  }

  @Override
  public void setMode(Path file, int mode) throws IOException {
    write(() -> hands.setMode(file, mode), () -> {});
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    write(() -> hands.move(from, to), () -> {});
  }

  @Override
  public void remove(Path file) throws IOException {
    write(() -> hands.remove(file), () -> {});
  }

  @Override
  public Optional<Hold> hold(Path file, String holder) throws IOException {
    return hands.hold(file, holder);
  }

  @Override
  public Ran run(Command command) throws IOException {
    Ran[] ran = new Ran[1];
    write(() -> ran[0] = hands.run(command), () -> half(command));
    return ran[0];
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
    HttpAnswer[] answer = new HttpAnswer[1];
    write(() -> answer[0] = hands.send(endpoint, method, path, headers, body, deadline), () -> {});
    return answer[0];
  }

  /** A program that was stopped has written half of its file. */
  private static void half(Command command) throws IOException {
    String file = command.argv().get(command.argv().size() - 1);
    Files.writeString(command.folder().resolve(file), "ha");
  }

  @Override
  public boolean end(List<Running> processes) throws IOException {
    return hands.end(processes);
  }
}
