package com.posthog.doctor.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.TestCheckout;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files and a real environment: each fault is made, seen, taken away, and gone. */
@Tag("real")
class EnvRealTest {
  @TempDir Path temporary;
  private TestCheckout checkout;
  private Doctor doctor;

  @BeforeEach
  void aCheckoutOfToday() {
    use("layered");
  }

  private void use(String era) {
    checkout = TestCheckout.of(era, temporary.resolve(era + System.nanoTime()));
    doctor = Doctor.in(checkout.folder());
    for (String name : System.getenv().keySet()) {
      boolean ours = name.equals("DEBUG") || name.startsWith("PG") || name.startsWith("CLICKHOUSE");
      doctor = ours ? doctor.with(name, null) : doctor;
    }
    doctor = doctor.with("HOME", temporary.toString()).with("SHELL", "/bin/zsh");
  }

  @Test
  void aCheckoutOfEitherEraAsItIsClonedHasNoHeadline() throws IOException {
    for (String era : List.of("layered", "handbook")) {
      use(era);
      assertEquals(List.of(), doctor.check("env").headlines(), era);
      Files.copy(checkout.at(".env.example"), checkout.at(".env"));
      assertEquals(List.of(), doctor.check("env").headlines(), era);
    }
  }

  @Test
  void aDatabaseUrlWithoutAPasswordFailsAndAGoodOnePasses() throws IOException {
    checkout.write(".env.local", "DATABASE_URL=postgres://posthog@localhost:5432/posthog\n");
    Doctor.Run run = doctor.check("env");
    assertEquals(List.of("env.database-url"), run.headlines());
    assertMessage(run, "env.database-url", "names no password");
    assertTrue(
        run.out()
            .contains("set DATABASE_URL=postgres://posthog:posthog@db:5432/posthog in .env.local"));
    checkout.write(
        ".env.local", "DATABASE_URL=postgres://posthog:posthog@localhost:5432/posthog\n");
    assertEquals("pass", doctor.check("env.database-url").status("env.database-url"));
    checkout.write(".env.local", "DATABASE_URL=postgres://posthog:posthog@[::1]:5432/posthog\n");
    assertEquals("pass", doctor.check("env.database-url").status("env.database-url"));
  }

  @Test
  void aDatabaseUrlOfAnotherMachineOrPortFailsInEitherEra() {
    for (String era : List.of("layered", "handbook")) {
      use(era);
      String own = era.equals("layered") ? ".env.local" : ".env";
      checkout.write(own, "DATABASE_URL=postgres://a:b@192.0.2.7:5432/posthog\n");
      assertMessage(doctor.check("env"), "env.database-url", "192.0.2.7 is not this machine");
      checkout.write(own, "DATABASE_URL=postgres://a:b@localhost:5999/posthog\n");
      assertMessage(
          doctor.check("env"), "env.database-url", "port 5999; compose publishes Postgres on port");
      checkout.write(own, "DATABASE_URL=postgres://a:b@localhost:5432/posthog\n");
      assertEquals("pass", doctor.check("env.database-url").status("env.database-url"));
    }
  }

  @Test
  void anExportedDatabaseUrlIsTheOneCauseAndItsLineIsNamed() throws IOException {
    Files.writeString(temporary.resolve(".zshrc"), "# mine\nexport DATABASE_URL=x\n");
    Doctor exported = doctor.with("DATABASE_URL", "postgres://a:hunter2@192.0.2.7/posthog");
    Doctor.Run run = exported.check("env");
    assertEquals(List.of("env.database-url"), run.headlines());
    assertTrue(run.out().contains("~/.zshrc:2"), run.out());
    assertFalse(run.out().contains("hunter2"), run.out());
    assertEquals(List.of(), doctor.check("env").headlines());
  }

  @Test
  void aFileThatGitTracksIsNotOfferedForWriting() {
    checkout.write(".env.local", "DATABASE_URL=nonsense\n");
    checkout.git("add", "-f", ".env.local");
    Doctor.Run run = doctor.check("env.database-url");
    assertMessage(run, "env.database-url", "cannot be read");
    assertTrue(run.out().contains("edit-variable"), run.out());
    assertFalse(run.out().contains("set-variable"), run.out());
    checkout.git("rm", "-q", "--cached", ".env.local");
    assertTrue(doctor.check("env.database-url").out().contains("set-variable"));
  }

  @Test
  void commandsInADatabaseUrlAreNeverRun() {
    Path pwned = temporary.resolve("pwned");
    for (String era : List.of("layered", "handbook")) {
      for (String form : List.of("$(touch %s)", "`touch %s`", "\"$(touch %s)\"")) {
        use(era);
        String value = form.replace("%s", pwned.toString());
        String own = era.equals("layered") ? ".env.local" : ".env";
        checkout.write(own, "DATABASE_URL=" + value + "\n");
        String status = doctor.check("env").status("env.database-url");
        assertEquals(era.equals("layered") ? "fail" : "unknown", status, value);
        checkout.write(own, "");
        assertEquals(
            "fail", doctor.with("DATABASE_URL", value).check("env").status("env.database-url"));
        assertFalse(Files.exists(pwned), value);
      }
    }
  }

  @Test
  void aVariableThatShadowsAFileIsFoundAndASecretIsNotShown() {
    checkout.write(".env.local", "OPENAI_API_KEY=canary-one\n");
    Doctor shadowing =
        doctor
            .with("PGHOST", "elsewhere")
            .with("OPENAI_API_KEY", "canary-two")
            .with("KAFKA_HOSTS", "kafka:9092");
    Doctor.Run run = shadowing.check("env");
    assertEquals(List.of("env.shadowed"), run.headlines());
    assertMessage(
        run, "env.shadowed", "PGHOST of this shell hides another value at .env.services:6");
    assertMessage(run, "env.shadowed", "OPENAI_API_KEY of this shell hides another value");
    assertEquals(2, run.findings("env.shadowed").size());
    assertFalse(run.out().contains("canary"), run.out());
    assertEquals("pass", doctor.check("env").status("env.shadowed"));
  }

  @Test
  void whatFloxAndTheEarlierErasFileSetShadowsNothing() {
    Doctor flox =
        doctor
            .with("FLOX_ENV", checkout.at(".flox/run/x").toString())
            .with("FLOX_ENV_PROJECT", checkout.folder().toString())
            .with("DEBUG", "1")
            .with("LDFLAGS", "-L" + checkout.at(".flox/run/x/lib"));
    checkout.write(".env", "MINE=a\n");
    assertEquals(List.of(), flox.with("MINE", "a").check("env").headlines());
    assertEquals(List.of("env.shadowed"), flox.with("MINE", "b").check("env").headlines());
    use("handbook");
    checkout.write(".env", "REDIS_URL=redis://localhost:6379/\n");
    assertEquals(
        List.of(), doctor.with("REDIS_URL", "redis://elsewhere/").check("env").headlines());
  }

  @Test
  void anotherClickhouseDatabaseFails() {
    Doctor.Run run = doctor.with("CLICKHOUSE_DATABASE", "default").check("env");
    assertEquals(List.of("env.clickhouse-database"), run.headlines());
    assertMessage(run, "env.clickhouse-database", "is default; posthog is needed");
    assertEquals("pass", doctor.check("env").status("env.clickhouse-database"));
  }

  @Test
  void withoutDebugThereIsOneHeadlineAndTheKeyFollows() {
    checkout.write(".env.local", "DEBUG=no\n");
    Doctor.Run run = doctor.check("env");
    assertEquals(List.of("env.debug"), run.headlines());
    assertEquals("fail", run.status("env.secret-key"));
    assertMessage(
        doctor.check("env.secret-key"), "env.secret-key", "the built-in one and DEBUG is off");
    checkout.write(".env.local", "DEBUG=no\nSECRET_KEY=canary\n");
    assertEquals("pass", doctor.check("env").status("env.secret-key"));
    checkout.write(".env.local", "");
    assertEquals("pass", doctor.check("env").status("env.debug"));
    use("handbook");
    Doctor.Run earlier = doctor.with("DEBUG", "0").check("env");
    assertEquals(List.of("env.debug"), earlier.headlines());
    assertEquals("fail", earlier.status("env.database-url"));
    assertEquals("pass", doctor.check("env").status("env.database-url"));
  }

  @Test
  void aCloudInDevelopmentFails() {
    checkout.write(".env.local", "CLOUD_DEPLOYMENT=US\n");
    Doctor.Run run = doctor.check("env");
    assertEquals(List.of("env.cloud-deployment"), run.headlines());
    assertTrue(run.out().contains("set CLOUD_DEPLOYMENT= in .env.local"), run.out());
    checkout.write(".env.local", "CLOUD_DEPLOYMENT=\n");
    assertEquals("pass", doctor.check("env").status("env.cloud-deployment"));
    checkout.write(".env.local", "CLOUD_DEPLOYMENT=E2E\n");
    assertEquals("pass", doctor.check("env").status("env.cloud-deployment"));
  }

  @Test
  void aValueOfAnotherEraIsStale() {
    checkout.write(".env.local", "PERSONS_DATABASE_URL=postgres://a:b@localhost:5434/p\n");
    Doctor.Run run = doctor.check("env");
    assertEquals(List.of("env.stale"), run.headlines());
    assertMessage(run, "env.stale", "leads to localhost:5434, which an earlier PostHog had");
    checkout.write(".env.local", "");
    assertEquals("pass", doctor.check("env").status("env.stale"));
    use("handbook");
    checkout.write(".env", "REDIS_URL=redis://redis7:6379/\n");
    assertMessage(doctor.check("env"), "env.stale", "which a newer PostHog has");
    checkout.write(".env", "REDIS_URL=redis://localhost:6379/\n");
    assertEquals("pass", doctor.check("env").status("env.stale"));
  }

  @Test
  void referencesWantTheirTool() throws IOException {
    checkout.write(".env.local", "OPENAI_API_KEY=op://Vault/Item\n");
    Doctor.Run run = doctor.with("PATH", "/nowhere").check("env");
    assertEquals(List.of("env.op-refs"), run.headlines());
    assertMessage(run, "env.op-refs", "op is not on PATH");
    Path op = Files.createDirectories(temporary.resolve("bin")).resolve("op");
    Files.writeString(op, "#!/bin/sh\ntouch " + temporary.resolve("ran") + "\n");
    assertTrue(op.toFile().setExecutable(true));
    Doctor with = doctor.with("PATH", op.getParent().toString());
    assertEquals("pass", with.check("env").status("env.op-refs"));
    assertFalse(Files.exists(temporary.resolve("ran")), "op was started");
  }

  @Test
  void checksOfMacosAreSkippedHere() {
    Doctor.Run run = doctor.check("env.openssl-flags", "env.fork-safety");
    assertEquals("skipped", run.status("env.openssl-flags"));
    assertEquals("skipped", run.status("env.fork-safety"));
  }

  @Test
  void halfOfTheSettingsForMailOrSlackIsAdvice() {
    checkout.write(".env.local", "EMAIL_HOST=127.0.0.1\nSLACK_APP_CLIENT_ID=1.2\n");
    Doctor.Run run = doctor.check("env");
    assertEquals(List.of(), run.headlines());
    assertMessage(run, "env.email", "no EMAIL_PORT");
    assertMessage(run, "env.slack", "SLACK_APP_CLIENT_ID without");
    checkout.write(
        ".env.local",
        "EMAIL_HOST=127.0.0.1\nEMAIL_PORT=1025\nSLACK_APP_CLIENT_ID=1\n"
            + "SLACK_APP_CLIENT_SECRET=2\nSLACK_APP_SIGNING_SECRET=3\n");
    assertEquals("pass", doctor.check("env").status("env.email"));
    assertEquals("pass", doctor.check("env").status("env.slack"));
  }

  @Test
  void thePersonalKeyIsWantedInTheEarlierEraOnly() {
    assertEquals("skipped", doctor.check("env").status("env.personal-api-key"));
    use("handbook");
    assertMessage(doctor.check("env"), "env.personal-api-key", "is not set");
    checkout.write(".env", "POSTHOG_PERSONAL_API_KEY=phx_canarycanary\n");
    Doctor.Run run = doctor.check("env");
    assertEquals("pass", run.status("env.personal-api-key"));
    assertFalse(run.out().contains("canary"), run.out());
  }

  @Test
  void eachFaultOfFormIsToldByItsLineAndItsCureWorks() throws Exception {
    Map<String, String> faults =
        Map.of(
            "A=1\r\nB=2\r\n", "Windows line ends, 2 of them from line 1",
            "\uFEFFA=1\n", "byte order mark",
            "B=1\nA = 1\n", "A at .env.local:2 has a blank",
            "export A=1\n", "A at .env.local:1 begins with export",
            "A=\"x\"\n", "A at .env.local:1 is in quotes",
            "B=1\nA=1", "A is the last line");
    for (Map.Entry<String, String> fault : faults.entrySet()) {
      checkout.write(".env.local", fault.getKey());
      Doctor.Run run = doctor.check("env");
      assertEquals(List.of("env.syntax"), run.headlines(), fault.getValue());
      assertMessage(run, "env.syntax", fault.getValue());
      cure(run);
      assertEquals("pass", doctor.check("env").status("env.syntax"), fault.getValue());
    }
    for (String text : List.of("A=1\nA=2\n", "A='x\n")) {
      checkout.write(".env.local", text);
      assertEquals(List.of("env.syntax"), doctor.check("env").headlines(), text);
    }
  }

  /** Runs the command that the finding offers, as a person would paste it. */
  private void cure(Doctor.Run run) throws IOException, InterruptedException {
    String command =
        run.findings("env.syntax").stream()
            .filter(finding -> finding.get("status").getAsString().equals("fail"))
            .map(finding -> finding.getAsJsonArray("remedies").get(0).getAsJsonObject())
            .map(remedy -> remedy.getAsJsonArray("steps").get(0).getAsJsonObject())
            .map(step -> step.get("describe").getAsString())
            .findFirst()
            .orElseThrow();
    Process shell =
        new ProcessBuilder("sh", "-c", command).directory(checkout.folder().toFile()).start();
    assertEquals(0, shell.waitFor(), command);
  }

  @Test
  void aFileThatCannotBeReadIsOneHeadlineAndUnknownHere() throws IOException {
    checkout.write(".env.local", "A=\0\n");
    Doctor.Run binary = doctor.check("env", "checkout.env-files");
    assertEquals(List.of("checkout.env-files"), binary.headlines());
    assertEquals("unknown", binary.status("env.syntax"));
    try (RandomAccessFile huge = new RandomAccessFile(checkout.at(".env.local").toFile(), "rw")) {
      huge.setLength(1L << 30);
    }
    Doctor.Run gigantic = doctor.check("env", "checkout.env-files");
    assertEquals(List.of("checkout.env-files"), gigantic.headlines());
    assertMessage(gigantic, "checkout.env-files", ".env.local");
    Files.delete(checkout.at(".env.local"));
    assertEquals(List.of(), doctor.check("env").headlines());
  }

  @Test
  void anEnvFileThatIsGoneIsToldOnceByWhatItNoLongerSays() throws IOException {
    Path services = checkout.at(".env.services");
    byte[] before = Files.readAllBytes(services);
    Files.delete(services);
    Files.copy(checkout.at(".env.example"), checkout.at(".env"));
    Doctor.Run run = doctor.check("env", "checkout.env-files");
    assertEquals(List.of("env.database-url"), run.headlines());
    assertMessage(run, "env.database-url", ".env.services, which gives it, is not there");
    assertTrue(run.out().contains("git checkout -- .env.services"), run.out());
    assertEquals("fail", run.status("checkout.env-files"));
    Files.write(services, before);
    assertEquals(List.of(), doctor.check("env", "checkout.env-files").headlines());
  }

  private static void assertMessage(Doctor.Run run, String id, String part) {
    String messages = run.messages(id, "fail");
    assertTrue(messages.contains(part), () -> id + ": " + run.findings(id));
  }
}
