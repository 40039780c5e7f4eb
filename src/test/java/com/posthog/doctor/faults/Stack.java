package com.posthog.doctor.faults;

import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.RealEngine;
import com.posthog.doctor.support.ServerProcess;
import com.posthog.doctor.support.TestCheckout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
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

  private static final Pattern PORT = Pattern.compile("\\{([a-z0-9-]+)}");

  private final TestCheckout checkout;
  private final RealEngine engine;
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Path temporary;
  private final Servers servers = new Servers(this);
  private final Map<String, String> kept = new LinkedHashMap<>();
  private App app;
  private final Containers containers;

  private Stack(Path temporary) {
    this.temporary = temporary;
    this.checkout = TestCheckout.of("layered", temporary);
    this.engine = new RealEngine(temporary);
    open.push(engine);
    this.containers = new Containers(this, temporary);
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
    Recipes.all().keySet().forEach(service -> ports.put(service, ServerProcess.freePort()));
    Path content = Files.createDirectories(temporary.resolve("content"));
    Files.writeString(content.resolve("clickhouse"), Content.clickhouse());
    new Declaration(checkout, engine.image()).write(Recipes.all(), ports, units);
    app = App.start(checkout.folder(), units, ports);
    open.push(app);
    ports.putAll(units);
    Recipes.all().keySet().forEach(containers::up);
    containers.once("kafka-init", "exit 0");
    for (String service : Recipes.all().keySet()) {
      containers.await(service);
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

  Containers containers() {
    return containers;
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

  /** Keeps what a file of the checkout says. */
  void keep(String file) {
    kept.put(file, checkout.read(file));
  }

  /** Lets a file say again what it said. */
  void restore(String file) {
    checkout.write(file, kept.getOrDefault(file, ""));
  }

  /** Makes a service anew, and fills it again. */
  void fresh(String service) throws Exception {
    containers.up(service);
    containers.await(service);
    servers.refill(service);
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
