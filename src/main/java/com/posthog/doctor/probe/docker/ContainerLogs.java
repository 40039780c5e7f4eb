package com.posthog.doctor.probe.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.posthog.doctor.facts.ContainersFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** The last lines that a container has printed. */
public final class ContainerLogs {
  private static final int MOST_LINES = 20_000;

  private ContainerLogs() {}

  /** Takes what a container has printed. */
  public interface Sink {
    /** More of it. */
    void accept(byte[] bytes);
  }

  /**
   * Reads what a container has printed, its errors and its output together.
   *
   * @param facts those of the engine
   * @param since only what is younger
   * @throws IOException with one sentence, when the engine does not tell
   */
  public static void read(
      Facts facts,
      Host host,
      ContainersFacts.Container container,
      Optional<Instant> since,
      Deadline deadline,
      Sink sink)
      throws IOException {
    Engine.of(facts, host, deadline)
        .ask(
            client -> {
              var question =
                  client
                      .logContainerCmd(container.id())
                      .withStdOut(true)
                      .withStdErr(true)
                      .withTail(MOST_LINES);
              since.ifPresent(
                  time ->
                      question.withSince((int) Math.min(time.getEpochSecond(), Integer.MAX_VALUE)));
              Frames frames = new Frames(sink);
              try {
                return question.exec(frames).awaitCompletion();
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return frames;
              }
            });
  }

  /** Takes the log piece by piece. */
  private static final class Frames extends ResultCallback.Adapter<Frame> {
    private final Sink sink;

    Frames(Sink sink) {
      this.sink = sink;
    }

    @Override
    public void onNext(Frame frame) {
      if (frame.getPayload() != null) {
        sink.accept(frame.getPayload());
      }
    }
  }
}
