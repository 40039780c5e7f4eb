package com.posthog.doctor.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.BadServer;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.RealEngine;
import com.posthog.doctor.support.TestCheckout;
import com.posthog.doctor.support.WebServer;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs an app of small web servers that answer as PostHog's do, with a process manager and a worker
 * of these names, and breaks one after the other.
 */
@Tag("real")
class AppRealTest {
  private static final String READY =
      "{\"http\": true, \"postgres\": true, \"clickhouse\": %s, \"kafka_connected\": true}";

  private final String project = "app" + ProcessHandle.current().pid();
  private final List<AutoCloseable> open = new ArrayList<>();

  @TempDir Path temporary;

  private TestCheckout checkout;
  private WebServer backend;
  private WebServer proxy;
  private WebServer nodejs;
  private WebServer flags;
  private WebServer capture;
  private WebServer frontend;

  @BeforeEach
  void app() throws IOException {
    checkout = TestCheckout.of("layered", temporary);
    backend = opened(WebServer.local());
    proxy = opened(WebServer.local()).says("/_health", 200, "ok");
    nodejs = opened(WebServer.local()).says("/_ready", 200, "{\"status\":\"ok\"}");
    flags = opened(WebServer.local()).says("/_readiness", 200, "ready");
    capture = opened(WebServer.local()).says("/_liveness", 200, "ok");
    frontend = opened(WebServer.local()).says("/@vite/client", 200, "import 1");
    answerWell(backend);
    declare();
    RealEngine engine = opened(new RealEngine(temporary));
    engine.start(project, "proxy", checkout.folder().toString());
    named("mprocs", "mprocs");
    named("worker", "celery", "worker");
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  private <C extends AutoCloseable> C opened(C one) {
    open.add(0, one);
    return one;
  }

  private static void answerWell(WebServer web) {
    web.says("/_health", 200, "ok");
    web.says("/_readyz", 200, READY.formatted("true"));
    web.says("/_preflight", 200, "{\"django\": true, \"celery\": true}");
  }

  /** Writes where the app listens, as the checkout's own files say it. */
  private void declare() {
    checkout.write(
        "bin/mprocs.yaml",
        """
        procs:
          backend: { shell: 'granian --port %d' }
          nodejs: { shell: 'node --port %d' }
          feature-flags: { shell: 'flags --port %d' }
          capture: { shell: 'capture --port %d' }
          frontend: { shell: 'vite --port %d' }
          docker-compose: { shell: 'docker compose -p %s -f docker-compose.dev.yml up -d' }
        """
            .formatted(
                backend.port(),
                nodejs.port(),
                flags.port(),
                capture.port(),
                frontend.port(),
                project));
    checkout.write(
        "docker-compose.dev.yml",
        "services: { proxy: { image: caddy, ports: ['127.0.0.1:%d:8000'] } }\n"
            .formatted(proxy.port()));
    checkout.write("docker-compose.profiles.yml", "services: {}\n");
  }

  /** Starts a program of this name in the checkout, which does nothing but wait. */
  private Process named(String name, String... arguments) throws IOException {
    Path program = temporary.resolve(name);
    Files.copy(Path.of("/bin/bash"), program);
    program.toFile().setExecutable(true);
    List<String> argv = new ArrayList<>(List.of(program.toString(), "-c", "read wait"));
    argv.addAll(List.of(arguments));
    Process process = new ProcessBuilder(argv).directory(checkout.folder().toFile()).start();
    opened(process::destroyForcibly);
    return process;
  }

  private Doctor.Run check(String... more) {
    List<String> all = new ArrayList<>(List.of("--profile", "services", "app"));
    all.addAll(List.of(more));
    return Doctor.in(checkout.folder())
        .with("DOCKER_HOST", null)
        .with("DOCKER_CONTEXT", null)
        .check(all.toArray(new String[0]));
  }

  private static void only(String id, String message, Doctor.Run run) {
    assertEquals(List.of(id), run.headlines(), run.out());
    assertTrue(run.messages(id, "fail").contains(message), () -> run.messages(id, "fail"));
  }

  @Test
  void anAppThatIsUpPasses() {
    Doctor.Run run = check();
    assertEquals(0, run.code(), run.out());
    assertEquals(List.of(), run.headlines(), run.out());
    for (String id :
        List.of("started", "web", "proxy", "ready", "plugin-server", "capture", "flags")) {
      assertEquals("pass", run.status("app." + id), run.out());
    }
    assertEquals("pass", run.status("app.frontend"), run.out());
    assertEquals("pass", run.status("app.celery"), run.out());
  }

  @Test
  void anAppThatWasNotStartedIsOneHeadlineAndNothingElseIsAsked() throws Exception {
    for (AutoCloseable one : List.copyOf(open)) {
      if (!(one instanceof RealEngine)) {
        one.close();
      }
    }
    Doctor.Run run = check();
    only("app.started", "No process of this checkout listens", run);
    assertEquals("blocked", run.status("app.web"), run.out());
    assertEquals("blocked", run.status("app.proxy"), run.out());
    assertEquals(1, run.code());
  }

  @Test
  void aBackendThatIsDownExplainsThe502OfTheProxy() throws IOException {
    backend.close();
    proxy.says("/_health", 502, "");
    Doctor.Run run = check();
    only("app.web", "backend does not run: nothing listens on 127.0.0.1 port", run);
    assertTrue(run.messages("app.proxy", "fail").contains("HTTP 502: the backend"), run.out());
    assertEquals("fail", run.status("app.ready"), run.out());
    answerWell(opened(WebServer.local(backend.port())));
    proxy.says("/_health", 200, "ok");
    assertEquals(0, check().code());
  }

  @Test
  void aBackendWhoseMigrationsAreBehindSaysSo() {
    backend.says("/_health", 503, "Migrations are not up to date");
    proxy.says("/_health", 503, "Migrations are not up to date");
    only("app.web", "the migrations of Postgres are behind (HTTP 503)", check());
  }

  @Test
  void aBackendThatFailsSaysWhichLogToRead() {
    backend.says("/_health", 500, "Traceback: no such module");
    Doctor.Run run = check();
    only("app.web", "backend says HTTP 500 to /_health: Traceback: no such module", run);
    assertTrue(run.out().contains("choose backend and read to the first error"), run.out());
  }

  @Test
  void aServiceThatTheBackendCannotReachIsASubject() {
    backend.says("/_readyz", 503, READY.formatted("false"));
    Doctor.Run run = check();
    only("app.ready", "backend says that clickhouse is not well", run);
    assertEquals(4, run.findings("app.ready").size(), run.out());
    backend.says("/_readyz", 500, READY.formatted("false"));
    only("app.ready", "backend says that clickhouse is not well", check());
  }

  @Test
  void aBackendOutOfTheProxysReachIsAMatterOfTheProxy() {
    proxy.says("/_health", 502, "");
    only("app.proxy", "loopback address only", check());
  }

  @Test
  void aBackendOnTheBridgesAddressIsAskedThere() throws Exception {
    NetworkInterface bridge = NetworkInterface.getByName("docker0");
    Assumptions.assumeTrue(bridge != null, "this machine has no bridge of Docker");
    String address =
        bridge.getInterfaceAddresses().stream()
            .map(one -> one.getAddress().getHostAddress())
            .filter(one -> one.indexOf(':') < 0)
            .findFirst()
            .orElseThrow();
    backend.close();
    backend = opened(WebServer.at(address));
    answerWell(backend);
    declare();
    Doctor.Run run = check();
    assertEquals(0, run.code(), run.out());
    assertTrue(
        run.messages("app.web", "pass").contains("answers on " + address + ":" + backend.port()),
        run.out());
  }

  @ParameterizedTest
  @CsvSource({
    "app.plugin-server, nodejs, /_ready",
    "app.capture, capture, /_liveness",
    "app.flags, feature-flags, /_readiness",
    "app.frontend, frontend, /@vite/client"
  })
  void aProcessThatIsDownOrIsNotWellIsOneHeadline(String id, String unit, String path) {
    WebServer server =
        switch (unit) {
          case "nodejs" -> nodejs;
          case "capture" -> capture;
          case "feature-flags" -> flags;
          default -> frontend;
        };
    server.says(path, 503, "{\"status\":\"error\"}");
    only(id, unit + " says HTTP 503 to " + path + ": {\"status\":\"error\"}", check());
    server.says(path, 404, "what");
    only(id, "is not ", check());
    server.close();
    only(id, unit + " does not run", check());
  }

  @ParameterizedTest
  @EnumSource(BadServer.Kind.class)
  void whatIsNoWebServerOfTheAppGetsOneSentence(BadServer.Kind kind) throws IOException {
    int port = capture.port();
    capture.close();
    opened(BadServer.on(kind, port));
    Doctor.Run run = check("--probe-limit", "1500ms");
    assertEquals(List.of("app.capture"), run.headlines(), run.out());
    String message = run.messages("app.capture", "fail");
    assertTrue(message.contains("capture"), message);
    assertTrue(!message.contains("Exception") && !message.contains("java."), message);
  }

  @Test
  void noHeartbeatOfTheWorkerIsAWarning() {
    backend.says("/_preflight", 200, "{\"celery\": false}");
    only("app.celery", "no heartbeat of a celery worker", check());
  }

  @Test
  void withoutAHeartbeatTheProcessesSay() {
    backend.says("/_preflight", 500, "");
    Doctor.Run run = check();
    assertTrue(run.messages("app.celery", "pass").contains("A worker of celery runs"), run.out());
  }
}
