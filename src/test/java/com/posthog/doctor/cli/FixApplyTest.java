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
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fault is made, shown, repaired, looked at again, and put back to the byte. */
class FixApplyTest {
  private static final String BEFORE = "# mine\nAPI_TOKEN=hunter2\nDEBUG=0\n\nX='a b' # c\n";

  @TempDir Path temporary;
  private TestCheckout checkout;
  private Path home;
  private Doctor doctor;

  @BeforeEach
  void aCheckoutWithAFault() throws IOException {
    temporary = temporary.toRealPath();
    checkout = TestCheckout.of("layered", temporary);
    checkout.write(".env.local", BEFORE);
    Files.setPosixFilePermissions(
        checkout.at(".env.local"), PosixFilePermissions.fromString("rw-r-----"));
    home = Files.createDirectories(temporary.resolve("home"));
    doctor =
        Doctor.in(checkout.folder())
            .with("HOME", home.toString())
            .with("XDG_STATE_HOME", null)
            .with("DEBUG", null)
            .with("SHELL", "/bin/zsh");
  }

  @Test
  void whatIsShownIsWrittenItCuresTheSecondTimeChangesNothingAndUndoPutsItBack()
      throws IOException {
    Map<String, String> before = Tree.of(checkout.folder());
    Doctor.Run plan = doctor.run("fix", "env.debug", "--format", "json");
    String promised = step(plan).get("after").getAsString();

    Doctor.Run run = doctor.run("fix", "env.debug", "--apply", "--yes");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("cured: Set DEBUG in .env.local"), run.out());
    assertFalse(run.out().contains("hunter2"), run.out());
    assertEquals(BEFORE.replace("DEBUG=0", "DEBUG=1"), Files.readString(checkout.at(".env.local")));
    byte[] written = Files.readAllBytes(checkout.at(".env.local"));
    assertEquals(promised, com.posthog.doctor.model.Content.of(written).digest());
    assertEquals("rw-r-----", mode(checkout.at(".env.local")));
    assertEquals("pass", doctor.check("env.debug").status("env.debug"));

    Map<String, String> repaired = Tree.of(temporary);
    Doctor.Run again = doctor.run("fix", "env.debug", "--apply", "--yes");
    assertEquals(0, again.code(), again.err());
    assertEquals(repaired, Tree.of(temporary));

    Doctor.Run undo = doctor.run("undo", "--yes");
    assertEquals(0, undo.code(), undo.err());
    assertTrue(undo.out().contains("1 step put back."), undo.out());
    assertFalse(undo.out().contains("hunter2"), undo.out());
    assertEquals(before, Tree.of(checkout.folder()));
    assertEquals("fail", doctor.check("env.debug").status("env.debug"));
    Doctor.Run nothing = doctor.run("undo", "--yes");
    assertEquals(0, nothing.code());
    assertEquals("There is nothing to undo.\n", nothing.out());
  }

  @Test
  void aFileThatWasMadeIsTakenAwayAgain() throws IOException {
    Files.delete(checkout.at(".env.local"));
    Map<String, String> before = Tree.of(checkout.folder());
    Doctor.Run run = doctor.run("fix", "env.debug", "--apply", "--yes");
    // without the file another layer says DEBUG=1, or the remedy makes it: both are undone alike
    assertTrue(List.of(0, 4).contains(run.code()), run.err());
    doctor.run("undo", "--yes");
    assertEquals(before, Tree.of(checkout.folder()));
  }

  @Test
  void withoutATerminalAndWithoutYesThePlanIsShownAndNothingIsDone() throws IOException {
    Doctor.Run run = doctor.run("fix", "env.debug", "--apply");
    assertEquals(2, run.code());
    assertTrue(run.out().contains("+DEBUG=1"), run.out());
    assertTrue(run.err().contains("--yes"), run.err());
    assertEquals(BEFORE, Files.readString(checkout.at(".env.local")));
    assertEquals(List.of(), runs());
  }

  @Test
  void onATerminalItAsksOnceAndNoIsNo() throws IOException {
    Answered no = asked("n\n", "fix", "env.debug", "--apply");
    assertEquals(4, no.code());
    assertTrue(no.err().contains("Do this? [y/N]"), no.err());
    assertEquals(BEFORE, Files.readString(checkout.at(".env.local")));
    assertEquals(List.of(), runs());
    Answered skipped = asked("n\n", "fix", "env.debug", "--apply", "--ask", "each");
    assertEquals(4, skipped.code());
    assertTrue(skipped.out().contains("skipped: Set DEBUG"), skipped.out());
    Answered yes = asked("y\n", "fix", "env.debug", "--apply", "--ask", "each");
    assertEquals(0, yes.code(), yes.err());
    assertTrue(yes.out().contains("1 cured."), yes.out());
  }

  @Test
  void everyProblemOfTheFilesIsCuredInRoundsAndAllIsPutBack() throws IOException {
    checkout.write(".env.local", "\uFEFFDEBUG=0\r\nexport A=1\r\nB =2");
    Map<String, String> before = Tree.of(checkout.folder());
    Doctor.Run run = doctor.run("fix", "env", "--apply", "--yes");
    assertEquals(0, run.code(), () -> run.out() + run.err());
    assertTrue(run.out().contains("Round 2:"), run.out());
    assertEquals("DEBUG=1\nA=1\nB=2\n", Files.readString(checkout.at(".env.local")));
    assertEquals(List.of(), doctor.check("env").headlines());
    Doctor.Run undo = doctor.run("undo", "--yes");
    assertEquals(0, undo.code(), () -> undo.out() + undo.err());
    assertEquals(before, Tree.of(checkout.folder()));
  }

  @Test
  void aPlanIsAppliedAsItIsOrNotAtAll() throws IOException {
    String plan = temporary.resolve("plan.json").toString();
    doctor.run("fix", "env.debug", "--plan-out", plan);
    Schemas.assertFits("plan", Files.readString(Path.of(plan)));
    checkout.write(".env.local", BEFORE + "NEW=1\n");
    Doctor.Run stale = doctor.run("fix", "--apply", "--yes", "--plan", plan);
    assertEquals(6, stale.code());
    assertTrue(stale.err().contains("the plan is stale"), stale.err());
    assertEquals(BEFORE + "NEW=1\n", Files.readString(checkout.at(".env.local")));
    assertEquals(List.of(), runs());

    checkout.write(".env.local", BEFORE);
    Doctor.Run run = doctor.run("fix", "--apply", "--yes", "--plan", plan);
    assertEquals(0, run.code(), run.err());
    assertEquals("pass", doctor.check("env.debug").status("env.debug"));
  }

  @Test
  void aPlanThatWasTamperedWithIsRefused() throws IOException {
    Path plan = temporary.resolve("plan.json");
    doctor.run("fix", "env.debug", "--plan-out", plan.toString());
    String text = Files.readString(plan);
    Map<String, Integer> damaged = new TreeMap<>();
    damaged.put(text.substring(0, text.length() / 2), 6);
    damaged.put("", 6);
    damaged.put("[]", 6);
    damaged.put("{\"kind\":\"plan\"}", 6);
    damaged.put(text.replace("\"schemaVersion\": 1", "\"schemaVersion\": 2"), 6);
    damaged.put(text.replace("DEBUG=1 in", "DEBUG=2 in"), 6);
    damaged.put(text.replace(".env.local", ".env.other"), 6);
    damaged.put(text.replace("\"version\": \"0", "\"version\": \"9"), 6);
    damaged.put(text.replaceFirst("\"machine\": \"[0-9a-f]+", "\"machine\": \"0"), 6);
    damaged.put(text.replaceFirst("\"checkout\": \"", "\"checkout\": \"/x"), 6);
    damaged.put(text.replace("\"ready\"", "\"manual\""), 6);
    assertEquals(11, damaged.size());
    for (Map.Entry<String, Integer> one : damaged.entrySet()) {
      Files.writeString(plan, one.getKey());
      Doctor.Run run = doctor.run("fix", "--apply", "--yes", "--plan", plan.toString());
      assertEquals(one.getValue(), run.code(), one.getKey() + run.err());
      assertTrue(run.err().contains("; nothing was changed"), run.err());
      assertEquals(BEFORE, Files.readString(checkout.at(".env.local")));
    }
  }

  @Test
  void twoDoctorsDoNotWorkAtOnce() throws IOException {
    Path state = Files.createDirectories(home.resolve(".local/state/posthog-doctor"));
    try (FileChannel channel =
            FileChannel.open(
                state.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertTrue(lock.isValid());
      channel.write(java.nio.ByteBuffer.wrap("pid 4711".getBytes(StandardCharsets.UTF_8)));
      Doctor.Run run = doctor.run("fix", "env.debug", "--apply", "--yes");
      assertEquals(6, run.code());
      assertTrue(run.err().contains("another doctor is at work (pid 4711)"), run.err());
    }
    assertEquals(BEFORE, Files.readString(checkout.at(".env.local")));
    assertEquals(0, doctor.run("fix", "env.debug", "--apply", "--yes").code());
  }

  @Test
  void aReadOnlyFileIsLeftAloneAndSaid() throws IOException {
    Files.setPosixFilePermissions(
        checkout.at(".env.local"), PosixFilePermissions.fromString("r--r--r--"));
    Doctor.Run run = doctor.run("fix", "env.debug", "--apply", "--yes");
    assertEquals(4, run.code(), "it still fails, and its remedy is allowed");
    assertTrue(run.out().contains("not done: it is read-only"), run.out());
    assertEquals(BEFORE, Files.readString(checkout.at(".env.local")));
    assertEquals(List.of(), runs());
  }

  @Test
  void whatWasChangedSinceIsNotOverwrittenUnlessTold() throws IOException {
    doctor.run("fix", "env.debug", "--apply", "--yes");
    String mine = Files.readString(checkout.at(".env.local")) + "MINE=1\n";
    checkout.write(".env.local", mine);
    Doctor.Run undo = doctor.run("undo", "--yes");
    assertEquals(6, undo.code());
    assertEquals(mine, Files.readString(checkout.at(".env.local")));
    assertTrue(doctor.run("undo", "--plan").out().contains("not put back without --force"));
    Doctor.Run forced = doctor.run("undo", "--yes", "--force");
    assertEquals(0, forced.code(), forced.err());
    assertEquals(BEFORE, Files.readString(checkout.at(".env.local")));
    Path lost = home.resolve(".local/state/posthog-doctor/runs").resolve(runs().get(0));
    assertEquals(mine, Files.readString(lost.resolve("lost-1")));
  }

  @Test
  void theRunsAreListedAndOnlyTheirUserCanReadThem() throws IOException {
    assertEquals("There are no runs.\n", doctor.run("undo", "--list").out());
    doctor.run("fix", "env.debug", "--apply", "--yes");
    Doctor.Run list = doctor.run("undo", "--list");
    assertTrue(list.out().contains("  done\n  set DEBUG=1 in .env.local"), list.out());
    Path state = home.resolve(".local/state/posthog-doctor");
    assertEquals("rwx------", mode(state));
    try (Stream<Path> all = Files.walk(state)) {
      for (Path one : all.toList()) {
        assertEquals(Files.isDirectory(one) ? "rwx------" : "rw-------", mode(one), one.toString());
      }
    }
    doctor.run("undo", "--yes", runs().get(0));
    assertTrue(doctor.run("undo", "--list").out().contains("  undone\n"));
    assertEquals(2, doctor.run("undo", "no-such-run").code());
  }

  @Test
  void theOutcomeIsToldToPrograms() {
    Doctor.Run run = doctor.run("fix", "env.debug", "--apply", "--yes", "--format", "json");
    assertEquals(0, run.code(), run.err());
    JsonObject treated = run.report().getAsJsonArray("treated").get(0).getAsJsonObject();
    Schemas.assertFits("repair", run.out());
    assertEquals("cured", treated.get("outcome").getAsString());
    assertEquals(0, run.report().getAsJsonObject("exit").get("code").getAsInt());
  }

  @Test
  void theAdministratorDoesNotWorkInTheHomeOfSomebodyElse() throws IOException {
    long user = new com.posthog.doctor.host.LocalHost(Map.of(), home).uid();
    org.junit.jupiter.api.Assumptions.assumeTrue(user == 0, "only the administrator can try this");
    Files.setAttribute(home, "unix:uid", 12345);
    for (List<String> args :
        List.of(
            List.of("fix", "env.debug"),
            List.of("fix", "env.debug", "--apply", "--yes"),
            List.of("undo", "--yes"),
            List.of("trust", "--list"))) {
      Doctor.Run run = doctor.run(args.toArray(new String[0]));
      assertEquals(2, run.code(), run.out());
      assertTrue(run.err().contains("home folder of somebody else"), run.err());
    }
    assertEquals(BEFORE, Files.readString(checkout.at(".env.local")));
    assertEquals("fail", doctor.check("env.debug").status("env.debug"));
  }

  @Test
  void optionsThatContradictEachOtherAreRefused() {
    for (List<String> wrong :
        List.of(
            List.of("fix", "--yes"),
            List.of("fix", "--plan", "p"),
            List.of("fix", "--apply", "--plan-out", "p"),
            List.of("fix", "--apply", "--replay", "p"),
            List.of("fix", "--apply", "--yes", "--ask", "each"),
            List.of("fix", "--apply", "--plan", "p", "--allow", "all"),
            List.of("fix", "env", "--apply", "--plan", "p"),
            List.of("undo", "a", "b"))) {
      assertEquals(2, doctor.run(wrong.toArray(new String[0])).code(), wrong.toString());
    }
  }

  private Answered asked(String answers, String... args) {
    return Answered.run(checkout.folder(), home, answers, args);
  }

  private static JsonObject step(Doctor.Run run) {
    JsonObject item = run.report().getAsJsonArray("items").get(0).getAsJsonObject();
    return item.getAsJsonArray("steps").get(0).getAsJsonObject();
  }

  private List<String> runs() throws IOException {
    Path runs = home.resolve(".local/state/posthog-doctor/runs");
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(runs)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
