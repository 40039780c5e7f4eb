package com.posthog.doctor.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.RealEngine;
import com.posthog.doctor.support.TestCheckout;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Waits for real containers: one that becomes healthy, one that never does, one that has failed.
 */
@Tag("real")
class WaitRealTest {
  private final String project = "wait" + ProcessHandle.current().pid();

  @TempDir Path temporary;

  private RealEngine engine;
  private TestCheckout checkout;

  @BeforeEach
  void stack() {
    checkout = TestCheckout.of("layered", temporary);
    checkout.write(
        "bin/mprocs.yaml",
        "procs: { docker-compose: { shell: 'docker compose -p %s up -d' } }\n".formatted(project));
    checkout.write("docker-compose.dev.yml", "services: { db: { image: test } }\n");
    checkout.write("docker-compose.profiles.yml", "services: {}\n");
    engine = new RealEngine(temporary);
  }

  @AfterEach
  void nothingIsLeft() {
    engine.close();
  }

  private void db(String health) {
    engine.start(
        project,
        "db",
        checkout.folder().toString(),
        "--health-cmd",
        health,
        "--health-interval",
        "200ms",
        "--health-start-period",
        "60s");
  }

  private Doctor.Run wait(String patience) {
    return Doctor.in(checkout.folder())
        .with("DOCKER_HOST", null)
        .with("DOCKER_CONTEXT", null)
        .check("--wait", patience, "--profile", "services", "container");
  }

  @Test
  void aContainerThatBecomesHealthyIsWaitedFor() {
    // the second time that it is asked it is well
    db("test -e /tmp/asked || { echo x > /tmp/asked; false; }");
    Doctor.Run run = wait("60s");
    assertEquals(0, run.code(), run.err() + run.out());
    assertTrue(run.err().contains("nothing is left to wait for"), run.err());
    assertTrue(run.messages("container.healthy", "pass").contains("is healthy"), run.out());
  }

  @Test
  void aContainerThatStaysInItsTimeToStartIsNotReadyWhenTheTimeIsOver() {
    db("false");
    Instant start = Instant.now();
    Doctor.Run run = wait("2s");
    assertEquals(3, run.code(), run.err() + run.out());
    assertTrue(run.err().contains("waiting up to 2 s for container.healthy (db)"), run.err());
    assertTrue(run.err().contains("still on its way: container.healthy (db)"), run.err());
    Duration took = Duration.between(start, Instant.now());
    assertTrue(took.compareTo(Duration.ofSeconds(2)) >= 0, () -> "took " + took);
  }

  @Test
  void aContainerThatHasFailedIsNotWaitedFor() {
    engine.start(
        project, "db", checkout.folder().toString(), List.of(), "sh", "-c", "echo no room; exit 1");
    engine.docker("wait", project + "-db-1");
    Instant start = Instant.now();
    Doctor.Run run = wait("120s");
    assertEquals(1, run.code(), run.err() + run.out());
    assertEquals(List.of("container.running"), run.headlines(), run.out());
    assertTrue(
        run.err().contains("container.running (db) does not get better by itself"), run.err());
    Duration took = Duration.between(start, Instant.now());
    assertTrue(took.compareTo(Duration.ofSeconds(60)) < 0, () -> "took " + took);
  }

  @Test
  void anInterruptEndsTheWaitingWithoutAReport() {
    db("false");
    Thread.currentThread().interrupt();
    Doctor.Run run = wait("60s");
    boolean kept = Thread.interrupted();
    assertTrue(kept, "the interrupt is kept for whoever is above");
    assertEquals(130, run.code(), run.err() + run.out());
    assertEquals("", run.out());
  }

  @Test
  void nothingIsToldWhenNothingIsWanted() {
    db("true");
    Doctor.Run run =
        Doctor.in(checkout.folder())
            .with("DOCKER_HOST", null)
            .run("check", "-q", "--wait", "30s", "--profile", "services", "container");
    assertEquals(0, run.code(), run.err() + run.out());
    assertEquals("", run.err());
  }
}
