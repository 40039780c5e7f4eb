package com.posthog.doctor.probe.docker;

import com.posthog.doctor.facts.DockerFacts;
import com.posthog.doctor.facts.DockerFacts.Attempt;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Endpoint;
import com.posthog.doctor.host.FileState;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.HttpAnswer;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the engine that the docker command would use what it is. Other sockets are tried only when
 * that one does not answer, and only to say where an engine does.
 */
public final class DockerProbe implements Probe<DockerFacts> {
  static final String INFO = "/info";
  private static final int LIMIT = 1 << 20;
  private static final Duration PATIENCE = Duration.ofMillis(2300);
  private static final Duration GLANCE = Duration.ofMillis(400);

  /** How asking one endpoint ended; the answer is there only when it looks like Docker's. */
  private record Outcome(String word, String detail, Optional<HttpAnswer> answer) {
    Outcome(String word, String detail) {
      this(word, detail, Optional.empty());
    }
  }

  @Override
  public DockerFacts read(FactKey<DockerFacts> key, Host host, Facts soFar, Deadline deadline) {
    Choice choice = Choice.of(host);
    Instant before = host.now();
    Outcome outcome = ask(choice, host, deadline);
    Instant middle = before.plus(Duration.between(before, host.now()).dividedBy(2));
    if (outcome.answer().isPresent()) {
      try {
        return AnsweredInfo.facts(choice, outcome.answer().get(), host, deadline, middle);
      } catch (IOException strange) {
        outcome = new Outcome("strange", String.valueOf(strange.getMessage()));
      }
    }
    return unreachable(choice, outcome, host, deadline);
  }

  private static Outcome ask(Choice choice, Host host, Deadline deadline) {
    if (!choice.problem().isEmpty()) {
      return new Outcome("no-context", choice.problem());
    }
    if (Address.untold(choice.endpoint(), choice.tls())) {
      return new Outcome("untold", "the doctor does not speak ssh or TLS to engines");
    }
    Optional<Endpoint> endpoint = Address.endpoint(choice.endpoint());
    if (endpoint.isEmpty()) {
      return new Outcome("malformed", "it is no address of an engine");
    }
    Outcome there = socket(endpoint.get(), host);
    if (!there.word().isEmpty()) {
      return there;
    }
    Deadline patience = Deadline.in(deadline.remainingWithin(PATIENCE));
    try {
      Endpoint resolved = Address.resolved(endpoint.get(), host, patience);
      return judge(host.get(resolved, INFO, LIMIT, patience));
    } catch (IOException failed) {
      return failure(failed);
    }
  }

  /** What the file at a socket's path already tells; an empty word when it may be asked. */
  private static Outcome socket(Endpoint endpoint, Host host) {
    if (endpoint.socket().isEmpty()) {
      return new Outcome("", "");
    }
    FileState.Kind kind = host.state(Path.of(endpoint.socket())).kind();
    return switch (kind) {
      case MISSING -> new Outcome("absent", "there is no such socket");
      case DANGLING -> new Outcome("absent", "it is a link to a socket that is not there");
      case LOOP -> new Outcome("absent", "it is a link that leads to itself");
      case DENIED -> new Outcome("denied", "this user may not look into its folder");
      case FILE -> new Outcome("absent", "it is a file, not a socket");
      case FOLDER -> new Outcome("absent", "it is a folder, not a socket");
      case OTHER -> new Outcome("", "");
    };
  }

  private static Outcome judge(HttpAnswer answer) {
    String body = new String(answer.body(), StandardCharsets.UTF_8);
    if (answer.status() == 400 && body.contains("com.docker.desktop.address")) {
      return new Outcome("untold", "Docker Desktop's proxy answers the docker command only");
    }
    if (answer.status() >= 400) {
      return new Outcome("failed", "it answers HTTP " + answer.status() + ErrorText.said(body));
    }
    if (!answer.whole()) {
      return new Outcome("failed", ErrorText.BROKEN_OFF);
    }
    if (answer.status() != 200 || !body.startsWith("{")) {
      return new Outcome("strange", "its answer is not what Docker answers");
    }
    return new Outcome("answers", "", Optional.of(answer));
  }

  private static Outcome failure(IOException failed) {
    String message = String.valueOf(failed.getMessage());
    if (failed instanceof java.nio.file.AccessDeniedException
        || message.contains("Permission denied")) {
      return new Outcome("denied", "the system refuses this user");
    }
    if (message.contains("refused")) {
      return new Outcome("refused", "nobody listens there");
    }
    if (message.contains("No such file")) {
      return new Outcome("absent", "there is no such socket");
    }
    if (message.contains("path too long")) {
      return new Outcome("malformed", "the path is too long for a socket");
    }
    if (message.contains("within the time limit")) {
      return new Outcome("silent", "it takes the connection and does not answer");
    }
    if (message.contains("speak HTTP") || message.contains("well-formed")) {
      return new Outcome("strange", message);
    }
    return new Outcome("failed", message);
  }

  private static DockerFacts unreachable(
      Choice choice, Outcome outcome, Host host, Deadline deadline) {
    List<Attempt> attempts = new ArrayList<>();
    attempts.add(new Attempt(choice.endpoint(), choice.origin(), outcome.word(), outcome.detail()));
    String socket = Address.path(choice.endpoint());
    if (!outcome.word().equals("untold") && !outcome.word().equals("denied")) {
      attempts.addAll(others(socket, host, deadline));
    }
    String where =
        choice.endpoint().isEmpty() ? "the context " + choice.context() : choice.endpoint();
    EngineKind kind = EngineKind.of(Sockets.engineAt(target(socket, host), host));
    return new DockerFacts(
        false,
        outcome.word(),
        "Docker does not answer at " + where + ": " + outcome.detail(),
        choice.endpoint(),
        socket,
        choice.origin(),
        choice.context(),
        attempts,
        kind.id(),
        kind.name(),
        kind.virtual(host.os()),
        "",
        "",
        0,
        0,
        "",
        "",
        "",
        "",
        "",
        "",
        Instant.EPOCH,
        Instant.EPOCH);
  }

  /** Where a socket's link points, also to nothing: it tells which engine made it. */
  private static String target(String socket, Host host) {
    return socket.isEmpty() ? "" : host.link(Path.of(socket)).orElse(socket);
  }

  /** What the other usual sockets say. */
  private static List<Attempt> others(String chosen, Host host, Deadline deadline) {
    List<Attempt> attempts = new ArrayList<>();
    List<Path> seen = new ArrayList<>();
    if (!chosen.isEmpty()) {
      seen.add(host.real(Path.of(chosen)));
    }
    for (Map.Entry<String, String> place : Sockets.known(host).entrySet()) {
      Path path = Path.of(place.getKey());
      if (host.state(path).kind() != FileState.Kind.OTHER || seen.contains(host.real(path))) {
        continue;
      }
      seen.add(host.real(path));
      Deadline glance = Deadline.in(deadline.remainingWithin(GLANCE));
      Outcome outcome;
      try {
        outcome = judge(host.get(Endpoint.unix(place.getKey()), INFO, LIMIT, glance));
      } catch (IOException failed) {
        outcome = failure(failed);
      }
      attempts.add(
          new Attempt(
              "unix://" + place.getKey(), place.getValue(), outcome.word(), outcome.detail()));
    }
    return attempts;
  }
}
