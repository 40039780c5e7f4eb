package com.posthog.doctor.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.RealEngine;
import com.posthog.doctor.support.TestCheckout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads the logs of real containers, in the engine of this machine. */
@Tag("real")
class DiagnoseRealTest {
  private static final String LATER = "2037-01-01T00:00:00Z";

  private final String project = "diagnose" + ProcessHandle.current().pid();

  @TempDir Path temporary;

  private RealEngine engine;
  private TestCheckout checkout;

  @BeforeEach
  void stack() throws IOException {
    checkout = TestCheckout.of("layered", temporary);
    Path processes = checkout.at("bin/mprocs.yaml");
    String text = Files.readString(processes);
    checkout.write(
        "bin/mprocs.yaml",
        text.replace("docker compose -p posthog", "docker compose -p " + project));
    engine = new RealEngine(temporary);
  }

  @AfterEach
  void nothingIsLeft() {
    engine.close();
  }

  @Test
  void whatThreeContainersSayIsRecognisedBinaryTerminalOrNeither() {
    says("db", "printf 'FATAL:  sorry, too many clients already\\n' >&2");
    says("kafka", "printf '\\000\\001\\377 Could not setup Async I/O: no\\r\\n\\033[2Jx\\n'");
    says("clickhouse", "printf '\\033[31mTable is in read\\033[0monly mode\\033[0m\\n'", "-t");
    Doctor.Run run = diagnose();
    assertEquals(1, run.code(), run::err);
    assertEquals(
        Set.of("host.aio-max", "postgres.connections", "clickhouse.replicas"),
        cards(run),
        run.out());
    assertTrue(run.out().contains(project + "-db-1"), run::out);
    assertEquals(-1, run.out().indexOf('\u001b'));
  }

  @Test
  void whatWasSaidBeforeTheTimeThatIsNamedDoesNotCount() {
    says("db", "echo 'FATAL:  sorry, too many clients already'");
    assertEquals(Set.of("postgres.connections"), cards(diagnose("--since", "10m")));
    Doctor.Run later = diagnose("--since", LATER);
    assertEquals(Set.of(), cards(later));
    assertEquals(0, later.code(), later::err);
  }

  @Test
  void aServerThatOneContainerWaitedForIsOver() {
    says(
        "worker",
        "echo 'Error 111 connecting to redis7:6379. Connection refused.'; echo 'Redis connected'");
    assertEquals(Set.of(), cards(diagnose()));
  }

  private void says(String service, String script, String... options) {
    engine.start(
        project,
        service,
        checkout.folder().toString(),
        java.util.List.of(options),
        "sh",
        "-c",
        script);
    engine.docker("wait", project + "-" + service + "-1");
  }

  private Doctor.Run diagnose(String... more) {
    String[] args = new String[5 + more.length];
    System.arraycopy(
        new String[] {"diagnose", "--containers", "--no-confirm", "--format", "json"},
        0,
        args,
        0,
        5);
    System.arraycopy(more, 0, args, 5, more.length);
    return Doctor.in(checkout.folder())
        .with("DOCKER_HOST", null)
        .with("DOCKER_CONTEXT", null)
        .run(args);
  }

  private static Set<String> cards(Doctor.Run run) {
    Set<String> cards = new TreeSet<>();
    for (JsonElement one : run.report().getAsJsonArray("recognised")) {
      cards.add(one.getAsJsonObject().get("card").getAsString());
    }
    return cards;
  }
}
