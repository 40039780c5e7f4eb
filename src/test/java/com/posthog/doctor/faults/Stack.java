package com.posthog.doctor.faults;

import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.RealEngine;
import com.posthog.doctor.support.ServerProcess;
import com.posthog.doctor.support.TestCheckout;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The stack for real: each service is a container of the compose project, which runs this machine's
 * own server on a port of its own, and the app is a process in the checkout.
 */
final class Stack implements AutoCloseable {
  /** The compose project that its checkout pins. */
  static final String PROJECT = "phfaults";

  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final Pattern PORT = Pattern.compile("\\{([a-z0-9-]+)}");

  private final TestCheckout checkout;
  private final RealEngine engine;
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private final Map<String, Recipe> recipes = Recipes.all();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Path temporary;
  private final Servers servers = new Servers(this);
  private App app;

  /**
   * How a service is started.
   *
   * @param port inside the container
   * @param options of {@code docker run}
   * @param script what its shell does
   */
  record Recipe(int port, List<String> options, String script) {}

  private Stack(Path temporary) {
    this.temporary = temporary;
    this.checkout = TestCheckout.of("layered", temporary);
    this.engine = new RealEngine(temporary);
    open.push(engine);
  }

  /** Starts everything at once, and waits until every port takes connections. */
  static Stack start(Path temporary) throws Exception {
    Stack stack = new Stack(temporary);
    try {
      stack.start();
    } catch (Exception failed) {
      stack.close();
      throw failed;
    }
    return stack;
  }

  private void start() throws Exception {
    Map<String, Integer> units = new LinkedHashMap<>();
    App.UNITS.forEach(unit -> units.put(unit, ServerProcess.freePort()));
    recipes.keySet().forEach(service -> ports.put(service, ServerProcess.freePort()));
    Path content = Files.createDirectories(temporary.resolve("content"));
    Files.writeString(content.resolve("clickhouse"), Content.clickhouse());
    new Declaration(checkout, engine.image()).write(recipes, ports, units);
    app = App.start(checkout.folder(), units, ports);
    open.push(app);
    ports.putAll(units);
    recipes.keySet().forEach(this::up);
    once("kafka-init", "exit 0");
    for (String service : recipes.keySet()) {
      await(service);
    }
    servers.fill();
  }

  /** A doctor in the checkout. */
  Doctor doctor() {
    return Doctor.in(checkout.folder());
  }

  TestCheckout checkout() {
    return checkout;
  }

  RealEngine engine() {
    return engine;
  }

  App app() {
    return app;
  }

  Servers servers() {
    return servers;
  }

  /** The port of a service or a unit on this machine. */
  int port(String name) {
    return ports.getOrDefault(name, 0);
  }

  /** A text in which {@code {db}} is replaced by the port of that service. */
  String filled(String text) {
    return PORT.matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(String.valueOf(port(match.group(1)))));
  }

  /** The service or unit whose port a text names; empty when it names none. */
  Optional<String> named(String text) {
    return ports.entrySet().stream()
        .filter(one -> text.contains(one.getValue().toString()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The name of a service's container. */
  static String container(String service) {
    return PROJECT + "-" + service + "-1";
  }

  Recipe recipe(String service) {
    Recipe recipe = recipes.get(service);
    if (recipe == null) {
      throw new IllegalArgumentException(service);
    }
    return recipe;
  }

  /** Starts a service as it should be. */
  void up(String service) {
    up(service, recipe(service).options(), recipe(service).script());
  }

  /** Starts a service with other options or another script, in the place of the one there is. */
  void up(String service, List<String> more, String script) {
    engine.docker("rm", "-f", "-v", container(service));
    start(PROJECT, service, more, "sh", "-c", script);
  }

  /** Makes a service's container and does not start it. */
  void create(String service) {
    start(PROJECT, service, recipe(service).options());
  }

  /** Starts a service in a compose project; without a command it is only made. */
  private void start(String project, String service, List<String> more, String... command) {
    Recipe recipe = recipes.get(service);
    List<String> options = new ArrayList<>(List.of("--init", "-e", "BACKEND=" + port("backend")));
    mounts().forEach((from, to) -> options.addAll(List.of("-v", from + ":" + to + ":ro")));
    if (recipe != null) {
      options.addAll(List.of("-p", "127.0.0.1:" + port(service) + ":" + recipe.port()));
      options.addAll(List.of("-e", "PORT=" + port(service)));
    }
    options.addAll(more);
    String image = Declaration.image(service, engine.image());
    if (!image.equals(engine.image())) {
      engine.docker("tag", engine.image(), image);
      engine.atTheEnd("rmi", image);
    }
    engine.startImage(image, project, service, checkout.folder().toString(), options, command);
  }

  /** This machine's programs, and what the scripts read. */
  private Map<String, String> mounts() {
    Map<String, String> mounts = new LinkedHashMap<>();
    mounts.put("/usr", "/usr");
    mounts.put("/usr/lib", "/lib");
    mounts.put("/usr/lib64", "/lib64");
    mounts.put("/etc", "/etc");
    mounts.put(ServerProcess.installed("kafka").getParent().toString(), "/servers");
    mounts.put(front().toString(), "/front");
    mounts.put(temporary.resolve("content").toString(), "/content");
    mounts.put(checkout.at("docker/postgres-init-scripts").toString(), "/init");
    mounts.put(checkout.at("products").toString(), "/products");
    return mounts;
  }

  private static Path front() {
    return Path.of(System.getProperty("basedir", "."), "src/test/servers")
        .toAbsolutePath()
        .normalize();
  }

  /** Starts a container that ends by itself. */
  void once(String service, String script) {
    up(service, List.of(), script);
    engine.await(container(service), "{{.State.Status}}", "exited");
  }

  /** Runs the docker command on a service's container. */
  void docker(String verb, String service) {
    engine.docker(verb, container(service));
  }

  /** Runs a program inside a container and gives what it prints. */
  String exec(String service, String... argv) {
    List<String> all = new ArrayList<>(List.of("exec", container(service)));
    all.addAll(List.of(argv));
    return engine.docker(all.toArray(new String[0]));
  }

  /** Stops services at once, each in its own time. */
  void stop(String... services) {
    List<String> argv = new ArrayList<>(List.of("stop", "-t", "30"));
    for (String service : services) {
      argv.add(container(service));
    }
    engine.docker(argv.toArray(new String[0]));
  }

  /** Starts containers that have stopped, with what they held. */
  void again(String... services) throws IOException {
    List<String> argv = new ArrayList<>(List.of("start"));
    for (String service : services) {
      argv.add(container(service));
    }
    engine.docker(argv.toArray(new String[0]));
    for (String service : services) {
      await(service);
    }
  }

  /** Makes a service anew, and fills it again. */
  void fresh(String service) throws Exception {
    up(service);
    await(service);
    servers.refill(service);
  }

  /** Waits until a service's port takes a connection and does not hang up at once, and is well. */
  void await(String service) throws IOException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!answers(service)) {
      if (Instant.now().isAfter(end)) {
        throw new IOException(
            service + " does not open: " + engine.docker("logs", container(service)));
      }
      app.pause();
    }
    if (recipe(service).options().contains("--health-cmd")) {
      awaitHealth(service, "healthy");
    }
  }

  private boolean answers(String service) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port(service)), 500);
      socket.setSoTimeout(80);
      // the engine's proxy takes a connection before the server does, and hangs up then
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException open) {
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  /** Waits until the engine says this of a service's health. */
  void awaitHealth(String service, String health) {
    engine.await(container(service), "{{.State.Health.Status}}", health);
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception notClosed) {
        throw new IllegalStateException(notClosed);
      }
    }
  }
}
