package com.posthog.doctor.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.Cure;
import com.posthog.doctor.support.Cures;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.RealEngine;
import com.posthog.doctor.support.ServiceCheckout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cures each fault of a container by the engine itself, and brings it back. */
@Tag("real")
class ContainerRemedyRealTest {
  private static final String STACK =
      """
      services:
        db: { image: test, restart: on-failure, healthcheck: { test: ['CMD', 'true'] } }
        kafka: { image: test, restart: on-failure }
      """;

  private static final String[] SLEEP = {"sleep", "600"};

  private final String project = "svc" + ProcessHandle.current().pid();

  @TempDir Path temporary;

  private RealEngine engine;
  private Path folder;
  private Doctor doctor;

  @BeforeEach
  void stack() throws IOException {
    ServiceCheckout checkout = ServiceCheckout.of(temporary, project);
    folder = checkout.folder();
    Files.writeString(folder.resolve("docker-compose.dev.yml"), STACK);
    Files.writeString(folder.resolve("docker-compose.profiles.yml"), "services: {}\n");
    doctor =
        checkout
            .doctor()
            .with("DOCKER_HOST", null)
            .with("DOCKER_CONTEXT", null)
            .with("XDG_STATE_HOME", temporary.toString());
    engine = new RealEngine(temporary);
    made("kafka", List.of("--init"), SLEEP);
  }

  @AfterEach
  void nothingIsLeft() {
    engine.close();
  }

  private String made(String service, List<String> options, String... command) {
    engine.start(project, service, folder.toString(), options, command);
    return project + "-" + service + "-1";
  }

  private Cure cure(String check) {
    return Cure.of(doctor, temporary, check, "restarts");
  }

  private String id(String container) {
    return engine.docker("inspect", "--format", "{{.Id}}", container).strip().substring(0, 12);
  }

  @Test
  @Cures("start-container")
  void aStoppedContainerIsStartedAndStoppedAgain() {
    String db = made("db", List.of("--init"), SLEEP);
    engine.docker("stop", "-t", "1", db);
    cure("container.running")
        .undoable("docker start " + db, "its id is " + id(db), "it is exited (143)");
    engine.await(db, "{{.State.Status}}", "exited");
  }

  @Test
  @Cures("unpause")
  void aPausedContainerGoesOnAndIsPausedAgain() {
    String db = made("db", List.of("--init"), SLEEP);
    engine.docker("pause", db);
    cure("container.running").undoable("docker unpause " + db, "its id is " + id(db));
    engine.await(db, "{{.State.Status}}", "paused");
  }

  @Test
  @Cures("start-killed")
  void aContainerThatWasKilledIsStartedAndStoppedAgain() {
    String db = made("db", List.of("--init"), SLEEP);
    engine.docker("kill", db);
    Doctor.Run preview = doctor.run("fix", "container.not-killed", "--allow", "restarts");
    assertTrue(preview.out().contains("docker start " + db), preview.out());
    Doctor.Run run =
        doctor.run("fix", "container.not-killed", "--allow", "restarts", "--apply", "--yes");
    assertEquals(0, run.code(), () -> run.out() + run.err());
    engine.await(db, "{{.State.Status}}", "running");
    assertEquals("pass", doctor.check("container.not-killed").status("container.not-killed"));
    assertEquals(0, doctor.run("undo", "--yes").code());
    engine.await(db, "{{.State.Status}}", "exited");
    assertEquals("fail", doctor.check("container.running").status("container.running"));
  }

  @Test
  @Cures("restart-killed")
  void aContainerThatIsEndedAgainAndAgainBeginsAnew() throws IOException {
    Path fault = Files.createDirectories(temporary.resolve("fault")).resolve("there");
    Files.writeString(fault, "");
    String db =
        made(
            "db",
            List.of("--init", "--restart", "on-failure", "-v", fault.getParent() + ":/fault"),
            "sh",
            "-c",
            "cat /fault/there && kill -KILL $$; sleep 600");
    // the engine waits longer each time: by now for more than ten seconds
    engine.await(db, "{{ge .RestartCount 5}}", "true");
    engine.await(db, "{{ge .RestartCount 7}} {{.State.Status}}", "true restarting");
    Files.delete(fault);
    cure("container.not-killed").lasting("docker restart " + db);
  }

  @Test
  @Cures("restart-container")
  void anUnhealthyContainerIsStartedAgainAndWaitedForUntilItIsHealthy() {
    String db =
        made(
            "db",
            List.of(
                "--health-cmd",
                "cat /tmp/well",
                "--health-interval",
                "300ms",
                "--health-retries",
                "1"),
            "sh",
            "-c",
            "cat /tmp/once && echo > /tmp/well; echo > /tmp/once; exec sleep 600");
    engine.await(db, "{{.State.Health.Status}}", "unhealthy");
    cure("container.healthy")
        .lasting("docker restart " + db, "wait until " + db + " is up, at most 60s");
    engine.await(db, "{{.State.Health.Status}}", "healthy");
  }

  @Test
  void aPlanIsStaleWhenTheContainerHasMovedOnOrIsAnotherOne() {
    String db = made("db", List.of("--init"), SLEEP);
    engine.docker("stop", "-t", "1", db);
    String plan = temporary.resolve("plan.json").toString();
    String[] make = {"fix", "container.running", "--allow", "restarts", "--plan-out", plan};
    String[] use = {"fix", "--apply", "--yes", "--plan", plan};
    assertEquals(0, doctor.run(make).code());
    engine.docker("start", db);
    assertEquals(6, doctor.run(use).code());
    engine.docker("rm", "-f", db);
    made("db", List.of("--init"), SLEEP);
    engine.docker("stop", "-t", "1", db);
    Doctor.Run run = doctor.run(use);
    assertEquals(6, run.code(), () -> run.out() + run.err());
    engine.await(db, "{{.State.Status}}", "exited");
  }

  @Test
  void aContainerThatIsGoneCannotBeStoppedAgainAndThatIsSaid() {
    String db = made("db", List.of("--init"), SLEEP);
    engine.docker("stop", "-t", "1", db);
    Doctor.Run run =
        doctor.run("fix", "container.running", "--allow", "restarts", "--apply", "--yes");
    assertEquals(0, run.code(), () -> run.out() + run.err());
    engine.docker("rm", "-f", db);
    Doctor.Run undo = doctor.run("undo", "--yes");
    assertEquals(0, undo.code(), () -> undo.out() + undo.err());
    assertTrue(undo.out().contains("the container is gone"), undo.out());
  }
}
