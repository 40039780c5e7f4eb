package com.posthog.doctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.TestCheckout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A card of the checkout is shown until it is trusted, and again when it was changed. */
class TrustTest {
  private static final String CARD =
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

  private static final String FILE = ".posthog-doctor/checks/notes.yaml";

  @TempDir Path temporary;
  private TestCheckout checkout;
  private Doctor doctor;
  private Path kept;

  @BeforeEach
  void aCheckoutWithACard() throws IOException {
    temporary = temporary.toRealPath();
    checkout = TestCheckout.of("layered", temporary).write(FILE, CARD);
    Path home = Files.createDirectories(temporary.resolve("home"));
    kept = home.resolve(".local/state/posthog-doctor/trusted");
    doctor =
        Doctor.in(checkout.folder()).with("HOME", home.toString()).with("XDG_STATE_HOME", null);
  }

  private Doctor.Run fix() throws IOException {
    Files.deleteIfExists(checkout.at("NOTES.md"));
    return doctor.run("fix", "team.notes", "--apply", "--yes");
  }

  @Test
  void untilItIsTrustedItsStepsAreShownAndNotDone() throws IOException {
    Doctor.Run shown = fix();
    assertEquals(0, shown.code(), shown.err());
    assertTrue(
        shown.out().contains("touch NOTES.md (not trusted: `posthog-doctor trust"), shown.out());
    assertFalse(Files.exists(checkout.at("NOTES.md")));
    assertFalse(Files.exists(kept));

    Doctor.Run trust = doctor.run("trust", FILE, "--yes");
    assertEquals(0, trust.code(), trust.err());
    assertTrue(trust.out().contains("Write them (safe)\n    touch NOTES.md"), trust.out());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)));
    assertEquals(0, fix().code());
    assertTrue(Files.exists(checkout.at("NOTES.md")));
    assertTrue(doctor.run("trust", FILE).out().contains("It is trusted already."));
    assertTrue(doctor.run("trust", "--list").out().endsWith("notes.yaml  trusted\n"));
  }

  @Test
  void aCardThatWasChangedIsNotTrusted() throws IOException {
    doctor.run("trust", FILE, "--yes");
    checkout.write(FILE, CARD.replace("touch, NOTES.md", "touch, OTHER.md"));
    assertTrue(fix().out().contains("not trusted"));
    assertFalse(Files.exists(checkout.at("OTHER.md")));
    assertTrue(doctor.run("trust", "--list").out().endsWith("changed since\n"));
    checkout.write(FILE, CARD);
    checkout.write(".posthog-doctor/checks/copy.yaml", CARD.replace("team.notes", "team.copy"));
    assertTrue(doctor.run("fix", "team.copy").out().contains("not trusted"));
  }

  @Test
  void whatIsTrustedCanBeTakenBack() throws IOException {
    assertEquals("No card is trusted.\n", doctor.run("trust", "--list").out());
    doctor.run("trust", FILE, "--yes");
    assertTrue(doctor.run("trust", FILE, "--remove").out().endsWith("is trusted no longer.\n"));
    assertTrue(doctor.run("trust", FILE, "--remove").out().endsWith("was not trusted.\n"));
    assertTrue(fix().out().contains("not trusted"));
  }

  @Test
  void nothingIsTrustedWithoutAYes() {
    Doctor.Run run = doctor.run("trust", FILE);
    assertEquals(2, run.code());
    assertTrue(run.err().contains("--yes"), run.err());
    assertFalse(Files.exists(kept));
    assertEquals(2, doctor.run("trust", "README.md", "--yes").code());
    assertEquals(2, doctor.run("trust").code());
    assertEquals(2, doctor.run("trust", "--list", FILE).code());
  }

  @Test
  void aBadCardIsNotTrusted() {
    checkout.write(FILE, CARD.replace("safe", "harmless"));
    Doctor.Run run = doctor.run("trust", FILE, "--yes");
    assertEquals(2, run.code());
    assertTrue(run.err().contains("there is no risk `harmless`"), run.err());
  }
}
