package com.posthog.doctor.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.fix.StoppingHands.Moment;
import com.posthog.doctor.fix.StoppingHands.Stopped;
import com.posthog.doctor.fix.Undo.Reversal;
import com.posthog.doctor.fix.Undo.Way;
import com.posthog.doctor.host.Hands;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.LocalHands;
import com.posthog.doctor.host.LocalHost;
import com.posthog.doctor.model.Plan;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Risk;
import com.posthog.doctor.model.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program has done is taken back by the program that its card names for that. */
class UndoProgramTest {
  @TempDir Path temporary;
  private Path checkout;
  private Host host;

  @BeforeEach
  void aMachine() throws IOException {
    Path root = temporary.toRealPath();
    checkout = Files.createDirectories(root.resolve("posthog"));
    Path home = Files.createDirectories(root.resolve("home"));
    host = new LocalHost(Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin"), checkout);
  }

  @Test
  void whatWasDoneIsTakenBackTheLastFirst() throws IOException {
    apply(
        new LocalHands(),
        run(List.of("mkdir", "folder"), List.of("rmdir", "folder")),
        run(List.of("touch", "folder/file"), List.of("rm", "folder/file")));
    assertTrue(Files.exists(checkout.resolve("folder/file")));
    assertEquals(
        List.of("rm folder/file", "rmdir folder"),
        undo().plan().stream().map(one -> one.act().undo().describe()).toList());
    assertEquals(List.of(), undo().apply(new LocalHands(), false));
    assertFalse(Files.exists(checkout.resolve("folder")));
    assertFalse(run().hasChanges());
  }

  @Test
  void whatComesFromOutsideStaysOneArgument() throws IOException {
    List<String> hostile =
        List.of("; rm -rf .", "a\nb", "$(touch pwned)", "`touch pwned`", "| tee y", "'", "\"\\u");
    for (String value : hostile) {
      Step template =
          run(List.of("mkdir", "${value}"), List.of("rmdir", "${value}"))
              .fill(text -> text.replace("${value}", value));
      assertEquals(List.of("rmdir", value), ((Step.Run) template).undo());
      apply(new LocalHands(), template);
      assertTrue(Files.isDirectory(checkout.resolve(value)), value);
      assertEquals(List.of("rmdir", value), run().acts().get(0).undo().argv());
      assertEquals(List.of(), undo().apply(new LocalHands(), false), value);
      assertFalse(Files.exists(checkout.resolve(value)), value);
    }
    try (var left = Files.list(checkout)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void hostileValuesStayOneArgumentAlsoWithRights() throws IOException {
    for (String value : List.of("; touch pwned", "$(touch pwned)", "a\ntouch pwned", "it's")) {
      Step step = new Step.Run(List.of("mkdir", value), true, List.of(), List.of("rmdir", value));
      applyWithRights(step);
      assertTrue(Files.isDirectory(checkout.resolve(value)), value);
      assertEquals(List.of(), undo().withRights().apply(new LocalHands(), false), value);
      assertFalse(Files.exists(checkout.resolve(value)), value);
    }
    assertFalse(Files.exists(checkout.resolve("pwned")));
  }

  @Test
  void aKillBetweenTheProgramAndTheJournalIsSaidAndTakenBack() throws IOException {
    StoppingHands hands = new StoppingHands(5, Moment.BEFORE); // folder, start, begin, run, done
    Step step = run(List.of("mkdir", "folder"), List.of("rmdir", "folder"));
    assertThrows(Stopped.class, () -> apply(hands, step));
    assertTrue(Files.exists(checkout.resolve("folder")));
    assertEquals("mkdir folder", run().underWay());
    Reversal planned = undo().plan().get(0);
    assertEquals(Way.RESTORES, planned.way());
    assertTrue(planned.note().contains("what came of it is not known"), planned.note());
    assertEquals(List.of(), undo().apply(new LocalHands(), false));
    assertFalse(Files.exists(checkout.resolve("folder")));
  }

  @Test
  void anUndoThatWasStoppedIsBegunAgain() throws IOException {
    apply(new LocalHands(), run(List.of("mkdir", "folder"), List.of("rm", "-rf", "folder")));
    StoppingHands hands = new StoppingHands(3, Moment.BEFORE); // undoing, run, undone
    assertThrows(Stopped.class, () -> undo().apply(hands, false));
    assertFalse(Files.exists(checkout.resolve("folder")));
    Reversal planned = undo().plan().get(0);
    assertEquals(Act.State.UNDOING, planned.act().state());
    assertTrue(planned.note().contains("begun again"), planned.note());
    assertEquals(List.of(), undo().apply(new LocalHands(), false));
    assertFalse(run().hasChanges());
  }

  @Test
  void oneThatFailsIsToldTheRestIsPutBackAndItCanBeRunAgain() throws IOException {
    Files.writeString(checkout.resolve(".env"), "A=0\n");
    apply(
        new LocalHands(),
        new Step.SetEnv(".env", "A", "1"),
        run(List.of("mkdir", "folder"), List.of("rmdir", "folder")));
    Path file = Files.writeString(checkout.resolve("folder/mine"), "mine");
    List<Reversal> refused = undo().apply(new LocalHands(), false);
    assertEquals(1, refused.size());
    assertEquals(Way.FAILED, refused.get(0).way());
    String why = refused.get(0).note();
    assertTrue(why.startsWith("rmdir folder ended with exit status 1: "), why);
    assertTrue(why.contains("not empty"), why);
    assertEquals("A=0\n", Files.readString(checkout.resolve(".env")));
    assertTrue(run().hasChanges());
    Files.delete(file);
    assertEquals(List.of(), undo().apply(new LocalHands(), false));
    assertFalse(run().hasChanges());
  }

  @Test
  void whatIsNotThereIsNotTried() throws IOException {
    apply(new LocalHands(), run(List.of("mkdir", "folder"), List.of("no-such-program", "x")));
    assertEquals(Way.FAILED, undo().plan().get(0).way());
    assertEquals("no-such-program is not there, or cannot be run", undo().plan().get(0).note());
    assertEquals(1, undo().apply(new LocalHands(), false).size());
    assertTrue(run().hasChanges());
    Files.move(checkout, checkout.resolveSibling("elsewhere"));
    assertTrue(undo().plan().get(0).note().contains("is gone, or belongs to another user"));
  }

  @Test
  void whatNeedsRightsIsTakenBackOnlyWithThem() throws IOException {
    applyWithRights(
        new Step.Run(List.of("mkdir", "folder"), true, List.of(), List.of("rmdir", "folder")));
    Reversal planned = undo().plan().get(0);
    assertEquals(Way.RIGHTS, planned.way());
    assertEquals("sudo rmdir folder", planned.act().undo().describe());
    assertEquals(1, undo().apply(new LocalHands(), false).size());
    assertTrue(Files.exists(checkout.resolve("folder")));
    assertEquals(List.of(), undo().withRights().apply(new LocalHands(), false));
    assertFalse(Files.exists(checkout.resolve("folder")));
    Path script = run().folder().resolve("undo-1.sh");
    assertEquals(
        "#!/bin/sh\nset -eu\numask 022\n\n# undo sudo mkdir folder\nrmdir folder\n",
        Files.readString(script));
  }

  @Test
  void aProgramThatDidNotStartIsNotTakenBack() throws IOException {
    Path program = Files.writeString(checkout.resolve("broken"), "#!/no/such/interpreter\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Journal journal = Runs.of(host).orElseThrow().start(new LocalHands(), "0");
    Step step = run(List.of("./broken"), List.of("rm", "-f", "broken"));
    Applier.Result result =
        applier(new LocalHands(), journal).apply(item(remedy(step)), line -> {});
    assertEquals(Applier.Outcome.FAILED, result.outcome());
    journal.end();
    assertEquals(List.of(), Runs.of(host).orElseThrow().all());
  }

  @Test
  void aProgramWithoutOneCannotBeUndone() throws IOException {
    apply(new LocalHands(), new Step.Run(List.of("mkdir", "folder"), false));
    assertEquals(Way.CANNOT, undo().plan().get(0).way());
    Path journal = run().folder().resolve(Journal.NAME);
    assertFalse(Files.readString(journal).contains("undo"));
  }

  private static Step.Run run(List<String> argv, List<String> undo) {
    return new Step.Run(argv, false, List.of(), undo);
  }

  private static Remedy remedy(Step... steps) {
    return new Remedy("r", "R", "", Risk.SAFE, List.of(), List.of(steps));
  }

  private Plan.Item item(Remedy remedy) {
    return new Plan.Item(List.of(), remedy, Plan.Standing.READY, preparation().prepare(remedy));
  }

  private void apply(Hands hands, Step... steps) throws IOException {
    Journal journal = Runs.of(host).orElseThrow().start(hands, "0");
    Applier.Result result = applier(hands, journal).apply(item(remedy(steps)), line -> {});
    assertEquals(Applier.Outcome.APPLIED, result.outcome(), result.toString());
    journal.end();
  }

  /** The tests are run by the administrator, or by somebody whose {@code sudo} asks nothing. */
  private void applyWithRights(Step step) throws IOException {
    Journal journal = Runs.of(host).orElseThrow().start(new LocalHands(), "0");
    Applier.Result result =
        applier(new LocalHands(), journal)
            .applyTogether(List.of(item(remedy(step))), line -> {})
            .get(0);
    assertEquals(Applier.Outcome.APPLIED, result.outcome(), result.toString());
    journal.end();
  }

  private Applier applier(Hands hands, Journal journal) {
    return new Applier(host, hands, this::preparation, journal, Duration.ofSeconds(60));
  }

  private Recorded run() {
    return Runs.of(host).orElseThrow().all().get(0);
  }

  private Undo undo() {
    return new Undo(host, run());
  }

  private Preparation preparation() {
    return Checkouts.preparation(host, checkout);
  }
}
