package com.posthog.doctor.fix.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Endpoint;
import com.posthog.doctor.host.Hands;
import com.posthog.doctor.host.HttpAnswer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Carries docker-java's requests through {@link Hands}. */
final class HandsTransport implements DockerHttpClient {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final Hands hands;
  private final Endpoint endpoint;

  HandsTransport(Hands hands, Endpoint endpoint) {
    this.hands = hands;
    this.endpoint = endpoint;
  }

  @Override
  public Response execute(Request request) {
    byte[] body = request.bodyBytes() == null ? new byte[0] : request.bodyBytes();
    try {
      return new Answered(
          hands.send(
              endpoint,
              request.method(),
              request.path(),
              request.headers(),
              body,
              Deadline.in(LIMIT)));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    // every answer was read whole and its connection closed
  }

  /** An answer that was read whole. */
  private record Answered(HttpAnswer answer) implements Response {
    @Override
    public int getStatusCode() {
      return answer.status();
    }

    @Override
    public Map<String, List<String>> getHeaders() {
      return answer.headers();
    }

    @Override
    public InputStream getBody() {
      return new ByteArrayInputStream(answer.body());
    }

    @Override
    public void close() {
      // nothing is open
    }
  }
}
