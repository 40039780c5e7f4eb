package com.posthog.doctor.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.host.Hands;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.LocalHands;
import com.posthog.doctor.host.LocalHost;
import com.posthog.doctor.model.Change;
import com.posthog.doctor.model.Content;
import com.posthog.doctor.model.Plan;
import com.posthog.doctor.model.Prospect;
import com.posthog.doctor.model.Prospect.Effect;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Risk;
import com.posthog.doctor.model.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done is what was planned, or nothing. */
class ApplierTest {
  @TempDir Path temporary;
  private Path checkout;
  private Host host;

  @BeforeEach
  void aMachine() throws IOException {
    Path root = temporary.toRealPath();
    checkout = Files.createDirectories(root.resolve("posthog"));
    host =
        new LocalHost(
            Map.of(
                "HOME",
                Files.createDirectories(root.resolve("home")).toString(),
                "PATH",
                "/usr/bin:/bin"),
            checkout);
  }

  @Test
  void aFileThatHasChangedSinceThePlanIsLeftAlone() throws IOException {
    Path file = Files.writeString(checkout.resolve(".env"), "A=0\n");
    Plan.Item item = item(new Step.SetEnv(".env", "A", "1"));
    Files.writeString(file, "A=0\nMINE=1\n");
    Applier.Result result = apply(item);
    assertEquals(Applier.Outcome.STALE, result.outcome());
    assertTrue(result.why().contains("has changed since the plan was made"), result.why());
    assertEquals("A=0\nMINE=1\n", Files.readString(file));
    assertEquals(List.of(), Runs.of(host).orElseThrow().all());
  }

  @Test
  void aFileThatIsSavedWhileTheJournalIsWrittenIsLeftAlone() throws IOException {
    Path file = Files.writeString(checkout.resolve(".env"), "A=0\n");
    Plan.Item item = item(new Step.SetEnv(".env", "A", "1"));
    LocalHands hands = new LocalHands();
    ClumsyHands saving =
        new ClumsyHands(
            hands,
            (written, content) -> {
              hands.append(written, content);
              if (new String(content, StandardCharsets.UTF_8).contains("\"begin\"")) {
                Files.writeString(file, "A=0\nMINE=1\n");
              }
            },
            hands::write);
    assertEquals(Applier.Outcome.STALE, apply(item, saving).outcome());
    assertEquals("A=0\nMINE=1\n", Files.readString(file));
    assertEquals(List.of(), Runs.of(host).orElseThrow().all());
  }

  @Test
  void aWriteThatFailsAfterItWasMadeCanStillBeUndone() throws IOException {
    Path file = Files.writeString(checkout.resolve(".env"), "A=0\n");
    Plan.Item item = item(new Step.SetEnv(".env", "A", "1"));
    LocalHands hands = new LocalHands();
    ClumsyHands failing =
        new ClumsyHands(
            hands,
            hands::append,
            (written, content, mode) -> {
              hands.write(written, content, mode);
              if (written.equals(file)) {
                throw new IOException("the disk was pulled out");
              }
            });
    assertEquals(Applier.Outcome.FAILED, apply(item, failing).outcome());
    assertEquals("A=1\n", Files.readString(file));
    Recorded run = Runs.of(host).orElseThrow().all().get(0);
    assertEquals(List.of(), new Undo(host, run).apply(hands, false));
    assertEquals("A=0\n", Files.readString(file));
  }

  @Test
  void aProgramThatCannotBeStartedLeavesNoRun() throws IOException {
    program("broken", "#!/no/such/interpreter\n");
    for (List<String> touches : List.of(List.<String>of(), List.of("a"))) {
      Applier.Result result = apply(item(new Step.Run(List.of("./broken", "a"), false, touches)));
      assertEquals(Applier.Outcome.FAILED, result.outcome());
      assertEquals("./broken cannot be started: No such file or directory", result.why());
      assertEquals(List.of(), Runs.of(host).orElseThrow().all());
    }
  }

  @Test
  void aProgramThatLeavesItsFilesAloneLeavesNoRun() throws IOException {
    Files.writeString(checkout.resolve("a"), "x");
    Step step = new Step.Run(List.of("false"), false, List.of("a", "b"));
    assertEquals(Applier.Outcome.FAILED, apply(item(step)).outcome());
    assertEquals(List.of(), Runs.of(host).orElseThrow().all());
    program("makes", "#!/bin/sh\necho b > b\n");
    Step makes = new Step.Run(List.of("./makes"), false, List.of("a", "b"));
    assertEquals(Applier.Outcome.APPLIED, apply(item(makes)).outcome());
    Recorded run = Runs.of(host).orElseThrow().all().get(0);
    assertEquals(
        List.of(checkout.resolve("b")), run.acts().stream().map(Act::file).toList(), "only b");
    assertEquals(List.of(), new Undo(host, run).apply(new LocalHands(), false));
    assertFalse(Files.exists(checkout.resolve("b")));
  }

  private void program(String name, String text) throws IOException {
    Path file = Files.writeString(checkout.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void whatIsPutInThePlaceOfAFileBetweenPlanAndApplyIsNotFollowed() throws IOException {
    Path file = Files.writeString(checkout.resolve(".env"), "A=0\n");
    Plan.Item item = item(new Step.SetEnv(".env", "A", "1"));
    Path other = Files.writeString(checkout.resolve("other"), "A=0\n");
    Files.delete(file);
    Files.createSymbolicLink(file, other);
    assertEquals(Applier.Outcome.STALE, apply(item).outcome());
    assertEquals("A=0\n", Files.readString(other));
  }

  @Test
  void aRemedyStopsAtItsFirstStepThatGoesWrong() throws IOException {
    Files.writeString(checkout.resolve("a"), "x");
    Plan.Item item = item(new Step.Run(List.of("false"), false), new Step.MoveAside("a"));
    Applier.Result result = apply(item);
    assertEquals(Applier.Outcome.FAILED, result.outcome());
    assertEquals("false ended with exit status 1", result.why());
    assertTrue(Files.exists(checkout.resolve("a")));
  }

  @Test
  void hostileArgumentsReachTheProgramAsTheyAre() throws IOException {
    for (String hostile :
        List.of(
            "; rm -rf .", "a\nb", "$(touch pwned)", "`touch pwned`", "../../x", "| tee y", "'")) {
      Step template = new Step.Run(List.of("test", "${value}", "=", hostile), false);
      Step step = template.fill(text -> text.replace("${value}", hostile));
      assertEquals(List.of("test", hostile, "=", hostile), ((Step.Run) step).argv());
      assertEquals(Applier.Outcome.APPLIED, apply(item(step)).outcome(), hostile);
    }
    assertFalse(Files.exists(checkout.resolve("pwned")));
    assertFalse(Files.exists(checkout.resolve("y")));
  }

  @Test
  void aProcessIsEndedWhenItIsTheOneOfThePlan() throws Exception {
    Process sleeper = sleeper();
    try {
      Plan.Item item = item(new Step.StopProcess(Long.toString(sleeper.pid())));
      assertTrue(item.steps().get(0).note().contains("sleep"), item.toString());
      assertEquals(Applier.Outcome.APPLIED, apply(item).outcome());
      assertFalse(sleeper.isAlive());
      assertEquals(
          Effect.NOTHING,
          preparation().prepare(new Step.StopProcess(Long.toString(sleeper.pid()))).effect());
    } finally {
      sleeper.destroyForcibly();
    }
  }

  @Test
  void anotherProcessOfTheSameNumberIsLeftAlone() throws Exception {
    Process sleeper = sleeper();
    try {
      Plan.Item item = item(new Step.StopProcess(Long.toString(sleeper.pid())));
      Prospect older = item.steps().get(0);
      String note = older.note().replaceFirst("since [^:]+", "since 2020-01-01T00");
      Prospect forged = new Prospect(older.step(), older.effect(), note, "", null);
      Plan.Item old = new Plan.Item(List.of(), item.remedy(), Plan.Standing.READY, List.of(forged));
      assertEquals(Applier.Outcome.STALE, apply(old).outcome());
      assertTrue(sleeper.isAlive());
    } finally {
      sleeper.destroyForcibly();
    }
  }

  @Test
  void theFirstProcessTheDoctorItselfAndNonsenseAreNeverEnded() {
    String self = Long.toString(ProcessHandle.current().pid());
    for (String pids : List.of("1", self, "0", "-1", "12 x", "", "$(id)", "1;2")) {
      Prospect prospect = preparation().prepare(new Step.StopProcess(pids));
      assertEquals(Effect.REFUSED, prospect.effect(), pids);
    }
  }

  @Test
  void whatNeedsRightsIsOneScriptThatCanBeRead() throws IOException {
    Path hosts = Files.writeString(temporary.resolve("hosts"), "127.0.0.1 localhost");
    Content before = Content.of(Files.readAllBytes(hosts));
    Content after = Content.of("127.0.0.1 localhost\n# >>>\n127.0.0.1 db's\n# <<<\n");
    Step edit = new Step.EditBlock(hosts.toString(), "m", "x", true);
    Step run = new Step.Run(List.of("touch", temporary.resolve("it's; run").toString()), true);
    Remedy remedy =
        new Remedy("r", "Add\nnames", "", Risk.PRIVILEGED, List.of(), List.of(edit, run));
    Plan.Item item =
        new Plan.Item(
            List.of(),
            remedy,
            Plan.Standing.NOT_ALLOWED,
            List.of(
                new Prospect(
                    edit, Effect.CHANGES, "", "", new Change.Rewrite(hosts, before, after, -1)),
                Prospect.of(run, Effect.RUNS, "")));
    String script = Script.of(List.of(item));
    assertTrue(script.startsWith("#!/bin/sh\nset -eu\numask 022\n\n# Add names\n[ "), script);
    Path file = Files.writeString(temporary.resolve("script.sh"), script);
    assertEquals(
        0,
        new LocalHands()
            .run(
                new com.posthog.doctor.host.Command(
                    List.of("sh", file.toString()),
                    checkout,
                    Map.of("PATH", "/usr/bin:/bin"),
                    Duration.ofSeconds(30),
                    line -> {}))
            .code());
    assertEquals("127.0.0.1 localhost\n# >>>\n127.0.0.1 db's\n# <<<\n", Files.readString(hosts));
    assertTrue(Files.exists(temporary.resolve("it's; run")));
    assertEquals("", Script.of(List.of()));
  }

  @Test
  void whatAScriptHasDoneIsNotForgottenWhenASignalComes() throws IOException {
    Step step = new Step.Run(List.of("touch", "made"), true);
    Remedy remedy = new Remedy("r", "R", "", Risk.PRIVILEGED, List.of(), List.of(step));
    Plan.Item item =
        new Plan.Item(List.of(), remedy, Plan.Standing.READY, preparation().prepare(remedy));
    LocalHands hands = new LocalHands();
    ClumsyHands stopped =
        new ClumsyHands(
            hands,
            hands::append,
            hands::write,
            command -> {
              hands.run(command);
              throw new IOException("it was interrupted");
            });
    Journal journal = Runs.of(host).orElseThrow().start(stopped, "0");
    Applier applier =
        new Applier(host, stopped, this::preparation, journal, Duration.ofSeconds(60));
    Applier.Result result = applier.applyTogether(List.of(item), line -> {}).get(0);
    assertEquals(Applier.Outcome.FAILED, result.outcome());
    Recorded run = Runs.of(host).orElseThrow().all().get(0);
    assertEquals(List.of("sudo touch made"), run.acts().stream().map(Act::describe).toList());
  }

  private Process sleeper() throws IOException {
    Process sleeper = new ProcessBuilder("sleep", "4715").start();
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < end
        && !host.process(sleeper.pid()).orElseThrow().command().contains("4715")) {
      Thread.onSpinWait(); // until the new process is the program, and no longer its starter
    }
    return sleeper;
  }

  private Plan.Item item(Step... steps) {
    Remedy remedy = new Remedy("r", "R", "", Risk.SAFE, List.of(), List.of(steps));
    return new Plan.Item(List.of(), remedy, Plan.Standing.READY, preparation().prepare(remedy));
  }

  private Applier.Result apply(Plan.Item item) throws IOException {
    return apply(item, new LocalHands());
  }

  private Applier.Result apply(Plan.Item item, Hands hands) throws IOException {
    Journal journal = Runs.of(host).orElseThrow().start(hands, "0");
    Applier.Result result =
        new Applier(host, hands, this::preparation, journal, Duration.ofSeconds(60))
            .apply(item, line -> {});
    journal.end();
    return result;
  }

  private Preparation preparation() {
    return Checkouts.preparation(host, checkout);
  }
}
