package com.posthog.doctor.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.RealEngine;
import com.posthog.doctor.support.TestCheckout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Makes each fault of a container for real, in the engine of this machine. */
@Tag("real")
class ContainerRealTest {
  private static final String STACK =
      """
      services:
        db: { image: test, restart: on-failure, healthcheck: { test: ['CMD', 'true'] } }
        kafka: { image: test, restart: on-failure }
        kafka-init: { image: test, restart: 'no', depends_on: [kafka] }
      """;

  private static final String[] SLEEP = {"sleep", "600"};

  private final String project = "container" + ProcessHandle.current().pid();

  @TempDir Path temporary;

  private RealEngine engine;
  private TestCheckout checkout;

  @BeforeEach
  void stack() throws IOException {
    checkout = TestCheckout.of("layered", temporary);
    Path processes = checkout.at("bin/mprocs.yaml");
    String text = Files.readString(processes);
    assertTrue(text.contains("docker compose -p posthog"), "the checkout pins no project");
    checkout.write(
        "bin/mprocs.yaml",
        text.replace("docker compose -p posthog", "docker compose -p " + project));
    checkout.write("docker-compose.dev.yml", STACK);
    checkout.write("docker-compose.profiles.yml", "services: {}\n");
    engine = new RealEngine(temporary);
    made("kafka", SLEEP);
    made("kafka-init", "true");
    engine.docker("wait", project + "-kafka-init-1");
  }

  @AfterEach
  void nothingIsLeft() {
    engine.close();
  }

  private String made(String service, String... command) {
    return made(service, List.of("--init"), command);
  }

  private String made(String service, List<String> options, String... command) {
    engine.start(project, service, checkout.folder().toString(), options, command);
    return project + "-" + service + "-1";
  }

  private Doctor.Run check() {
    return Doctor.in(checkout.folder())
        .with("DOCKER_HOST", null)
        .with("DOCKER_CONTEXT", null)
        .check("--profile", "services", "container");
  }

  /** Sees this check fail alone, with this in its message. */
  private static void only(String id, String message, Doctor.Run run) {
    assertEquals(List.of(id), run.headlines(), run.out());
    assertTrue(run.messages(id, "fail").contains(message), () -> run.messages(id, "fail"));
    assertEquals(1, run.code());
  }

  @Test
  void aHealthyStackWithAOneShotThatHasEndedPasses() {
    String db =
        made("db", List.of("--init", "--health-cmd", "true", "--health-interval", "300ms"), SLEEP);
    engine.await(db, "{{.State.Health.Status}}", "healthy");
    Doctor.Run run = check();
    assertEquals(0, run.code(), run.out());
    assertTrue(run.messages("container.running", "pass").contains("has done its work"), run.out());
    assertTrue(run.messages("container.healthy", "pass").contains(db + " is healthy"), run.out());
    assertEquals("pass", run.status("container.not-killed"), run.out());
  }

  @Test
  void aContainerInItsTimeToStartPasses() {
    made(
        "db",
        List.of(
            "--init",
            "--health-cmd",
            "false",
            "--health-interval",
            "300ms",
            "--health-start-period",
            "300s"),
        SLEEP);
    Doctor.Run run = check();
    assertEquals(0, run.code(), run.out());
    assertTrue(run.messages("container.healthy", "pass").contains("is starting (Up"), run.out());
  }

  @Test
  void anUnhealthyContainerIsOneHeadlineWithTheWordsOfItsHealthCheck() {
    String db =
        made(
            "db",
            List.of(
                "--init",
                "--health-cmd",
                "echo no response; false",
                "--health-interval",
                "200ms",
                "--health-retries",
                "1"),
            SLEEP);
    engine.await(db, "{{.State.Health.Status}}", "unhealthy");
    Doctor.Run run = check();
    only("container.healthy", "its health check fails: no response", run);
    assertEquals("pass", run.status("container.running"), run.out());
  }

  @Test
  void aContainerThatEndsWithACodeSaysItsLastWords() {
    String db = made("db", "sh", "-c", "echo the disk is full; exit 1");
    engine.docker("wait", db);
    only("container.running", "exit code 1; its last words: the disk is full", check());
    engine.docker("rm", "-f", db);
    made("db", SLEEP);
    assertEquals(0, check().code());
  }

  @Test
  void aContainerThatWasStoppedFails() {
    String db = made("db", SLEEP);
    engine.docker("stop", "-t", "1", db);
    only("container.running", db + " is stopped", check());
    engine.docker("start", db);
    assertEquals(0, check().code());
  }

  @Test
  void aMissingContainerFails() {
    only("container.running", "db has no container", check());
  }

  @Test
  void aContainerThatTheKernelEndsForMemoryIsOneHeadlineWithItsLimit() {
    String db =
        made(
            "db",
            List.of("--memory", "8m", "--memory-swap", "8m"),
            "sh",
            "-c",
            "x=aaaaaaaaaaaaaaaa; while true; do x=$x$x; done");
    engine.docker("wait", db);
    Doctor.Run run = check();
    only("container.not-killed", "its limit of 8 MiB and was killed (exit code 137)", run);
    assertTrue(run.out().contains("\"because\": \"container.not-killed\""), run.out());
  }

  @Test
  void aContainerThatIsKilledFromOutsideIsOneHeadline() {
    String db = made("db", SLEEP);
    engine.docker("kill", db);
    only("container.not-killed", "was killed from outside (exit code 137)", check());
    engine.docker("start", db);
    assertEquals(0, check().code());
  }

  @Test
  void aContainerThatIsStartedAgainAndAgainIsOneHeadlineWithItsReason() {
    String db =
        made(
            "db", List.of("--restart", "on-failure"), "sh", "-c", "echo no GeoIP database; exit 7");
    engine.await(db, "{{ge .RestartCount 3}}", "true");
    only("container.not-killed", "(exit code 7); its last words: no GeoIP database", check());
  }

  @Test
  void aProgramThatCrashesIsNamedAsOne() {
    String db = made("db", "sh", "-c", "kill -SEGV $$");
    engine.docker("wait", db);
    Doctor.Run run = check();
    only("container.not-killed", "(exit code 139, a segmentation fault)", run);
  }

  @Test
  void aPausedContainerIsOneHeadline() {
    String db = made("db", SLEEP);
    engine.docker("pause", db);
    try {
      only("container.running", db + " is paused", check());
    } finally {
      engine.docker("unpause", db);
    }
    assertEquals(0, check().code());
  }

  @Test
  void aContainerThatCouldNotHaveItsPortSaysSo() {
    String holder = project + "-holder";
    engine.docker(
        "run",
        "-d",
        "--init",
        "--name",
        holder,
        "-p",
        "127.0.0.1::80",
        engine.image(),
        "sleep",
        "600");
    engine.atTheEnd("rm", "-f", holder);
    String port = engine.docker("port", holder, "80").strip();
    String db = project + "-db-1";
    made("db", List.of("-p", port + ":80"));
    try {
      engine.docker("start", db);
    } catch (IllegalStateException taken) {
      assertTrue(taken.getMessage().contains("port is already allocated"), taken.getMessage());
    }
    only("container.running", "port is already allocated", check());
  }

  @Test
  void aOneShotThatWaitsForWhatDoesNotRunIsNoHeadline() {
    made("db", SLEEP);
    engine.docker("rm", "-f", project + "-kafka-init-1");
    made("kafka-init", List.of());
    engine.docker("rm", "-f", project + "-kafka-1");
    String kafka = made("kafka", "sh", "-c", "exit 1");
    engine.docker("wait", kafka);
    Doctor.Run run = check();
    only("container.running", kafka + " has ended with exit code 1", run);
    assertTrue(run.messages("container.running", "skipped").contains("waits for kafka"), run.out());
  }

  @Test
  void aStackThatWasStoppedAsAWholeIsOneFinding() {
    String db = made("db", SLEEP);
    engine.docker("stop", "-t", "1", db, project + "-kafka-1");
    Doctor.Run run = check();
    only("container.running", "The whole stack of " + project + " is stopped", run);
    assertEquals(1, run.findings("container.running").size());
  }

  @Test
  void containersOfAnotherProjectAreNotOurs() {
    engine.start("other" + project, "db", "/elsewhere", List.of("--init"), SLEEP);
    only("container.running", "db has no container", check());
  }
}
