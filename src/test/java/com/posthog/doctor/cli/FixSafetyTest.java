package com.posthog.doctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.TestCheckout;
import com.posthog.doctor.support.ToolMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repairs among bad luck, hostile files and answers of every kind. */
class FixSafetyTest {
  private static final String BEFORE = "DEBUG=0\nexport A=1\n";

  @TempDir Path temporary;
  private TestCheckout checkout;
  private Path home;
  private Path state;
  private Doctor doctor;

  @BeforeEach
  void aCheckoutWithTwoFaults() throws IOException {
    temporary = temporary.toRealPath();
    checkout = TestCheckout.of("layered", temporary);
    checkout.write(".env.local", BEFORE);
    home = Files.createDirectories(temporary.resolve("home"));
    state = home.resolve(".local/state/posthog-doctor");
    doctor =
        Doctor.in(checkout.folder())
            .with("HOME", home.toString())
            .with("XDG_STATE_HOME", null)
            .with("DEBUG", null)
            .with("SHELL", "/bin/zsh");
  }

  private String settings() throws IOException {
    return Files.readString(checkout.at(".env.local"));
  }

  @Test
  void askedForEachOnlyWhatIsAgreedToIsDone() throws IOException {
    for (Map.Entry<String, String> one :
        new TreeMap<>(
                Map.of(
                    "n\ny\n", "DEBUG=0\nA=1\n",
                    "y\nn\n", "DEBUG=1\nexport A=1\n",
                    "n\nn\n", BEFORE,
                    "", BEFORE,
                    "maybe\nYES\n", "DEBUG=0\nA=1\n"))
            .entrySet()) {
      checkout.write(".env.local", BEFORE);
      Answered run =
          Answered.run(
              checkout.folder(), home, one.getKey(), "fix", "env", "--apply", "--ask", "each");
      assertEquals(4, run.code(), run.out());
      assertEquals(one.getValue(), settings(), one.getKey());
      assertTrue(run.err().contains("Set DEBUG in .env.local? [y/N]"), run.err());
      assertTrue(run.err().contains("Take the word export out? [y/N]"), run.err());
      assertTrue(run.out().indexOf("-DEBUG=0") < run.out().indexOf("skipped: "), run.out());
      assertEquals(one.getValue().equals(BEFORE) ? 0 : 1, runs(), one.getKey());
      doctor.run("undo", "--yes");
      removeRuns();
    }
    Answered both =
        Answered.run(checkout.folder(), home, "y\ny\n", "fix", "env", "--apply", "--ask", "each");
    assertEquals(0, both.code(), both.out());
  }

  @Test
  void whatIsNoPlanIsRefusedWithoutBeingReadForEver() throws IOException {
    Path plan = temporary.resolve("plan.json");
    doctor.run("fix", "env.debug", "--plan-out", plan.toString());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(plan)));
    String text = Files.readString(plan);
    Map<String, Integer> wrong = new TreeMap<>();
    wrong.put("/dev/zero", 6);
    wrong.put(temporary.toString(), 2);
    wrong.put(temporary.resolve("nowhere").toString(), 2);
    wrong.put(written("risk", text.replace("\"safe\"", "\"harmless\"")), 6);
    wrong.put(written("script", text.replace("\"script\": null", "\"script\": \"x\"")), 6);
    wrong.put(written("cut", text.substring(0, text.length() - 3)), 6);
    wrong.put(written("more", text + "{}"), 6);
    wrong.put(written("checks", text.replace("\"checks\": [", "\"checks\": [null, ")), 6);
    wrong.put(written("deep", "[".repeat(100_000)), 6);
    wrong.put(written("binary", "\u0000\ufffd\u0001"), 6);
    for (Map.Entry<String, Integer> one : wrong.entrySet()) {
      Doctor.Run run = doctor.run("fix", "--apply", "--yes", "--plan", one.getKey());
      assertEquals(one.getValue(), run.code(), one.getKey() + run.err());
      assertEquals(BEFORE, settings(), one.getKey());
      assertEquals(0, runs());
    }
    assertEquals(0, doctor.run("fix", "--apply", "--yes", "--plan", plan.toString()).code());
  }

  private String written(String name, String text) throws IOException {
    return Files.writeString(temporary.resolve("plan-" + name), text).toString();
  }

  @Test
  void theExitCodeTellsWhatIsLeft() throws IOException {
    Assumptions.assumeTrue(Files.exists(Path.of("/etc/debian_version")), "its packages are apt's");
    ToolMachine machine = ToolMachine.complete(temporary.resolve("machine"));
    machine.ready(checkout, "3.13.13");
    Doctor there = machine.doctor(checkout.folder()).with("DEBUG", null).with("SHELL", "/bin/zsh");
    String[] fix = {"fix", "tool.brotli", "tool.uv", "env.debug", "--apply", "--yes"};
    checkout.write(".env.local", "DEBUG=1\n");
    assertEquals(0, there.run(fix).code(), "nothing is wrong");
    machine.without("brotli");
    assertEquals(77, there.run(fix).code(), "only what needs rights is left");
    assertEquals(77, there.run("fix", "tool.brotli", "--apply").code(), "nothing was to be asked");
    checkout.write(".env.local", "DEBUG=0\n");
    Doctor.Run cured = there.run(fix);
    assertEquals(77, cured.code(), "the rest is cured");
    assertTrue(cured.out().contains("1 cured."), cured.out());
    machine.without("uv");
    assertEquals(0, there.run(fix).code(), "not all that is left needs rights");
    machine.restore("uv");
    checkout.write(".env.local", "DEBUG=0\n");
    Files.setPosixFilePermissions(
        checkout.at(".env.local"), PosixFilePermissions.fromString("r--r--r--"));
    assertEquals(4, there.run(fix).code(), "an allowed remedy is stopped by the file's mode");
    Files.setPosixFilePermissions(
        checkout.at(".env.local"), PosixFilePermissions.fromString("rw-r--r--"));
    Doctor elsewhere = there.with("XDG_STATE_HOME", "/proc/nowhere");
    assertEquals(2, elsewhere.run(fix).code(), "without a journal nothing is done");
    assertEquals("DEBUG=0\n", settings());
    assertEquals(5, there.run("fix", "env.debug", "--detailed-exitcode").code());
    assertEquals(0, there.run("fix", "tool.brotli", "--detailed-exitcode").code());
  }

  @Test
  void aRunThatGoesOnEndsTheReminderOfTheOneThatWasStopped() throws IOException {
    journal("{\"event\":\"begin\",\"act\":1,\"kind\":\"run\",\"describe\":\"x \u001b[2J\"}\n");
    String reminder = "was stopped at this step: x ^[[2J.";
    assertTrue(doctor.run("check", "env.debug").err().contains(reminder));
    Answered no = Answered.run(checkout.folder(), home, "n\n", "fix", "env.debug", "--apply");
    assertTrue(no.err().contains(reminder), no.err());
    assertTrue(doctor.run("check", "env.debug").err().contains(reminder));
    assertEquals(0, doctor.run("fix", "env.debug", "--apply", "--yes").code());
    assertEquals("", doctor.run("check", "env.debug").err());
    assertTrue(doctor.run("undo", "--list").out().contains("stopped before its end"));
  }

  @Test
  void aDamagedJournalIsNoObstacle() throws IOException {
    journal("{\"event\":null}\n{\"event\":\"begin\",\"act\":\"x\",\"file\":\"a\\u0000\"}\nnull\n{");
    Doctor.Run check = doctor.check("env.debug");
    assertEquals("fail", check.status("env.debug"), check.err());
    assertEquals(0, doctor.run("undo", "--plan").code());
    assertEquals(0, doctor.run("undo", "--yes").code());
    assertEquals(0, doctor.run("fix", "env.debug", "--apply", "--yes").code());
    assertEquals(0, doctor.run("undo", "--yes").code());
    assertEquals(BEFORE, settings());
  }

  @Test
  void theRunOfANewerDoctorIsLeftToThatDoctor() throws IOException {
    journal(
        "{\"event\":\"start\",\"version\":\"9.9\",\"format\":7,\"pid\":1}\n"
            + "{\"event\":\"begin\",\"act\":1,\"kind\":\"rewrite\",\"before\":\"none\",\"file\":\""
            + checkout.at(".env.local")
            + "\"}\n{\"event\":\"end\",\"act\":1}\n");
    for (List<String> undo : List.of(List.of("undo", "--yes"), List.of("undo", "--plan"))) {
      Doctor.Run run = doctor.run(undo.toArray(new String[0]));
      assertEquals(6, run.code(), run.out());
      assertTrue(run.err().contains("kept by posthog-doctor 9.9"), run.err());
    }
    assertEquals(BEFORE, settings());
    assertTrue(doctor.run("undo", "--list").out().contains("done, by posthog-doctor 9.9"));
  }

  @Test
  void whatIsKeptIsKeptForItsUserOnlyAndNotInTheFolderOfAnother() throws IOException {
    Files.createDirectories(state);
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertEquals(0, doctor.run("fix", "env.debug", "--apply", "--yes").code());
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(state)));
    doctor.run("undo", "--yes");
    Assumptions.assumeTrue(
        Files.getAttribute(home, "unix:uid").equals(0), "only the administrator can try this");
    Files.setAttribute(state, "unix:uid", 12345);
    Doctor.Run run = doctor.run("fix", "env.debug", "--apply", "--yes");
    assertEquals(2, run.code(), run.out());
    assertTrue(run.err().contains(state + " belongs to another user"), run.err());
    assertEquals(BEFORE, settings());
  }

  @Test
  void whatAFileHoldsNeitherPaintsOverThePlanNorTellsASecret() throws IOException {
    String before =
        "MY_KEY=\"-----BEGIN PRIVATE KEY-----\nhunter1\nhunter2\n-----END PRIVATE KEY-----\"\n"
            + "DEBUG=0\nX=a\u001b[2Jb\u0007\u009b\n";
    checkout.write(".env.local", before);
    Path plan = temporary.resolve("plan.json");
    StringBuilder said = new StringBuilder();
    said.append(doctor.run("fix", "env.debug", "--plan-out", plan.toString()).out());
    said.append(doctor.run("fix", "env.debug", "--apply", "--yes").out());
    said.append(doctor.run("undo", "--plan").out());
    said.append(doctor.run("undo", "--yes").out());
    assertTrue(said.indexOf("X=a^[[2Jb^G\\u009b") > 0, said::toString);
    assertFalse(said.chars().anyMatch(c -> c != '\n' && Character.isISOControl(c)));
    assertEquals(before, settings());
    said.append(Files.readString(plan));
    try (Stream<Path> all = Files.walk(state)) {
      for (Path journal : all.filter(one -> one.endsWith("journal.jsonl")).toList()) {
        said.append(Files.readString(journal));
      }
    }
    assertFalse(said.toString().contains("hunter"), said::toString);
  }

  @Test
  void whatHadNotToBePutBackIsNotSaidToBe() throws IOException {
    doctor.run("fix", "env.debug", "--apply", "--yes");
    checkout.write(".env.local", BEFORE);
    Doctor.Run undo = doctor.run("undo", "--yes");
    assertEquals(0, undo.code(), undo.err());
    assertTrue(
        undo.out().contains("All is as it was before; nothing had to be put back."), undo.out());
    assertEquals("There is nothing to undo.\n", doctor.run("undo", "--yes").out());
  }

  private void journal(String text) throws IOException {
    Path run = Files.createDirectories(state.resolve("runs/20200101-000000"));
    Files.writeString(run.resolve("journal.jsonl"), text);
  }

  private int runs() throws IOException {
    if (!Files.isDirectory(state.resolve("runs"))) {
      return 0;
    }
    try (Stream<Path> all = Files.list(state.resolve("runs"))) {
      return (int) all.count();
    }
  }

  private void removeRuns() throws IOException {
    if (Files.isDirectory(state.resolve("runs"))) {
      try (Stream<Path> all = Files.walk(state.resolve("runs"))) {
        for (Path one : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(one);
        }
      }
    }
  }
}
