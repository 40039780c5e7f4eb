package com.posthog.doctor.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.posthog.doctor.support.ChildDoctor;
import com.posthog.doctor.support.Cures;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.TestCheckout;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes and containers on the ports of a checkout: each is told, and nothing else is. */
@Tag("real")
class PortsRealTest {
  private static final String PROJECT = "doctorports";

  @TempDir Path temporary;

  private TestCheckout checkout;
  private int db;
  private int frontend;

  /** The well-known ports may be taken on this machine: the checkout declares free ones. */
  @BeforeEach
  void declareFreePorts() throws IOException {
    checkout = TestCheckout.of("layered", temporary);
    db = freePort();
    frontend = freePort();
    replace("docker-compose.dev.yml", "'5432:5432'", "'" + db + ":5432'");
    replace("frontend/package.json", "--port 8234", "--port " + frontend);
    replace("bin/mprocs.yaml", "-p posthog", "-p " + PROJECT);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void replace(String file, String old, String text) throws IOException {
    String before = Files.readString(checkout.at(file));
    assertTrue(before.contains(old), () -> file + " does not hold " + old);
    checkout.write(file, before.replace(old, text));
  }

  private JsonObject finding(String check, String subject) {
    // a machine that runs other tests beside these answers slowly
    Doctor.Run run =
        Doctor.in(checkout.folder()).check(check, "--probe-limit", "30s", "--deadline", "60s");
    return run.findings(check).stream()
        .filter(one -> subject.equals(text(one, "subject")))
        .findFirst()
        .orElseThrow(() -> new AssertionError(run.out() + run.err()));
  }

  private static String text(JsonObject finding, String field) {
    return finding.get(field).isJsonNull() ? "" : finding.get(field).getAsString();
  }

  private JsonObject db() {
    return finding("ports.free", db + " (db)");
  }

  private JsonObject frontend() {
    return finding("ports.free", frontend + " (frontend)");
  }

  private void expectHeld(JsonObject finding, String part) {
    assertEquals("fail", text(finding, "status"), finding::toString);
    assertEquals("error", text(finding, "severity"));
    assertTrue(text(finding, "message").contains(part), () -> part + " is not in " + finding);
  }

  private void expectFree(JsonObject finding) {
    assertEquals("pass", text(finding, "status"), finding::toString);
    assertTrue(text(finding, "message").startsWith("Nobody listens"), finding::toString);
  }

  @Test
  void aPortThatIsHeldOnIpv4OnlyIsHeldByAProcess() throws IOException {
    expectFree(db());
    try (Squatter squatter = Squatter.on("127.0.0.1", db, temporary)) {
      JsonObject finding = db();
      expectHeld(finding, "java (pid " + squatter.pid() + ", user root) on 127.0.0.1; db needs it");
      assertEquals("kill " + squatter.pid(), step(finding));
    }
    expectFree(db());
  }

  private static String step(JsonObject finding) {
    JsonObject remedy = finding.getAsJsonArray("remedies").get(0).getAsJsonObject();
    return text(remedy.getAsJsonArray("steps").get(0).getAsJsonObject(), "describe");
  }

  @Test
  void aPortThatIsHeldOnIpv6OnlyIsHeldToo() throws IOException {
    try (Squatter squatter = Squatter.on("::1", db, temporary)) {
      expectHeld(db(), "java (pid " + squatter.pid() + ", user root) on ::1; db needs it");
    }
    expectFree(db());
  }

  @Test
  void aPortThatIsHeldOnEveryAddressIsHeldToo() throws IOException {
    try (Squatter squatter = Squatter.on("::", db, temporary)) {
      expectHeld(db(), "java (pid " + squatter.pid() + ", user root) on ::; db needs it");
    }
    expectFree(db());
  }

  @Test
  void aJavaListenerOnAMappedAddressHoldsIpv4() throws IOException {
    try (Squatter squatter = Squatter.on("mapped:127.0.0.1", db, temporary)) {
      String table = Files.readString(Path.of("/proc/net/tcp6"));
      assertTrue(
          table.contains("FFFF00000100007F:" + String.format("%04X", db)), "it is not mapped");
      expectHeld(db(), "java (pid " + squatter.pid() + ", user root) on 127.0.0.1; db needs it");
    }
    expectFree(db());
  }

  @Test
  void twoOwnersOfOnePortAreBothNamed() throws IOException {
    try (Squatter four = Squatter.on("127.0.0.1", db, temporary);
        Squatter six = Squatter.of("nobody", "nogroup", "::1", db, Path.of("/"))) {
      JsonObject finding = db();
      expectHeld(finding, "(pid ");
      String evidence = finding.getAsJsonArray("evidence").toString();
      assertTrue(evidence.contains("java (pid " + four.pid() + ", user root) on 127.0.0.1"));
      assertTrue(evidence.contains("java (pid " + six.pid() + ", user nobody) on ::1"), evidence);
      assertTrue(evidence.contains("127.0.0.1 reaches"), evidence);
      assertTrue(evidence.contains("localhost reaches"), evidence);
    }
    expectFree(db());
  }

  @Test
  void aProcessOfAnotherUserIsNamedByItsUser() throws IOException {
    try (Squatter squatter = Squatter.of("nobody", "nogroup", "127.0.0.1", db, Path.of("/"))) {
      expectHeld(db(), "java (pid " + squatter.pid() + ", user nobody) on 127.0.0.1");
    }
    expectFree(db());
  }

  @Test
  void whoMayNotSeeTheProcessIsToldItsUserOrHowToSeeIt() throws IOException {
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
    ChildDoctor nobody =
        ChildDoctor.in(checkout.folder())
            .as("nobody", "nogroup", Files.createDirectories(temporary.resolve("lib")));
    try (Squatter squatter = Squatter.of("daemon", "daemon", "127.0.0.1", db, Path.of("/"))) {
      String out = nobody.run("check", "ports.free", "--format", "json").out();
      JsonObject finding = of(out, db + " (db)");
      expectHeld(finding, "(user daemon) on 127.0.0.1");
      assertEquals("sudo ss -ltnp 'sport = :" + db + "'", step(finding));
      assertTrue(squatter.pid() > 0);
    }
    try (Squatter squatter = Squatter.on("127.0.0.1", db, temporary)) {
      String out = nobody.run("check", "ports.free", "--format", "json").out();
      JsonObject finding = of(out, db + " (db)");
      assertEquals("unknown", text(finding, "status"), finding::toString);
      assertTrue(
          text(finding, "message").contains("sudo ss -ltnp 'sport = :" + db + "'"),
          finding::toString);
      assertTrue(squatter.pid() > 0);
    }
    String out = nobody.run("check", "ports.free", "--format", "json").out();
    expectFree(of(out, db + " (db)"));
  }

  private static JsonObject of(String report, String subject) {
    List<JsonObject> findings = new Doctor.Run(0, report, "").findings("ports.free");
    return findings.stream()
        .filter(one -> subject.equals(text(one, "subject")))
        .findFirst()
        .orElseThrow(() -> new AssertionError(report));
  }

  @Test
  void theFrontendOfThisCheckoutOrOfAWorktreeOfItHoldsItsOwnPort() throws IOException {
    try (Squatter squatter = Squatter.on("::1", frontend, checkout.at("frontend"))) {
      JsonObject finding = frontend();
      assertEquals("pass", text(finding, "status"), finding::toString);
      assertTrue(text(finding, "message").contains("pid " + squatter.pid()), finding::toString);
    }
    Path worktree = temporary.resolve("tree");
    checkout.git("worktree", "add", "-q", worktree.toString(), "HEAD");
    try (Squatter squatter = Squatter.on("::1", frontend, worktree.resolve("frontend"))) {
      JsonObject finding = frontend();
      assertEquals("pass", text(finding, "status"), finding::toString);
      assertTrue(text(finding, "message").contains("pid " + squatter.pid()), finding::toString);
    }
    try (Squatter squatter = Squatter.on("::1", frontend, temporary)) {
      expectHeld(frontend(), "java (pid " + squatter.pid() + ", user root) on ::1; frontend needs");
    }
    expectFree(frontend());
  }

  @Test
  void aContainerOfThisProjectHoldsItsPortAndAnswersThere() throws IOException {
    try (TestEngine engine = new TestEngine(temporary)) {
      engine.publish(PROJECT, "db", db + ":80");
      JsonObject finding = db();
      assertEquals("pass", text(finding, "status"), finding::toString);
      assertTrue(
          text(finding, "message").contains("the container " + PROJECT + "-db-1"),
          finding::toString);
      JsonObject answering = finding("ports.answering", db + " (db)");
      assertEquals("pass", text(answering, "status"), answering::toString);
      engine.stopPassingOn(db);
      JsonObject silent = finding("ports.answering", db + " (db)");
      expectHeld(silent, PROJECT + "-db-1 publishes port " + db + ", but nothing takes");
      assertEquals("docker restart " + PROJECT + "-db-1", step(silent));
      TestEngine.must("docker", "restart", "-t", "0", PROJECT + "-db-1");
      assertEquals("pass", text(finding("ports.answering", db + " (db)"), "status"));
    }
    expectFree(db());
  }

  @Test
  void aProcessBesideOurContainerGetsItsConnections() throws IOException {
    try (TestEngine engine = new TestEngine(temporary)) {
      engine.publish(PROJECT, "db", "127.0.0.1:" + db + ":80");
      try (Squatter squatter = Squatter.on("::1", db, temporary)) {
        expectHeld(
            db(),
            "java (pid "
                + squatter.pid()
                + ", user root) on ::1, beside the container "
                + PROJECT
                + "-db-1: 127.0.0.1 reaches the container "
                + PROJECT
                + "-db-1, localhost reaches");
      }
      assertEquals("pass", text(db(), "status"));
    }
  }

  @Test
  void aContainerOfAnotherProjectIsStoppedWithItsProject() throws IOException {
    try (TestEngine engine = new TestEngine(temporary)) {
      engine.publish("doctorshop", "pg", db + ":80");
      JsonObject finding = db();
      expectHeld(finding, "the container doctorshop-pg-1 of the compose project doctorshop; db");
      assertEquals("docker compose -p doctorshop stop", step(finding));
    }
    expectFree(db());
  }

  @Test
  void aContainerOfNoProjectIsStoppedByItsName() throws IOException {
    try (TestEngine engine = new TestEngine(temporary)) {
      engine.publish("", "doctorpg", db + ":80");
      JsonObject finding = db();
      expectHeld(finding, "the container alone-doctorpg-1, which is not of this project");
      assertEquals("docker stop alone-doctorpg-1", step(finding));
    }
    expectFree(db());
  }

  @Test
  void withoutAStackAServerOutsideDockerAnswersAndElseItIsNotAsked() throws IOException {
    Doctor.Run none = Doctor.in(checkout.folder()).check("ports.answering");
    assertEquals("blocked", none.status("ports.answering"), none.out());
    try (Squatter squatter = Squatter.on("127.0.0.1", db, temporary)) {
      JsonObject finding = finding("ports.answering", db + " (db)");
      assertEquals("pass", text(finding, "status"), finding::toString);
      assertTrue(text(finding, "message").contains("outside this stack"), finding::toString);
      assertTrue(squatter.pid() > 0);
    }
  }

  @Test
  void aProcessThatItsManagerLeftBehindIsEndedByItsNumber() throws IOException {
    try (Squatter squatter = Squatter.leftBehind("::1", frontend, checkout.at("frontend"))) {
      assertEquals(1, squatter.parent(), "it was adopted by another process");
      JsonObject finding = finding("process.orphaned", frontend + " (frontend)");
      assertEquals("fail", text(finding, "status"), finding::toString);
      assertEquals("warning", text(finding, "severity"));
      assertTrue(
          text(finding, "message")
              .contains("java (pid " + squatter.pid() + ") still holds port " + frontend),
          finding::toString);
      assertEquals("kill " + squatter.pid(), step(finding));
      assertEquals("pass", text(frontend(), "status"), "it is this checkout's own");
    }
    assertEquals(
        "pass", Doctor.in(checkout.folder()).check("process.orphaned").status("process.orphaned"));
  }

  @Test
  @Cures("stop-left-behind")
  void aProcessThatWasLeftBehindIsEndedByTheDoctor() throws IOException {
    Doctor doctor =
        Doctor.in(checkout.folder())
            .with("HOME", checkout.at("..").normalize().toString())
            .with("XDG_STATE_HOME", null);
    try (Squatter squatter = Squatter.leftBehind("::1", frontend, checkout.at("frontend"))) {
      Doctor.Run plan = doctor.run("fix", "process.orphaned", "--allow", "restarts");
      assertTrue(plan.out().contains("kill " + squatter.pid()), plan.out());
      assertTrue(ProcessHandle.of(squatter.pid()).isPresent(), "the dry run has ended it");
      Doctor.Run not = doctor.run("fix", "process.orphaned", "--apply", "--yes");
      assertTrue(not.out().contains("--allow restarts"), not.out());
      Doctor.Run run =
          doctor.run("fix", "process.orphaned", "--apply", "--yes", "--allow", "restarts");
      assertEquals(0, run.code(), () -> run.out() + run.err());
      assertTrue(run.out().contains("cured: "), run.out());
      assertEquals("pass", doctor.check("process.orphaned").status("process.orphaned"));
      Doctor.Run undo = doctor.run("undo", "--yes");
      assertTrue(undo.out().contains("cannot be undone"), undo.out());
    }
  }

  @Test
  void aProcessWhoseStarterStillRunsIsNotLeftBehind() throws IOException {
    try (Squatter squatter = Squatter.on("::1", frontend, checkout.at("frontend"))) {
      Doctor.Run run = Doctor.in(checkout.folder()).check("process.orphaned");
      assertEquals("pass", run.status("process.orphaned"), run.out());
      assertTrue(squatter.pid() > 0);
    }
  }
}
