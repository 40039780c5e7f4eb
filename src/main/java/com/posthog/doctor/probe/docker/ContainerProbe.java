package com.posthog.doctor.probe.docker;

import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.HealthStateLog;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.HostConfig;
import com.posthog.doctor.facts.ContainerFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.Setting;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Endpoint;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.HttpAnswer;
import com.posthog.doctor.probe.Probe;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at one container closely, with the last lines that it printed. */
public final class ContainerProbe implements Probe<ContainerFacts> {
  private static final int LOG_LIMIT = 256 * 1024;
  private static final int MOST_LINES = 20;
  private static final int LONGEST_LINE = 300;

  @Override
  public Set<FactKey<?>> needs(FactKey<ContainerFacts> key) {
    return Engine.NEEDS;
  }

  @Override
  public ContainerFacts read(FactKey<ContainerFacts> key, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    String name = key.argument();
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]*")) {
      throw new IOException(name + " is no name of a container");
    }
    Optional<InspectContainerResponse> answer =
        Engine.of(soFar, host, deadline).ask(client -> inspect(client, name));
    if (answer.isEmpty()) {
      return new ContainerFacts(
          false, name, "", "", "", "", 0, false, 0, "", Instant.EPOCH, Instant.EPOCH, 0, List.of());
    }
    return facts(answer.get(), log(soFar, host, deadline, name, answer.get()));
  }

  private static Optional<InspectContainerResponse> inspect(
      com.github.dockerjava.api.DockerClient client, String name) {
    try {
      return Optional.of(client.inspectContainerCmd(name).exec());
    } catch (NotFoundException none) {
      return Optional.empty();
    }
  }

  private static ContainerFacts facts(InspectContainerResponse one, List<String> log) {
    InspectContainerResponse.ContainerState state = one.getState();
    HealthState health = state == null ? null : state.getHealth();
    Integer restarts = one.getRestartCount();
    HostConfig hostConfig = one.getHostConfig();
    Long memory = hostConfig == null ? null : hostConfig.getMemory();
    ContainerConfig config = one.getConfig();
    Long exit = state == null ? null : state.getExitCodeLong();
    return new ContainerFacts(
        true,
        AnsweredInfo.text(one.getName()).replaceFirst("^/", ""),
        config == null ? "" : AnsweredInfo.text(config.getImage()),
        state == null ? "" : AnsweredInfo.text(state.getStatus()),
        healthWord(health),
        healthLog(health),
        exit == null ? 0 : exit.intValue(),
        state != null && Boolean.TRUE.equals(state.getOOMKilled()),
        restarts == null ? 0 : restarts,
        state == null ? "" : cut(AnsweredInfo.text(state.getError())),
        AnsweredInfo.time(state == null ? "" : state.getStartedAt()),
        AnsweredInfo.time(state == null ? "" : state.getFinishedAt()),
        memory == null ? 0 : memory,
        log);
  }

  private static String healthWord(@Nullable HealthState health) {
    String word = health == null ? "" : AnsweredInfo.text(health.getStatus());
    return word.equals("none") ? "" : word;
  }

  private static String healthLog(@Nullable HealthState health) {
    List<HealthStateLog> log = health == null ? null : health.getLog();
    if (log == null || log.isEmpty()) {
      return "";
    }
    String output = AnsweredInfo.text(log.get(log.size() - 1).getOutput()).strip();
    return cut(output.lines().reduce((first, last) -> last).orElse(""));
  }

  /** The end of the log; none when the engine's log driver does not give it. */
  private static List<String> log(
      Facts soFar, Host host, Deadline deadline, String name, InspectContainerResponse one)
      throws IOException {
    Endpoint endpoint = Engine.endpoint(soFar, host, deadline);
    String path = "/containers/" + name + "/logs?stdout=1&stderr=1&tail=" + MOST_LINES;
    HttpAnswer answer;
    try {
      answer = host.get(endpoint, path, LOG_LIMIT, deadline);
    } catch (IOException unreadable) {
      return List.of();
    }
    if (answer.status() != 200) {
      return List.of();
    }
    ContainerConfig config = one.getConfig();
    boolean terminal = config != null && Boolean.TRUE.equals(config.getTty());
    byte[] text = terminal ? answer.body() : withoutFrames(answer.body());
    List<String> lines =
        new String(text, StandardCharsets.UTF_8)
            .lines()
            .map(ContainerProbe::cut)
            .filter(line -> !line.isBlank())
            .toList();
    return lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size());
  }

  /** A log without a terminal comes in frames: one byte for the stream, three zeros, a length. */
  static byte[] withoutFrames(byte[] body) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    ByteBuffer left = ByteBuffer.wrap(body);
    while (left.remaining() >= 8) {
      int stream = left.get();
      left.position(left.position() + 3);
      int length = left.getInt();
      if (stream < 0 || stream > 2 || length < 0) {
        return body; // no frames after all
      }
      int there = Math.min(length, left.remaining());
      text.write(body, left.position(), there);
      left.position(left.position() + there);
    }
    return text.toByteArray();
  }

  private static String cut(String line) {
    String clean = Setting.withoutPasswords(line.replaceAll("\\p{Cntrl}(\\[[0-9;]*m)?", ""));
    return clean.length() <= LONGEST_LINE ? clean : clean.substring(0, LONGEST_LINE) + "…";
  }
}
