package com.posthog.doctor.probe.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Endpoint;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.HttpAnswer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Carries docker-java's requests through {@link Host}, and only those that look. */
final class GetTransport implements DockerHttpClient {
  private static final int LIMIT = 16 << 20;

  private final Host host;
  private final Endpoint endpoint;
  private final Deadline deadline;
  private final Map<String, HttpAnswer> known;

  /** A transport to an endpoint; a path whose answer is known is not asked again. */
  GetTransport(Host host, Endpoint endpoint, Deadline deadline, Map<String, HttpAnswer> known) {
    this.host = host;
    this.endpoint = endpoint;
    this.deadline = deadline;
    this.known = Map.copyOf(known);
  }

  @Override
  public Response execute(Request request) {
    if (!request.method().equals("GET")) {
      throw new IllegalStateException("the doctor only looks: " + request.method() + " is refused");
    }
    HttpAnswer answer = known.get(request.path());
    try {
      return new Answered(
          answer != null ? answer : host.get(endpoint, request.path(), LIMIT, deadline));
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
    Answered {
      if (!answer.whole()) {
        throw new UncheckedIOException(new IOException(ErrorText.BROKEN_OFF));
      }
    }

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
