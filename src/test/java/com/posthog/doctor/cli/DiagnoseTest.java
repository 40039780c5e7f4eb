package com.posthog.doctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.posthog.doctor.support.ChildDoctor;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.Fixtures;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command, from what was printed to what is said about it. */
class DiagnoseTest {
  private static final String TAKEN =
      "Error response from daemon: driver failed programming external connectivity on endpoint"
          + " posthog-db-1: Bind for 0.0.0.0:5432 failed: port is already allocated\n";

  @TempDir Path folder;

  @Test
  void aKnownErrorIsNamedWithWhatHelps() throws IOException {
    Path log = Files.writeString(folder.resolve("up.log"), "fine\n" + TAKEN);
    Doctor.Run run = doctor("diagnose", "--no-confirm", "up.log");
    assertEquals(1, run.code(), run::err);
    assertTrue(run.out().contains("up.log:2"), run::out);
    assertTrue(run.out().contains("posthog-doctor explain ports.free"), run::out);
    assertTrue(Files.exists(log));
  }

  @Test
  void theJsonFitsItsPublishedSchema() throws IOException {
    Files.writeString(
        folder.resolve("up.log"),
        TAKEN + "get_mempolicy: Operation not permitted\nerror: odd one\n");
    Doctor.Run run = doctor("diagnose", "--no-confirm", "--format", "json", "up.log");
    JsonObject report = run.report();
    JsonArray recognised = report.getAsJsonArray("recognised");
    assertEquals(2, recognised.size(), run::out);
    JsonObject first = recognised.get(0).getAsJsonObject();
    assertEquals("ports.free", first.get("card").getAsString());
    assertTrue(first.get("confirmed").isJsonNull());
    assertTrue(recognised.get(1).getAsJsonObject().get("harmless").getAsBoolean());
    assertEquals("error: odd one", unknown(report, 0));
    String schema = Files.readString(Fixtures.project().resolve("docs/diagnosis.schema.json"));
    assertEquals(
        List.of(),
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(schema, InputFormat.JSON)
            .validate(run.out(), InputFormat.JSON));
  }

  private static String unknown(JsonObject report, int place) {
    return report.getAsJsonArray("unknown").get(place).getAsJsonObject().get("text").getAsString();
  }

  @Test
  void theChecksOfTheCausesAreAskedOfTheMachine() throws IOException {
    Path host = Fixtures.project().resolve("fixtures/hosts/ubuntu-24.04-healthy");
    Files.writeString(folder.resolve("up.log"), TAKEN);
    Doctor.Run run = doctor("diagnose", "--format", "json", "--replay", host.toString(), "up.log");
    JsonObject first = run.report().getAsJsonArray("recognised").get(0).getAsJsonObject();
    assertFalse(first.get("confirmed").getAsBoolean(), run::out);
    assertEquals(1, run.code());
  }

  /**
   * The check has not chosen what helps: what other systems need, and the unlikely, is left out.
   */
  @Test
  void withoutTheCheckOnlyTheLikeliestRemediesOfThisSystemAreNamed() throws IOException {
    String docker = "Cannot connect to the Docker daemon\n";
    String started = unconfirmed(docker, "ubuntu-24.04-healthy");
    assertTrue(started.contains("sudo systemctl start docker"), started);
    assertFalse(started.contains("OrbStack"), started);
    String opened = unconfirmed(docker, "mac-arm64-day-one");
    assertTrue(opened.contains("open -a OrbStack"), opened);
    assertFalse(opened.contains("systemctl"), opened);
    assertEquals(2, opened.split("→ or:", -1).length - 1, opened);
    assertTrue(unconfirmed(TAKEN, "ubuntu-24.04-healthy").contains("sudo ss -ltnp"));
    assertTrue(unconfirmed(TAKEN, "mac-arm64-day-one").contains("lsof -nP -iTCP"));
  }

  private String unconfirmed(String text, String host) throws IOException {
    Files.writeString(folder.resolve("one.log"), text);
    Path machine = Fixtures.project().resolve("fixtures/hosts/" + host);
    return doctor("diagnose", "--no-confirm", "--replay", machine.toString(), "one.log").out();
  }

  @Test
  void whatIsNotKnownIsShownAsSuchWithoutItsSecrets() throws IOException {
    Files.writeString(
        folder.resolve("odd.log"),
        "error: \u001b[2Jodd \u001b]0;x\u0007thing token=abcdef123456\n");
    Doctor.Run run = doctor("diagnose", "odd.log");
    assertEquals(3, run.code(), run::err);
    assertTrue(run.out().contains("error: odd thing token=***"), run::out);
    assertTrue(run.out().contains("checks/README.md"), run::out);
    assertEquals(-1, run.out().indexOf('\u001b'));
  }

  @Test
  void nothingBadIsSaidShortly() throws IOException {
    Files.writeString(folder.resolve("fine.log"), "all is well\n");
    Doctor.Run run = doctor("diagnose", "fine.log");
    assertEquals(0, run.code(), run::err);
    assertEquals("Nothing bad was recognised\n", run.out());
  }

  @Test
  void atMostThreeCausesAreNamed() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String log : List.of("compose-v1", "another-instance", "build-essential", "brew-path")) {
      all.append(Files.readString(Fixtures.project().resolve("fixtures/logs/" + log + ".log")));
    }
    Files.writeString(folder.resolve("all.log"), all);
    Doctor.Run run = doctor("diagnose", "--no-confirm", "--format", "json", "all.log");
    assertEquals(3, run.report().getAsJsonArray("recognised").size(), run::out);
  }

  @Test
  void aFileThatCannotBeReadIsSaidInOneSentence() throws IOException {
    Doctor.Run run = doctor("diagnose", "none.log");
    assertEquals(2, run.code());
    assertEquals("posthog-doctor: none.log does not exist\n", run.err());
    Files.writeString(folder.resolve("fine.log"), "all is well\n");
    Doctor.Run some = doctor("diagnose", "none.log", "fine.log");
    assertEquals(0, some.code());
    assertEquals("posthog-doctor: none.log does not exist\n", some.err());
  }

  @Test
  void aGotchaThatCannotBeLookedForIsExplained() {
    Doctor.Run check = doctor("check", "typegen-loop");
    assertTrue(check.code() == 2 || check.code() <= 1, check::err);
    Doctor.Run refused = doctor("check", "clickhouse-get-mempolicy");
    assertEquals(2, refused.code());
    assertTrue(refused.err().contains("posthog-doctor diagnose"), refused::err);
    Doctor.Run run = doctor("explain", "clickhouse-get-mempolicy");
    assertEquals(0, run.code());
    assertTrue(run.out().contains("get_mempolicy: Operation not permitted"), run::out);
    assertTrue(run.out().contains("posthog-doctor diagnose FILE"), run::out);
  }

  @Test
  void whatIsPipedInIsRead() throws IOException {
    ChildDoctor child = ChildDoctor.in(folder).withHome(folder);
    Path log = Files.writeString(folder.resolve("up.log"), TAKEN);
    ChildDoctor.Ended ended = child.runIn("< " + log, "diagnose", "--no-confirm");
    assertEquals(1, ended.code(), ended::err);
    assertTrue(ended.out().contains("-:1"), ended::out);
  }

  /** A packed file of 300 KB with 300 MB of one line in it. */
  @Test
  void whatIsHugeOnceItIsUnpackedNeedsNoMoreMemory() throws IOException {
    Path packed = folder.resolve("huge.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 300; i++) {
        out.write(zeros);
      }
      out.write(TAKEN.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    ChildDoctor child = ChildDoctor.in(folder).withHome(folder).jvm("-Xmx40m");
    ChildDoctor.Ended ended = child.run("diagnose", "--no-confirm", "huge.gz");
    assertEquals(1, ended.code(), ended::err);
    assertTrue(ended.out().contains("explain ports.free"), ended::out);
  }

  @Test
  void aPipeThatNeverEndsIsReadUntilItIsInterrupted() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process child =
        ChildDoctor.in(folder).withHome(folder).start(out, err, "diagnose", "--follow", "pipe");
    try (OutputStream writer = Files.newOutputStream(pipe)) {
      writer.write(TAKEN.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      writer.flush();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
      while (!Files.readString(err).contains("ports.free") && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      assertEquals(
          0, new ProcessBuilder("kill", "-INT", Long.toString(child.pid())).start().waitFor());
      assertTrue(child.waitFor(40, TimeUnit.SECONDS));
    } finally {
      child.destroyForcibly();
    }
    assertEquals(130, child.exitValue());
    assertTrue(Files.readString(out).contains("explain ports.free"), Files.readString(err));
  }

  private Doctor.Run doctor(String... args) {
    return Doctor.in(folder).run(args);
  }
}
