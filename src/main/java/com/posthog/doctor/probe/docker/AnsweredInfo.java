package com.posthog.doctor.probe.docker;

import com.github.dockerjava.api.model.Info;
import com.posthog.doctor.facts.DockerFacts;
import com.posthog.doctor.facts.DockerFacts.Attempt;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Endpoint;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.HttpAnswer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes facts of an engine's answer; in a class of its own, so that docker-java is loaded only
 * then.
 */
final class AnsweredInfo {
  private AnsweredInfo() {}

  static DockerFacts facts(
      Choice choice, HttpAnswer answer, Host host, Deadline deadline, Instant asked)
      throws IOException {
    Endpoint endpoint = Address.endpoint(choice.endpoint()).orElseThrow();
    Info info =
        new Engine(host, endpoint, deadline, Map.of(DockerProbe.INFO, answer))
            .ask(client -> client.infoCmd().exec());
    String version = text(info.getServerVersion());
    if (version.isEmpty()) {
      throw new IOException("its answer has no engine's version");
    }
    EngineKind kind = EngineKind.of(info, answer.header("libpod-api-version").isPresent());
    String socket = Address.path(choice.endpoint());
    Long memory = info.getMemTotal();
    Integer cpus = info.getNCPU();
    return new DockerFacts(
        true,
        "answers",
        "",
        choice.endpoint(),
        socket.isEmpty() ? "" : host.real(Path.of(socket)).toString(),
        choice.origin(),
        choice.context(),
        List.of(new Attempt(choice.endpoint(), choice.origin(), "answers", "")),
        kind.id(),
        kind.name(),
        kind.virtual(host.os()),
        version,
        answer.header("api-version").orElse(""),
        memory == null ? 0 : memory,
        cpus == null ? 0 : cpus,
        text(info.getDockerRootDir()),
        text(info.getOperatingSystem()),
        arch(text(info.getArchitecture())),
        text(info.getKernelVersion()),
        text(info.getName()),
        text(info.getDriver()),
        time(info.getSystemTime()),
        asked);
  }

  /** {@code arm64} or {@code x86_64}, by whichever of its names. */
  static String arch(String name) {
    return switch (name) {
      case "aarch64", "arm64" -> "arm64";
      case "amd64", "x86_64" -> "x86_64";
      default -> name;
    };
  }

  /** A time of the engine; {@link Instant#EPOCH} when there is none. */
  static Instant time(@Nullable String text) {
    if (text == null || text.isEmpty() || text.startsWith("0001-")) {
      return Instant.EPOCH;
    }
    try {
      return java.time.OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException malformed) {
      return Instant.EPOCH;
    }
  }

  static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
