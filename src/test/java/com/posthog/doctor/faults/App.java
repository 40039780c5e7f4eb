package com.posthog.doctor.faults;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The app's processes: one Node process in the checkout, {@code src/test/servers/app.js}, which
 * listens on all their ports and asks the stack before it answers. It passes for a worker of celery
 * besides.
 */
final class App implements AutoCloseable {
  /** The units that are looked at. */
  static final List<String> UNITS =
      List.of("backend", "frontend", "nodejs", "feature-flags", "capture");

  private final Process process;
  private final BufferedReader said;
  private final BufferedWriter orders;

  private App(Process process) {
    this.process = process;
    this.said = process.inputReader();
    this.orders = process.outputWriter();
  }

  /** Starts it and waits until all its ports are open. */
  static App start(Path checkout, Map<String, Integer> units, Map<String, Integer> services)
      throws IOException {
    Gson json = new Gson();
    String script =
        Path.of(System.getProperty("basedir", "."), "src/test/servers/app.js")
            .toAbsolutePath()
            .toString();
    Process process =
        new ProcessBuilder(
                List.of(
                    "node",
                    script,
                    "celery",
                    "-A",
                    "posthog",
                    "worker",
                    json.toJson(units),
                    json.toJson(services)))
            .directory(checkout.toFile())
            .redirectError(checkout.resolveSibling("app.log").toFile())
            .start();
    App app = new App(process);
    try {
      app.await("ready");
    } catch (IOException notStarted) {
      app.close();
      throw notStarted;
    }
    return app;
  }

  /** Lets a unit answer at a path with a status and a body. */
  void says(String unit, String path, int status, String body) throws IOException {
    JsonObject order = at(unit, path);
    order.addProperty("status", status);
    order.addProperty("body", body);
    send(order);
  }

  /** Lets a unit answer there as it would by itself. */
  void isItself(String unit, String path) throws IOException {
    send(at(unit, path));
  }

  /** Lets a moment pass, as long as the app runs. */
  void pause() {
    try {
      process.waitFor(50, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends a unit: nobody listens on its port any more. */
  void end(String unit) throws IOException {
    send(order("close", unit));
  }

  /** Starts a unit that was ended. */
  void begin(String unit) throws IOException {
    send(order("open", unit));
  }

  private static JsonObject at(String unit, String path) {
    JsonObject order = order("unit", unit);
    order.addProperty("path", path);
    return order;
  }

  private static JsonObject order(String verb, String unit) {
    JsonObject order = new JsonObject();
    order.addProperty(verb, unit);
    return order;
  }

  private void send(JsonObject order) throws IOException {
    orders.write(order.toString());
    orders.newLine();
    orders.flush();
    await("done");
  }

  private void await(String word) throws IOException {
    String line = said.readLine();
    if (!word.equals(line)) {
      throw new IOException("the app says " + line + " and not " + word);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
