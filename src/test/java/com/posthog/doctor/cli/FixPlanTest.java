package com.posthog.doctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.TestCheckout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dry run says what would be done, and does nothing. */
class FixPlanTest {
  @TempDir Path temporary;
  private TestCheckout checkout;
  private Doctor doctor;

  @BeforeEach
  void aCheckoutWithAFault() throws IOException {
    checkout = TestCheckout.of("layered", temporary.toRealPath());
    checkout.write(".env.local", "# mine\nAPI_TOKEN=hunter2\nDEBUG=0\n");
    Path home = Files.createDirectories(temporary.resolve("home"));
    doctor =
        Doctor.in(checkout.folder())
            .with("HOME", home.toString())
            .with("DEBUG", null)
            .with("SHELL", "/bin/zsh");
  }

  @Test
  void aPlanShowsTheDiffTheRiskAndTheReasonAndMasksSecrets() throws IOException {
    Doctor.Run run = doctor.run("fix", "env.debug");
    assertEquals(0, run.code(), run.err());
    assertTrue(
        run.out().contains("1. Set DEBUG in .env.local\n   risk: safe; can be undone"), run.out());
    assertTrue(run.out().contains("for:  env.debug (error): DEBUG is 0"), run.out());
    assertTrue(run.out().contains("     -DEBUG=0\n     +DEBUG=1\n"), run.out());
    assertFalse(run.out().contains("hunter2"), run.out());
    assertEquals(
        "# mine\nAPI_TOKEN=hunter2\nDEBUG=0\n", Files.readString(checkout.at(".env.local")));
  }

  @Test
  void theExitCodeTellsWhetherSomethingIsPending() {
    assertEquals(5, doctor.run("fix", "env.debug", "--detailed-exitcode").code());
    checkout.write(".env.local", "DEBUG=1\n");
    Doctor.Run run = doctor.run("fix", "env.debug", "--detailed-exitcode");
    assertEquals(0, run.code());
    assertEquals("Nothing is to be repaired.\n", run.out());
  }

  @Test
  void thePlanIsKeptWithDigestsAndNeverWithContent() throws IOException {
    Path file = temporary.resolve("plan.json");
    Doctor.Run run =
        doctor.run("fix", "env.debug", "--format", "json", "--plan-out", file.toString());
    assertEquals(run.out(), Files.readString(file));
    JsonObject item = run.report().getAsJsonArray("items").get(0).getAsJsonObject();
    assertEquals("ready", item.get("standing").getAsString());
    JsonObject step = item.getAsJsonArray("steps").get(0).getAsJsonObject();
    assertEquals(64, step.get("before").getAsString().length());
    assertEquals(64, step.get("after").getAsString().length());
    assertFalse(run.out().contains("hunter2"), run.out());
  }

  @Test
  void whatIsNotAllowedIsSaidButNotPlanned() throws IOException {
    Path tools = Files.createDirectories(temporary.resolve("tools"));
    Path pnpm = Files.writeString(tools.resolve("pnpm"), "#!/bin/sh\nexit 1\n");
    Files.setPosixFilePermissions(pnpm, PosixFilePermissions.fromString("rwxr-xr-x"));
    doctor = doctor.with("PATH", tools + ":/usr/bin:/bin");
    checkout.write("pnpm-lock.yaml", "lockfileVersion: '9.0'\n");
    Doctor.Run without = doctor.run("fix", "checkout.node-modules", "--format", "json");
    assertEquals(List.of("not-allowed"), standings(without));
    Doctor.Run with =
        doctor.run("fix", "checkout.node-modules", "--format", "json", "--allow", "installs");
    assertEquals(List.of("ready"), standings(with));
    Doctor.Run wrong = doctor.run("fix", "--allow", "instals");
    assertEquals(2, wrong.code());
    assertTrue(wrong.err().contains("did you mean `installs`"), wrong.err());
  }

  @Test
  void aCauseComesBeforeWhatDependsOnItAndEachRemedyOnce() {
    checkout.write(".env.local", "DEBUG=0\nEMAIL_HOST=maildev\nDATABASE_URL=nonsense\n");
    Doctor.Run run = doctor.run("fix", "env", "--format", "json");
    List<String> titles = new ArrayList<>();
    for (JsonElement one : run.report().getAsJsonArray("items")) {
      titles.add(one.getAsJsonObject().get("title").getAsString());
    }
    assertTrue(titles.size() >= 2, titles::toString);
    assertEquals(titles.stream().distinct().toList(), titles);
  }

  @Test
  void aCardThatNobodyHasTrustedIsShownAndNeverRun() {
    checkout.write(
        ".posthog-doctor/checks/notes.yaml",
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
        """);
    Doctor.Run run = doctor.run("fix", "team.notes", "--format", "json");
    assertEquals(0, run.code(), run.err());
    assertEquals(List.of("manual"), standings(run));
    assertTrue(run.out().contains("not trusted"), run.out());
  }

  private static List<String> standings(Doctor.Run run) {
    JsonArray items = run.report().getAsJsonArray("items");
    List<String> standings = new ArrayList<>();
    items.forEach(one -> standings.add(one.getAsJsonObject().get("standing").getAsString()));
    return standings;
  }
}
