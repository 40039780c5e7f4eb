package com.posthog.doctor.fix.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.posthog.doctor.fix.Refused;
import com.posthog.doctor.host.Endpoint;
import com.posthog.doctor.host.Hands;
import com.posthog.doctor.model.ServiceStep.Deed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.function.Supplier;

/** The engine, asked to do something with a container by docker-java. */
final class ContainerEngine {
  /** How long a container may take to end by itself. */
  private static final int PATIENCE_SECONDS = 30;

  private final DockerClient client;

  ContainerEngine(Hands hands, String address) throws Refused {
    this.client =
        DockerClientImpl.getInstance(
            DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost("unix:///var/run/docker.sock") // the transport knows better
                .withDockerTlsVerify(false)
                .build(),
            new HandsTransport(hands, endpoint(address)));
  }

  private static Endpoint endpoint(String address) throws Refused {
    if (address.startsWith("unix:///")) {
      return Endpoint.unix(address.substring("unix://".length()));
    }
    URI uri = URI.create(address);
    if (uri.getHost() == null || !address.startsWith("tcp:") && !address.startsWith("http:")) {
      throw new Refused("the doctor cannot act through " + address);
    }
    return Endpoint.tcp(uri.getHost(), uri.getPort() < 0 ? 2375 : uri.getPort());
  }

  /** The state of a container: {@code running}. */
  String state(String id) throws Refused, IOException {
    return String.valueOf(ask(() -> client.inspectContainerCmd(id).exec().getState().getStatus()));
  }

  void perform(Deed deed, String id) throws Refused, IOException {
    Boolean done =
        ask(
            () -> {
              switch (deed) {
                case START -> client.startContainerCmd(id).exec();
                case STOP -> client.stopContainerCmd(id).withTimeout(PATIENCE_SECONDS).exec();
                case RESTART -> client.restartContainerCmd(id).withTimeout(PATIENCE_SECONDS).exec();
                case UNPAUSE -> client.unpauseContainerCmd(id).exec();
                case PAUSE -> client.pauseContainerCmd(id).exec();
              }
              return Boolean.TRUE;
            });
    if (!done) {
      throw new IllegalStateException("it is done or it has failed");
    }
  }

  private static <T> T ask(Supplier<T> question) throws Refused, IOException {
    try {
      return question.get();
    } catch (NotFoundException gone) {
      throw new Refused("the container is gone");
    } catch (NotModifiedException already) {
      throw new Refused("it was done already by somebody else");
    } catch (DockerException refused) {
      throw new IOException("the engine says: " + said(refused), refused);
    } catch (UncheckedIOException failed) {
      Throwable below = failed.getCause();
      throw new IOException(below == null ? "no answer" : below.getMessage(), failed);
    }
  }

  /** The engine's own words, without the form around them. */
  private static String said(DockerException refused) {
    String text = String.valueOf(refused.getMessage()).replaceAll("\\p{Cntrl}+", " ").strip();
    int start = text.indexOf("\"message\":\"");
    int end = text.lastIndexOf("\"}");
    return start >= 0 && end > start
        ? text.substring(start + "\"message\":\"".length(), end)
        : text;
  }
}
