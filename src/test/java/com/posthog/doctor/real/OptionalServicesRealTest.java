package com.posthog.doctor.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.BadServer;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.RealEngine;
import com.posthog.doctor.support.TestCheckout;
import com.posthog.doctor.support.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
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
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The services that run with a profile only: maildev itself, node's own HTTP/2 server in Temporal's
 * place, and a page in Jaeger's.
 */
@Tag("real")
class OptionalServicesRealTest {
  private static final int MOST_KNOCKS = 2000;

  private final String project = "optional" + ProcessHandle.current().pid();
  private final List<AutoCloseable> open = new ArrayList<>();

  @TempDir Path temporary;

  private TestCheckout checkout;
  private RealEngine engine;

  @BeforeEach
  void stack() {
    checkout = TestCheckout.of("layered", temporary);
    checkout.write(
        "bin/mprocs.yaml",
        "procs: { docker-compose: { shell: 'docker compose -p %s --profile extra up -d' } }\n"
            .formatted(project));
    checkout.write("docker-compose.profiles.yml", "services: {}\n");
    engine = opened(new RealEngine(temporary));
    engine.start(project, "db", checkout.folder().toString());
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

  private void declare(String service, int port, int inside) {
    checkout.write(
        "docker-compose.dev.yml",
        """
        services:
          db: { image: test }
          %s: { image: test, profiles: [extra], ports: ['127.0.0.1:%d:%d'] }
        """
            .formatted(service, port, inside));
  }

  private Doctor.Run check(String id, String... more) {
    List<String> all = new ArrayList<>(List.of("--profile", "services", id));
    all.addAll(List.of(more));
    return Doctor.in(checkout.folder())
        .with("DOCKER_HOST", null)
        .with("DOCKER_CONTEXT", null)
        .check(all.toArray(new String[0]));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  /** Starts a program and knocks until it listens. */
  private void listening(int port, String... argv) throws IOException {
    Process process =
        new ProcessBuilder(argv)
            .redirectErrorStream(true)
            .redirectOutput(temporary.resolve("out").toFile())
            .start();
    opened(
        () -> {
          process.destroyForcibly();
          process.waitFor();
        });
    for (int i = 0; i < MOST_KNOCKS && process.isAlive(); i++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
        return;
      } catch (IOException notYet) {
        Thread.onSpinWait();
      }
      try {
        process.waitFor(10, java.util.concurrent.TimeUnit.MILLISECONDS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IOException(interrupted);
      }
    }
    throw new IOException("it does not listen: " + Files.readString(temporary.resolve("out")));
  }

  @Test
  void maildevItselfPassesAndFailsOnceItIsGone() throws Exception {
    Path maildev =
        Path.of(
            System.getProperty("user.home"),
            ".cache/posthog-doctor/servers/maildev/node_modules/.bin/maildev");
    Assumptions.assumeTrue(Files.exists(maildev), "maildev is not installed");
    int port = freePort();
    declare("maildev", port, 1080);
    assertEquals("skipped", check("maildev.answers").status("maildev.answers"));
    engine.start(project, "maildev", checkout.folder().toString());
    listening(
        port,
        maildev.toString(),
        "--ip",
        "127.0.0.1",
        "--web",
        Integer.toString(port),
        "--smtp",
        Integer.toString(freePort()));
    Doctor.Run run = check("maildev.answers");
    assertEquals(0, run.code(), run.out());
    assertTrue(run.messages("maildev.answers", "pass").contains("shows the mail"), run.out());
    open.remove(0).close();
    Doctor.Run gone = check("maildev.answers");
    assertTrue(
        gone.messages("maildev.answers", "fail").contains("takes no connection: nothing listens"),
        gone.out());
    assertEquals(List.of("maildev.answers"), gone.headlines(), gone.out());
  }

  @Test
  void aStoppedContainerExplainsThatNothingAnswers() throws IOException {
    int port = freePort();
    declare("maildev", port, 1080);
    String maildev = engine.start(project, "maildev", checkout.folder().toString());
    engine.docker("stop", "-t", "1", maildev);
    Doctor.Run run = check("maildev.answers", "container");
    assertEquals(List.of("container.running"), run.headlines(), run.out());
    assertEquals("fail", run.status("maildev.answers"), run.out());
  }

  @Test
  void anHttp2ServerInTemporalsPlacePasses() throws IOException {
    int port = freePort();
    declare("temporal", port, 7233);
    assertEquals("skipped", check("temporal.answers").status("temporal.answers"));
    engine.start(project, "temporal", checkout.folder().toString());
    assertTrue(
        check("temporal.answers")
            .messages("temporal.answers", "fail")
            .contains("Temporal takes no connection"));
    listening(
        port, "node", "-e", "require('http2').createServer().listen(" + port + ", '127.0.0.1')");
    Doctor.Run run = check("temporal.answers");
    assertEquals("pass", run.status("temporal.answers"), run.out());
    assertEquals(0, run.code(), run.out());
  }

  @ParameterizedTest
  @EnumSource(BadServer.Kind.class)
  void whatIsNotTemporalGetsOneSentence(BadServer.Kind kind) throws IOException {
    BadServer bad = opened(BadServer.of(kind));
    declare("temporal", bad.port(), 7233);
    engine.start(project, "temporal", checkout.folder().toString());
    Doctor.Run run = check("temporal.answers", "--probe-limit", "1500ms");
    assertEquals(List.of("temporal.answers"), run.headlines(), run.out());
    String message = run.messages("temporal.answers", "fail");
    assertTrue(message.contains("Temporal speaks gRPC"), message);
    assertTrue(!message.contains("Exception") && !message.contains("java."), message);
  }

  @Test
  void aTemporalInItsTimeToStartIsNoFailure() throws IOException {
    declare("temporal", freePort(), 7233);
    engine.start(
        project,
        "temporal",
        checkout.folder().toString(),
        "--health-cmd",
        "false",
        "--health-start-period",
        "300s");
    Doctor.Run run = check("temporal.answers", "container.healthy");
    assertEquals(0, run.code(), run.out());
    assertTrue(run.messages("temporal.answers", "pass").contains("Temporal is starting"));
    assertTrue(run.messages("container.healthy", "pass").contains("is starting"), run.out());
  }

  @Test
  void aPageInJaegersPlacePassesAndAnErrorFails() throws IOException {
    WebServer page = opened(WebServer.local()).says("/", 200, "<title>Jaeger UI</title>");
    declare("jaeger", page.port(), 16686);
    engine.start(project, "jaeger", checkout.folder().toString());
    Doctor.Run run = check("jaeger.answers");
    assertEquals("pass", run.status("jaeger.answers"), run.out());
    page.says("/", 500, "");
    assertTrue(
        check("jaeger.answers").messages("jaeger.answers", "fail").contains("says HTTP 500"));
  }

  @Test
  void aBrowserOfPlaywrightThatIsMissingIsAdvice() throws IOException {
    Path cache = temporary.resolve("browsers");
    Doctor doctor = Doctor.in(checkout.folder()).with("PLAYWRIGHT_BROWSERS_PATH", cache.toString());
    Doctor.Run run = doctor.check("tests.playwright");
    assertTrue(
        run.messages("tests.playwright", "fail").contains("No browser of Playwright is in"),
        run.out());
    assertEquals(0, run.code(), run.out());
    Path browser = Files.createDirectories(cache.resolve("chromium-1124"));
    assertEquals("fail", doctor.check("tests.playwright").status("tests.playwright"));
    Files.createFile(browser.resolve("INSTALLATION_COMPLETE"));
    assertEquals("pass", doctor.check("tests.playwright").status("tests.playwright"));
    checkout.write(
        "node_modules/.pnpm/playwright-core@1.45.0/node_modules/playwright-core/browsers.json",
        "{\"browsers\": [{\"name\": \"chromium\", \"revision\": \"1129\"}]}");
    assertTrue(
        doctor
            .check("tests.playwright")
            .messages("tests.playwright", "fail")
            .contains("needs chromium-1129; only chromium-1124 is there"));
  }
}
