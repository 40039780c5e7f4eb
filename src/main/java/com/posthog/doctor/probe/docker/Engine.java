package com.posthog.doctor.probe.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.AuthConfigurations;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.core.SSLConfig;
import com.posthog.doctor.facts.DockerFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Endpoint;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.HttpAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An engine that answers, asked with docker-java over a transport that can only look. */
final class Engine {
  /** What the facts about containers, volumes and images are read after. */
  static final Set<FactKey<?>> NEEDS = Set.of(DockerFacts.KEY);

  private final DockerClient client;

  Engine(Host host, Endpoint endpoint, Deadline deadline, Map<String, HttpAnswer> known) {
    this.client =
        DockerClientImpl.getInstance(
            new Plain(), new GetTransport(host, endpoint, deadline, known));
  }

  /**
   * The engine that was found to answer.
   *
   * @throws IOException with the reason when none does
   */
  static Engine of(Facts facts, Host host, Deadline deadline) throws IOException {
    return new Engine(host, endpoint(facts, host, deadline), deadline, Map.of());
  }

  /** Where the engine answers. */
  static Endpoint endpoint(Facts facts, Host host, Deadline deadline) throws IOException {
    DockerFacts docker = facts.get(DockerFacts.KEY);
    if (!docker.reachable()) {
      throw new IOException(docker.problem());
    }
    return Address.resolved(Address.endpoint(docker.endpoint()).orElseThrow(), host, deadline);
  }

  /**
   * Asks, and says in one sentence why there is no answer.
   *
   * @throws IOException with that sentence
   */
  <T> T ask(Function<DockerClient, T> question) throws IOException {
    try {
      return question.apply(client);
    } catch (UncheckedIOException failed) {
      throw new IOException(reason(failed), failed);
    } catch (DockerException refused) {
      throw new IOException(
          "it answers HTTP " + refused.getHttpStatus() + ErrorText.said(refused.getMessage()),
          refused);
    } catch (RuntimeException wrapped) {
      // docker-java puts an answer that it cannot read into an exception of no kind of its own
      if (!(wrapped.getCause() instanceof IOException)) {
        throw wrapped;
      }
      throw new IOException(reason(wrapped), wrapped);
    }
  }

  private static String reason(RuntimeException problem) {
    for (@Nullable Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof UncheckedIOException failed) {
        Throwable below = failed.getCause();
        return String.valueOf(below == null ? failed.getMessage() : below.getMessage());
      }
    }
    return "its answer is not what Docker answers";
  }

  /** No registry, no certificates, no version: the engine answers in the newest that it speaks. */
  @SuppressWarnings("deprecation") // the interface asks for a deprecated type, and gets none
  private static final class Plain implements DockerClientConfig {
    @Override
    public URI getDockerHost() {
      return URI.create("unix:///");
    }

    @Override
    public RemoteApiVersion getApiVersion() {
      return RemoteApiVersion.unknown();
    }

    @Override
    public @Nullable String getRegistryUsername() {
      return null;
    }

    @Override
    public @Nullable String getRegistryPassword() {
      return null;
    }

    @Override
    public @Nullable String getRegistryEmail() {
      return null;
    }

    @Override
    public @Nullable String getRegistryUrl() {
      return null;
    }

    @Override
    public @Nullable AuthConfig effectiveAuthConfig(String imageName) {
      return null;
    }

    @Override
    public AuthConfigurations getAuthConfigurations() {
      return new AuthConfigurations();
    }

    @Override
    public @Nullable SSLConfig getSSLConfig() {
      return null;
    }
  }
}
