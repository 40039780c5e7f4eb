package com.posthog.doctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.Schemas;
import com.posthog.doctor.support.TestCheckout;
import com.posthog.doctor.support.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A card that says which program takes its own back: what is shown, asked, done and refused. */
class UndoneByProgramTest {
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
          steps: [ { run: { argv: [touch, NOTES.md], undo: [rm, -f, NOTES.md] } } ]
      """;

  private static final String FILE = ".posthog-doctor/checks/notes.yaml";

  @TempDir Path temporary;
  private TestCheckout checkout;
  private Doctor doctor;

  @BeforeEach
  void aCheckoutWithACard() throws IOException {
    temporary = temporary.toRealPath();
    checkout = TestCheckout.of("layered", temporary).write(FILE, CARD);
    Path home = Files.createDirectories(temporary.resolve("home"));
    doctor =
        Doctor.in(checkout.folder()).with("HOME", home.toString()).with("XDG_STATE_HOME", null);
  }

  @Test
  void whatNobodyHasTrustedIsNeitherDoneNorTakenBack() {
    Doctor.Run run = doctor.run("fix", "team.notes", "--apply", "--yes");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("(not trusted: "), run.out());
    assertFalse(Files.exists(checkout.at("NOTES.md")));
    assertEquals("There is nothing to undo.\n", doctor.run("undo", "--yes").out());
  }

  @Test
  void whatTakesItBackIsShownBeforehandAndRunByUndo() throws IOException {
    Doctor.Run trust = doctor.run("trust", FILE, "--yes");
    assertTrue(
        trust.out().contains("    touch NOTES.md\n      undo: rm -f NOTES.md\n"), trust.out());
    Map<String, String> before = Tree.of(checkout.folder());
    Doctor.Run plan = doctor.run("fix", "team.notes", "--format", "json");
    Schemas.assertFits("plan", plan.out());
    JsonObject item = plan.report().getAsJsonArray("items").get(0).getAsJsonObject();
    assertTrue(item.get("reversible").getAsBoolean(), plan.out());
    JsonObject step = item.getAsJsonArray("steps").get(0).getAsJsonObject();
    assertEquals("[\"rm\",\"-f\",\"NOTES.md\"]", step.get("undo").toString());
    String shown = doctor.run("fix", "team.notes").out();
    assertTrue(shown.contains("undo: rm -f NOTES.md"), shown);
    assertTrue(shown.contains("can be undone"), shown);

    Doctor.Run run = doctor.run("fix", "team.notes", "--apply", "--yes", "--format", "json");
    assertEquals(0, run.code(), run.err());
    Schemas.assertFits("repair", run.out());
    assertTrue(Files.exists(checkout.at("NOTES.md")));
    Doctor.Run undo = doctor.run("undo", "--plan");
    String planned = "put back what it did\n  it was: touch NOTES.md\n  undo: rm -f NOTES.md\n";
    assertTrue(undo.out().contains(planned), undo.out());
    assertTrue(Files.exists(checkout.at("NOTES.md")));
    assertTrue(doctor.run("undo", "--yes").out().endsWith("1 step put back.\n"));
    assertEquals(before, Tree.of(checkout.folder()));
    assertEquals("There is nothing to undo.\n", doctor.run("undo", "--yes").out());
  }

  @Test
  void oneThatFailsIsTold() {
    checkout.write(FILE, CARD.replace("[rm, -f, NOTES.md]", "[rmdir, NOTES.md]"));
    doctor.run("trust", FILE, "--yes");
    assertEquals(0, doctor.run("fix", "team.notes", "--apply", "--yes").code());
    Doctor.Run undo = doctor.run("undo", "--yes");
    assertEquals(4, undo.code(), undo.out());
    assertTrue(undo.out().endsWith("0 steps put back, 1 not.\n"), undo.out());
    assertTrue(
        undo.err()
            .contains("not put back: touch NOTES.md: rmdir NOTES.md ended with exit status 1"),
        undo.err());
  }

  @Test
  void filesThatAreTouchedAndAProgramThatTakesBackExcludeEachOther() {
    for (String bad :
        new String[] {
          "run: { argv: [touch, NOTES.md], undo: [rm, x], touches: [x] }",
          "run: { argv: [touch, NOTES.md] }",
          "run: { argv: [touch, NOTES.md], undo: [] }",
          "run: { argv: [touch, NOTES.md], undo: rm x }",
          "sudo: { argv: [touch, NOTES.md], touches: [x] }",
        }) {
      checkout.write(FILE, CARD.replaceFirst("run: .* }(?= } ])", bad));
      Doctor.Run run = doctor.run("trust", FILE, "--yes");
      assertEquals(2, run.code(), bad + run.out());
    }
  }
}
