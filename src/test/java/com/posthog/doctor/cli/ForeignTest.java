package com.posthog.doctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.TestCheckout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cards and waivers from elsewhere are data from somebody else; and a snapshot keeps them. */
class ForeignTest {
  private static final String GOOD =
      """
      id: team.notes
      title: The checkout has notes
      error: { "file(NOTES.md).kind": { is: file } }
      failing: "NOTES.md is ${file(NOTES.md).kind}; a file is needed"
      why: People read them
      docs: https://example.com
      remedies:
        - id: write-notes
          title: Write them
          risk: safe
          steps: [ { run: [touch, NOTES.md] } ]
      """;

  @TempDir Path temporary;
  private TestCheckout checkout;
  private Path home;

  @BeforeEach
  void makeACheckoutAndAHome() throws IOException {
    checkout = TestCheckout.of("layered", temporary);
    home = Files.createDirectories(temporary.resolve("home/alice"));
  }

  @Test
  void aCardOfTheCheckoutIsJudgedAndWhatItWouldRunIsOnlyTold() {
    checkout.write(".posthog-doctor/checks/notes.yaml", GOOD);
    Doctor.Run run = doctor().check("team.notes");
    assertEquals(1, run.code(), run::err);
    JsonObject finding = run.findings("team.notes").get(0);
    assertEquals("NOTES.md is missing; a file is needed", finding.get("message").getAsString());
    JsonObject step =
        finding
            .getAsJsonArray("remedies")
            .get(0)
            .getAsJsonObject()
            .getAsJsonArray("steps")
            .get(0)
            .getAsJsonObject();
    assertEquals("tell", step.get("kind").getAsString());
    assertTrue(step.get("describe").getAsString().contains("not trusted"));
    checkout.write("NOTES.md", "x");
    assertEquals("pass", doctor().check("team.notes").status("team.notes"));
  }

  @Test
  void aCardOfTheUserIsListedByExplain() {
    write(home.resolve(".config/posthog-doctor/checks/notes.yaml"), GOOD);
    assertTrue(doctor().run("explain").out().contains("team.notes"));
  }

  @Test
  void aBadCardIsLeftOutWithItsFileAndLineAndTheOthersAreUsed() {
    checkout.write(".posthog-doctor/checks/a-bad.yaml", GOOD.replace("why:", "wye:"));
    checkout.write(".posthog-doctor/checks/notes.yaml", GOOD);
    Doctor.Run run = doctor().check("checks.load", "team.notes", "--fail-on", "warning");
    assertEquals("unknown", run.status("checks.load"));
    String message = run.messages("checks.load", "unknown");
    assertTrue(message.contains("a-bad.yaml:5: there is no field `wye`"), message);
    assertEquals("fail", run.status("team.notes"));
    assertEquals("warning", run.findings("checks.load").get(0).get("severity").getAsString());
  }

  @Test
  void aCardMayNotTakeTheNameOfACheckNorJudgeWhatIsNotGenericNorLoop() {
    checkout.write(".posthog-doctor/checks/1.yaml", GOOD.replace("team.notes", "host.memory"));
    checkout.write(
        ".posthog-doctor/checks/2.yaml",
        GOOD.replace("team.notes", "team.two")
            .replace("\"file(NOTES.md).kind\": { is: file }", "docker.reachable: true")
            .replace("${file(NOTES.md).kind}", "x"));
    checkout.write(
        ".posthog-doctor/checks/3.yaml",
        GOOD.replace("team.notes", "team.three")
            .replace("why:", "requires: [team.three]\nwhy:")
            .replace("write-notes", "other-notes"));
    checkout.write(
        ".posthog-doctor/checks/4.yaml",
        GOOD.replace("team.notes", "team.four").replace("why:", "requires: [no.such]\nwhy:"));
    checkout.write(".posthog-doctor/checks/5.yaml", "a: &a [x]\nb: &b [*a,*a]\nid: [*b,*b,*b]\n");
    checkout.write(
        ".posthog-doctor/checks/6.yaml",
        GOOD.replace("team.notes", "team.six").replace("{ is: file }", "{ matches: '(' }"));
    String message = doctor().check("checks.load").messages("checks.load", "unknown");
    assertTrue(message.contains("1.yaml:1: the name host.memory is taken"), message);
    assertTrue(message.contains("may not judge `docker`"), message);
    assertTrue(message.contains("leads in a circle"), message);
    assertTrue(message.contains("there is no check no.such"), message);
    assertTrue(message.contains("5.yaml:"), message);
    assertTrue(message.contains("`(` is no regular expression"), message);
    assertEquals(6, message.lines().count(), message);
  }

  @Test
  void aWaivedFailureIsShownWithItsReasonAndDoesNotCount() {
    checkout.write(
        ".posthog-doctor/waivers.yaml",
        "- check: checkout.geolite\n  reason: no maps here\n  until: 2999-12-31\n");
    Doctor.Run run = doctor().check("checkout.geolite");
    assertEquals("waived", run.status("checkout.geolite"));
    assertEquals(0, run.code());
    String text = doctor().run("check", "checkout.geolite").out();
    assertTrue(text.replaceAll("\\s+", " ").contains("no maps here (until 2999-12-31)"), text);
  }

  @Test
  void aWaiverThatHasExpiredOrIsMalformedIsSaid() {
    checkout.write(
        ".posthog-doctor/waivers.yaml",
        """
        - check: checkout.geolite
          reason: no maps here
          until: 2020-01-31
        - check: checkout.geolite
        - check: no.such
          reason: x
        - check: host.memory
          reason: x
          until: next week
        """);
    Doctor.Run run = doctor().check("checkout.geolite", "checks.load");
    assertEquals("fail", run.status("checkout.geolite"));
    assertTrue(run.out().contains("expired, its last day was 2020-01-31"), run::out);
    String messages = run.messages("checks.load", "unknown");
    assertTrue(messages.contains("waivers.yaml:4: the field `reason` is missing"), messages);
    assertTrue(messages.contains("waivers.yaml:5: there is no check `no.such`"), messages);
    assertTrue(messages.contains("waivers.yaml:9: `until` is a day such as"), messages);
    assertTrue(run.messages("checks.load", "fail").contains("has expired"), run::out);
  }

  @Test
  void aSnapshotGivesTheSameFindingsAndHoldsNoNamesAndNoSecrets() throws IOException {
    checkout.write(".posthog-doctor/checks/notes.yaml", GOOD);
    checkout.write(".posthog-doctor/waivers.yaml", "- check: host.cpus\n  reason: small\n");
    checkout.write(".env", "SOME_TOKEN=canary-in-env-file\n");
    Path file = temporary.resolve("snapshot.json");
    Doctor doctor =
        doctor()
            .with("SECRET_KEY", "canary-secret-key")
            .with("UNRELATED_VARIABLE", "canary-unrelated")
            .with("DATABASE_URL", "postgres://posthog:canary-password@localhost:5432/posthog")
            .with("POSTHOG_PERSONAL_API_KEY", "phx_canary0123456789canary0123456789");
    Doctor.Run written = doctor.run("snapshot", "--output", file.toString());
    assertEquals(0, written.code(), written::err);
    String text = Files.readString(file);
    assertFalse(text.contains("canary"), "a secret is in the snapshot");
    assertFalse(text.contains("alice"), "the home folder is in the snapshot");

    Doctor.Run here = doctor.check();
    Doctor.Run replayed = Doctor.in(temporary).check("--replay", file.toString());
    assertEquals(statuses(here), statuses(replayed));
    assertTrue(statuses(replayed).contains("team.notes fail"), statuses(replayed)::toString);
    assertTrue(statuses(replayed).size() > 10);
  }

  private static List<String> statuses(Doctor.Run run) {
    return run.findings("").stream()
        .map(one -> one.get("check").getAsString() + " " + one.get("status").getAsString())
        .toList();
  }

  private Doctor doctor() {
    return Doctor.in(checkout.folder())
        .with("HOME", home.toString())
        .with("XDG_CONFIG_HOME", null)
        .with("LC_ALL", "C.UTF-8");
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException problem) {
      throw new java.io.UncheckedIOException(problem);
    }
  }
}
