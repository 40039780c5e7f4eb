package com.posthog.doctor.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.ComposeStandIn;
import com.posthog.doctor.support.Cure;
import com.posthog.doctor.support.Cures;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.RealEngine;
import com.posthog.doctor.support.ServerProcess;
import com.posthog.doctor.support.TestCheckout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cures by {@code docker compose}, which is not on every machine: a stand-in takes exactly the
 * arguments that were shown, refuses all others, and does with the real engine what compose would.
 */
@Tag("real")
class ComposeRemedyRealTest {
  private static final String DEV = "docker-compose.dev.yml";

  private final String project = "svccompose" + ProcessHandle.current().pid();

  @TempDir Path temporary;

  private TestCheckout checkout;
  private RealEngine engine;
  private ComposeStandIn compose;
  private Doctor doctor;

  private void stack(String era, String services) throws IOException {
    checkout = TestCheckout.of(era, temporary);
    engine = new RealEngine(temporary);
    Path processes = checkout.at("bin/mprocs.yaml");
    if (Files.exists(processes)) {
      checkout.write(
          "bin/mprocs.yaml",
          Files.readString(processes).replace("compose -p posthog", "compose -p " + project));
    }
    checkout.write(DEV, "services:\n" + services.replace("IMAGE", engine.image()));
    if (era.equals("layered")) {
      checkout.write("docker-compose.profiles.yml", "services: {}\n");
    }
    compose = new ComposeStandIn(temporary.resolve("bin"));
    doctor =
        Doctor.in(checkout.folder())
            .with("DOCKER_HOST", null)
            .with("DOCKER_CONTEXT", null)
            .with("COMPOSE_PROJECT_NAME", era.equals("layered") ? null : project)
            .with("PATH", compose.path());
  }

  @AfterEach
  void nothingIsLeft() {
    if (engine != null) {
      engine.close();
    }
  }

  /** What starts a container as compose would. */
  private String run(String service, String... options) {
    String name = project + "-" + service + "-1";
    engine.atTheEnd("rm", "-f", "-v", name);
    return "\"$real\" run -d --init --name "
        + name
        + " --label com.docker.compose.project="
        + project
        + " --label com.docker.compose.service="
        + service
        + " --label com.docker.compose.oneoff=False"
        + " --label com.docker.compose.project.working_dir="
        + checkout.folder()
        + " "
        + String.join(" ", options)
        + " "
        + engine.image()
        + " sleep 600";
  }

  private Cure cure(String check) throws IOException {
    return Cure.of(doctor, temporary.resolve("state"), check, "restarts");
  }

  @Test
  @Cures("start-service")
  void aServiceWithoutContainerIsStarted() throws IOException {
    stack("layered", "  db: { image: IMAGE }\n  kafka: { image: IMAGE }\n");
    engine.start(project, "kafka", checkout.folder().toString());
    compose.takes(run("db"), "-p", project, "-f", DEV, "up", "-d", "--no-deps", "db");
    compose.takes(
        "\"$real\" rm -f " + project + "-db-1",
        "-p",
        project,
        "-f",
        DEV,
        "rm",
        "--stop",
        "--force",
        "db");
    String command = "docker compose -p " + project + " -f " + DEV;
    cure("container.running")
        .undoable(command + " up -d --no-deps db", "undo: " + command + " rm --stop --force db");
    assertEquals(2, compose.asked());
  }

  @Test
  @Cures("start-stack")
  void aStackThatWasNotStartedIsStarted() throws IOException {
    stack("layered", "  db: { image: IMAGE }\n  kafka: { image: IMAGE }\n");
    compose.takes(
        run("db") + "\n" + run("kafka"),
        "-p",
        project,
        "-f",
        DEV,
        "-f",
        "docker-compose.profiles.yml",
        "up",
        "-d");
    cure("docker.stack-started").lasting("-f docker-compose.profiles.yml up -d");
    assertEquals("pass", doctor.check("container.running").status("container.running"));
  }

  @Test
  @Cures("start-handbook-stack")
  void anEarlierStackThatWasNotStartedIsStarted() throws IOException {
    stack("handbook", "  db: { image: IMAGE }\n");
    String pinned = pinned();
    String cure = run("db").replace(".project=" + project, ".project=" + pinned);
    compose.takes(cure, "-p", pinned, "-f", DEV, "up", "-d");
    cure("docker.stack-started").lasting("docker compose -p " + pinned + " -f " + DEV + " up -d");
  }

  /** The project that the checkout itself gives to its stack. */
  private String pinned() {
    String plan = doctor.run("fix", "docker.stack-started", "--allow", "restarts").out();
    int at = plan.indexOf("docker compose -p ");
    assertTrue(at >= 0, plan);
    return plan.substring(at).split(" ", 5)[3];
  }

  @Test
  @Cures("recreate-container")
  void aContainerOfAnotherImageIsMadeAnew() throws IOException {
    stack("layered", "  db: { image: IMAGE }\n");
    String other = engine.image().replace(":1", ":2");
    String made = engine.start(project, "db", checkout.folder().toString());
    engine.docker("commit", made, other);
    engine.docker("rm", "-f", made);
    engine.atTheEnd("image", "rm", "-f", other);
    engine.docker(
        "run",
        "-d",
        "--init",
        "--name",
        project + "-db-1",
        "--label",
        "com.docker.compose.project=" + project,
        "--label",
        "com.docker.compose.service=db",
        "--label",
        "com.docker.compose.oneoff=False",
        other,
        "sleep",
        "600");
    compose.takes("true", "-p", project, "-f", DEV, "pull", "db");
    String again = "\"$real\" rm -f " + project + "-db-1\n" + run("db");
    compose.takes(again, "-p", project, "-f", DEV, "up", "-d", "--no-deps", "db");
    cure("docker.images").lasting("pull db", "up -d --no-deps db");
    assertEquals(2, compose.asked());
  }

  @Test
  @Cures("take-down-stray-project")
  void containersOfThisCheckoutUnderAnotherProjectAreTakenDown() throws IOException {
    stack("layered", "  db: { image: IMAGE }\n");
    engine.start(project, "db", checkout.folder().toString());
    engine.start(project + "fork", "db", checkout.folder().toString());
    compose.takes(
        "\"$real\" rm -f " + project + "fork-db-1",
        "-p",
        project + "fork",
        "-f",
        DEV,
        "down",
        "--remove-orphans");
    cure("docker.project").lasting("down --remove-orphans");
  }

  @Test
  @Cures("restart-service")
  void aPortThatNothingPassesOnAnyMoreAnswersAfterARestart() throws IOException {
    int port = ServerProcess.freePort();
    stack("layered", "  db: { image: IMAGE, ports: ['" + port + ":80'] }\n");
    engine.start(
        project,
        "db",
        checkout.folder().toString(),
        List.of("--init", "-p", "127.0.0.1:" + port + ":80"),
        "sh",
        "-c",
        "while true; do nc -l -p 80; done");
    try (TestEngine passing = new TestEngine(temporary.resolve("passing"))) {
      passing.stopPassingOn(port);
    }
    cure("ports.answering").lasting("docker restart " + project + "-db-1");
  }

  /** A container that speaks HTTP: badly in its first life, well after a restart. */
  private void speaker(int port, String status, String body) {
    String good = "<ListAllMyBucketsResult><Buckets></Buckets></ListAllMyBucketsResult>";
    engine.start(
        project,
        "objectstorage",
        checkout.folder().toString(),
        List.of("-p", "127.0.0.1:" + port + ":19000"),
        "sh",
        "-c",
        "busybox mkdir -p /www/cgi-bin; if [ -e /tmp/once ]; then set -- '200 OK' '"
            + good
            + "'; else set -- '"
            + status
            + "' '"
            + body
            + "'; fi; echo > /tmp/once; { echo '#!/bin/sh'; echo 'echo \"Status: '\"$1\"'\"';"
            + " echo 'echo x-amz-request-id: 1'; echo echo; echo \"echo '$2'\"; }"
            + " > /www/cgi-bin/index.cgi; busybox chmod 755 /www/cgi-bin/index.cgi;"
            + " exec busybox httpd -f -p 19000 -h /www");
  }

  private void storage(int port) throws IOException {
    stack("layered", "  objectstorage: { image: IMAGE, ports: ['" + port + ":19000'] }\n");
    String services = Files.readString(checkout.at(".env.services"));
    checkout.write(
        ".env.services",
        services.replace("http://objectstorage:19000", "http://127.0.0.1:" + port));
  }

  @Test
  @Cures("restart-server")
  void aServerThatAnswersWithErrorsIsRestarted() throws IOException {
    int port = ServerProcess.freePort();
    storage(port);
    speaker(port, "500 Oh", "<Error><Code>InternalError</Code></Error>");
    cure("storage.answers").lasting("docker restart " + project + "-objectstorage-1");
  }

  @Test
  @Cures("recreate-storage")
  void storageThatDoesNotKnowItsKeysIsRestarted() throws IOException {
    int port = ServerProcess.freePort();
    storage(port);
    speaker(port, "403 No", "<Error><Code>InvalidAccessKeyId</Code></Error>");
    cure("storage.credentials").lasting("docker restart " + project + "-objectstorage-1");
  }

  @Test
  @Cures("stop-container")
  void aContainerThatHoldsAPortIsStoppedAndStartedAgain() throws IOException {
    int port = ServerProcess.freePort();
    stack("layered", "  db: { image: IMAGE, ports: ['" + port + ":5432'] }\n");
    String holder = project + "-holder";
    engine.docker(
        "run",
        "-d",
        "--init",
        "--name",
        holder,
        "-p",
        "127.0.0.1:" + port + ":80",
        engine.image(),
        "sleep",
        "600");
    engine.atTheEnd("rm", "-f", holder);
    cure("ports.free").undoable("docker stop " + holder);
  }

  @Test
  @Cures("stop-compose-project")
  void aProjectThatHoldsAPortIsStopped() throws IOException {
    int port = ServerProcess.freePort();
    stack("layered", "  db: { image: IMAGE, ports: ['" + port + ":5432'] }\n");
    String shop = project + "shop";
    engine.start(
        shop,
        "pg",
        "/srv/shop",
        List.of("--init", "-p", "127.0.0.1:" + port + ":80"),
        "sleep",
        "600");
    compose.takes("\"$real\" stop -t 1 " + shop + "-pg-1", "-p", shop, "stop");
    compose.takes("\"$real\" start " + shop + "-pg-1", "-p", shop, "start");
    String command = "docker compose -p " + shop;
    cure("ports.free").undoable(command + " stop", "undo: " + command + " start");
  }
}
