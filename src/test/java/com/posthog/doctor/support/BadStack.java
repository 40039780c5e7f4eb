package com.posthog.doctor.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A whole stack of bad servers of one kind: each port that the checkout of today publishes, and
 * each that its app listens on. The engine says that every container runs.
 */
public final class BadStack implements AutoCloseable {
  private static final String PROJECT = "badstack";
  private static final String COMPOSE = "docker-compose.dev.yml";
  private static final List<String> APP =
      List.of("backend", "nodejs", "feature-flags", "capture", "frontend");

  /** {@code '5432:5432'}, {@code 7233:7233}, {@code 127.0.0.1:${PROXY_PORT:-8010}:8000}. */
  private static final Pattern PUBLISHED =
      Pattern.compile(
          "(?m)^( +- '?(?:127\\.0\\.0\\.1:)?)(?:[0-9]+|\\$\\{[A-Z_]+:-[0-9]+\\}):([0-9]+)(?='|\\s)");

  private static final Pattern SERVICE = Pattern.compile("(?m)^    ([a-z0-9_-]+):$");

  private final TestCheckout checkout;
  private final List<BadServer> servers = new ArrayList<>();
  private final List<Process> open = new ArrayList<>();
  private final FakeEngine engine;

  /** Starts them below a temporary folder. */
  public BadStack(BadServer.Kind kind, Path temporary) throws IOException {
    checkout = TestCheckout.of("layered", temporary);
    declare(kind);
    settings();
    app(kind, temporary);
    engine = FakeEngine.at(temporary.resolve("engine.sock"), this::engineSays);
  }

  private int bad(BadServer.Kind kind) {
    try {
      BadServer server = BadServer.of(kind);
      servers.add(server);
      return server.port();
    } catch (IOException problem) {
      throw new java.io.UncheckedIOException(problem);
    }
  }

  private void declare(BadServer.Kind kind) throws IOException {
    String text = Files.readString(checkout.at(COMPOSE));
    String moved =
        PUBLISHED
            .matcher(text)
            .replaceAll(
                match ->
                    Matcher.quoteReplacement(match.group(1) + bad(kind) + ":" + match.group(2)));
    checkout.write(COMPOSE, moved);
  }

  /** The port of this machine that leads to a port of a container. */
  private int port(int inside) throws IOException {
    Matcher line =
        Pattern.compile("([0-9]+):" + inside + "\\b")
            .matcher(Files.readString(checkout.at(COMPOSE)));
    if (!line.find()) {
      throw new IOException("nothing leads to port " + inside);
    }
    return Integer.parseInt(line.group(1));
  }

  private void settings() throws IOException {
    String here = "127.0.0.1:";
    String text = Files.readString(checkout.at(".env.services"));
    checkout.write(
        ".env.services",
        text.replace("db:5432", here + port(5432))
            .replace("PGHOST=db", "PGHOST=127.0.0.1\nPGPORT=" + port(5432))
            .replace("CLICKHOUSE_HOST=clickhouse", "CLICKHOUSE_HOST=127.0.0.1")
            .replace("redis7:6379", here + port(6379))
            .replace("kafka:9092", here + port(9092))
            .replace("objectstorage:19000", here + port(19000)));
  }

  private void app(BadServer.Kind kind, Path temporary) throws IOException {
    StringBuilder units = new StringBuilder("procs:\n");
    for (String unit : APP) {
      units.append("    ").append(unit).append(": { shell: 'run --port ").append(bad(kind));
      units.append("' }\n");
    }
    String before = Files.readString(checkout.at("bin/mprocs.yaml"));
    int compose = before.indexOf("    docker-compose:");
    units.append(before, compose, before.indexOf("\n\n", compose));
    checkout.write(
        "bin/mprocs.yaml", units.toString().replace("-p posthog ", "-p " + PROJECT + " ") + "\n");
    Path program = temporary.resolve("mprocs"); // without a process manager the app is not asked
    Files.copy(Path.of("/bin/bash"), program);
    Process manager =
        new ProcessBuilder(program.toString(), "-c", "read wait")
            .directory(checkout.folder().toFile())
            .start();
    open.add(manager);
  }

  private String engineSays(String path) {
    try {
      if (path.startsWith("/containers/json")) {
        String text = Files.readString(checkout.at(COMPOSE));
        return FakeEngine.http(
            "200 OK",
            SERVICE
                .matcher(text.substring(0, text.indexOf("\nnetworks:")))
                .results()
                .map(BadStack::container)
                .toList()
                .toString());
      }
      boolean one = path.startsWith("/containers/");
      return FakeEngine.http(
          "200 OK",
          one
              ? "{\"Name\":\"/x\",\"State\":{\"Status\":\"running\",\"ExitCode\":0},\"Config\":{}}"
              : path.startsWith("/info") ? "{\"ID\":\"X\",\"ServerVersion\":\"28.5.2\"}" : "[]");
    } catch (IOException problem) {
      throw new java.io.UncheckedIOException(problem);
    }
  }

  private static String container(MatchResult service) {
    String name = service.group(1);
    return ("{'Id':'%s','Names':['/%s-%s-1'],'Image':'x','ImageID':'sha256:1','State':'running',"
            + "'Status':'Up 2 hours','Created':1,'Ports':[],'Mounts':[],'Labels':{"
            + "'com.docker.compose.project':'%s','com.docker.compose.service':'%s',"
            + "'com.docker.compose.oneoff':'False'}}")
        .formatted(name, PROJECT, name, PROJECT, name)
        .replace('\'', '"');
  }

  /** A doctor in the checkout. */
  public Doctor doctor() {
    return Doctor.in(checkout.folder())
        .with("DOCKER_CONTEXT", null)
        .with("DOCKER_HOST", engine.host());
  }

  /** The folder of the checkout. */
  public Path folder() {
    return checkout.folder();
  }

  /** The value of {@code DOCKER_HOST} for its engine. */
  public String engine() {
    return engine.host();
  }

  /** How many servers there are. */
  public int servers() {
    return servers.size();
  }

  /** How many of them were talked to. */
  public long visited() {
    return servers.stream().filter(server -> server.taken() > 0).count();
  }

  /** How many connections are left that the doctor did not close. */
  public int left() {
    // one that drips sees only at its next bytes that nobody listens any more
    Instant end = Instant.now().plusSeconds(5);
    return servers.stream()
        .mapToInt(server -> server.open(Duration.between(Instant.now(), end)))
        .sum();
  }

  @Override
  public void close() {
    servers.forEach(BadServer::close);
    engine.close();
    open.forEach(Process::destroyForcibly);
  }
}
