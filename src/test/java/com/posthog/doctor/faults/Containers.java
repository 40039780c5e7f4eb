package com.posthog.doctor.faults;

import com.posthog.doctor.support.RealEngine;
import com.posthog.doctor.support.ServerProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The containers of the stack: how they are started, and what is done to them. */
final class Containers {
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  private final Stack stack;
  private final RealEngine engine;
  private final Path temporary;
  private final Map<String, Recipe> recipes = Recipes.all();

  Containers(Stack stack, Path temporary) {
    this.stack = stack;
    this.engine = stack.engine();
    this.temporary = temporary;
  }

  /** The name of a service's container. */
  static String name(String service) {
    return Stack.PROJECT + "-" + service + "-1";
  }

  /**
   * How a service is started.
   *
   * @param port inside the container
   * @param options of {@code docker run}
   * @param script what its shell does
   */
  record Recipe(int port, List<String> options, String script) {}

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
    engine.docker("rm", "-f", "-v", name(service));
    start(Stack.PROJECT, service, more, "sh", "-c", script);
  }

  /** Starts a service in the place of the one there is, on another port of this machine. */
  void upOn(int port, String service) {
    engine.docker("rm", "-f", "-v", name(service));
    String folder = stack.checkout().folder().toString();
    Recipe recipe = recipe(service);
    List<String> argv =
        arguments(
            folder, Stack.PROJECT, service, port, recipe.options(), "sh", "-c", recipe.script());
    engine.docker(argv.toArray(new String[0]));
  }

  /** Makes a service's container and does not start it. */
  void create(String service) {
    start(Stack.PROJECT, service, recipe(service).options());
  }

  /** Starts a service of this checkout under another project. */
  void stray(String project, String service) throws IOException {
    start(project, service, List.of(), "sh", "-c", recipe(service).script());
    awaitPort(service);
  }

  /** Starts the same service of another checkout. */
  void stranger(String project, String service) throws IOException {
    startIn("/elsewhere", project, service, List.of(), "sh", "-c", recipe(service).script());
    awaitPort(service);
  }

  /** Starts a service in a compose project; without a command it is only made. */
  private void start(String project, String service, List<String> more, String... command) {
    startIn(stack.checkout().folder().toString(), project, service, more, command);
  }

  /** The line of a shell that makes a service's container anew, as compose would. */
  String madeAnew(String service) {
    Recipe recipe = recipe(service);
    List<String> argv =
        arguments(
            stack.checkout().folder().toString(),
            Stack.PROJECT,
            service,
            stack.port(service),
            recipe.options(),
            "sh",
            "-c",
            recipe.script());
    StringBuilder line = new StringBuilder("\"$real\" rm -f -v " + name(service) + "\n\"$real\"");
    argv.forEach(word -> line.append(" '").append(word.replace("'", "'\\''")).append('\''));
    return line.toString();
  }

  private void startIn(
      String folder, String project, String service, List<String> more, String... command) {
    engine.docker(
        arguments(folder, project, service, stack.port(service), more, command)
            .toArray(new String[0]));
  }

  private List<String> arguments(
      String folder,
      String project,
      String service,
      int port,
      List<String> more,
      String... command) {
    Recipe recipe = recipes.get(service);
    List<String> options =
        new ArrayList<>(List.of("--init", "-e", "BACKEND=" + stack.port("backend")));
    mounts().forEach((from, to) -> options.addAll(List.of("-v", from + ":" + to + ":ro")));
    if (recipe != null) {
      options.addAll(List.of("-p", "127.0.0.1:" + port + ":" + recipe.port()));
      options.addAll(List.of("-e", "PORT=" + port));
    }
    options.addAll(more);
    String image = Declaration.image(service, engine.image());
    if (!image.equals(engine.image())) {
      engine.docker("tag", engine.image(), image);
      engine.atTheEnd("rmi", image);
    }
    return engine.arguments(image, project, service, folder, options, command);
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
    mounts.put(stack.checkout().at("docker/postgres-init-scripts").toString(), "/init");
    mounts.put(stack.checkout().at("products").toString(), "/products");
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
    engine.await(name(service), "{{.State.Status}}", "exited");
  }

  /** Runs the docker command on a service's container. */
  void docker(String verb, String service) {
    engine.docker(verb, name(service));
  }

  /** Runs a program inside a container and gives what it prints. */
  String exec(String service, String... argv) {
    List<String> all = new ArrayList<>(List.of("exec", name(service)));
    all.addAll(List.of(argv));
    return engine.docker(all.toArray(new String[0]));
  }

  /** Stops services at once, each in its own time. */
  void stop(String... services) {
    List<String> argv = new ArrayList<>(List.of("stop", "-t", "30"));
    for (String service : services) {
      argv.add(name(service));
    }
    engine.docker(argv.toArray(new String[0]));
  }

  /** Starts containers that have stopped, with what they held. */
  void again(String... services) throws IOException {
    List<String> argv = new ArrayList<>(List.of("start"));
    for (String service : services) {
      argv.add(name(service));
    }
    engine.docker(argv.toArray(new String[0]));
    for (String service : services) {
      await(service);
    }
  }

  /** Waits until a service answers, and the engine finds it healthy. */
  void await(String service) throws IOException {
    awaitPort(service);
    if (recipe(service).options().contains("--health-cmd")) {
      awaitHealth(service, "healthy");
    }
  }

  /** Waits until a service's port takes a connection and does not hang up at once. */
  private void awaitPort(String service) throws IOException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!answers(service)) {
      if (Instant.now().isAfter(end)) {
        throw new IOException(service + " does not open: " + engine.docker("logs", name(service)));
      }
      stack.app().pause();
    }
  }

  private boolean answers(String service) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", stack.port(service)), 500);
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
    engine.await(name(service), "{{.State.Health.Status}}", health);
  }
}
