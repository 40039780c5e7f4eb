package com.posthog.doctor.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.LocalHands;
import com.posthog.doctor.host.LocalHost;
import com.posthog.doctor.support.Tree;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Journals as a crash, a full disk, another doctor or a person may leave them. */
class RecordedTest {
  private static final String BEGIN =
      "{\"event\":\"begin\",\"act\":1,\"kind\":\"run\",\"describe\":\"x\"}\n";

  @TempDir Path temporary;
  private Path state;
  private Host host;

  @BeforeEach
  void aUser() throws IOException {
    state = Files.createDirectories(temporary.toRealPath().resolve("state/posthog-doctor"));
    host =
        new LocalHost(
            Map.of("XDG_STATE_HOME", state.getParent().toString(), "PATH", "/usr/bin:/bin"),
            temporary.toRealPath());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[1]",
        "{",
        "{\"event\":null}",
        "{\"event\":{\"a\":1}}",
        "{\"event\":\"start\",\"pid\":\"x\",\"at\":\"yesterday\",\"format\":\"one\"}",
        "{\"event\":\"begin\",\"act\":\"one\"}",
        "{\"event\":\"begin\",\"act\":1.5e99,\"kind\":\"mode\"}",
        "{\"event\":\"begin\",\"act\":1,\"kind\":\"rewrite\",\"file\":\"a\\u0000b\"}",
        "{\"event\":\"begin\",\"act\":1,\"kind\":\"rewrite\",\"file\":\"\",\"before\":\"none\"}",
        "{\"event\":\"begin\",\"act\":1,\"kind\":\"rewrite\",\"file\":\"x\",\"before\":\"none\"}",
        "{\"event\":\"begin\",\"act\":1,\"kind\":\"move\",\"file\":\"/x\",\"to\":[]}",
        "{\"event\":\"begin\",\"act\":1,\"kind\":\"mode\",\"file\":\"/etc/passwd\",\"before\":\"no\"}",
        "{\"event\":\"begin\",\"act\":1,\"kind\":\"of-tomorrow\",\"about\":7}",
        "{\"event\":\"of-tomorrow\",\"act\":1}"
      })
  void aDamagedLineIsTakenForNothingAndNothingIsDoneForIt(String line) throws IOException {
    Path run = journal("20260101-000000", line + "\n");
    Map<String, String> before = Tree.of(temporary);
    Recorded recorded = runs().all().get(0);
    assertFalse(recorded.finished());
    Undo undo = new Undo(host, recorded);
    assertTrue(
        undo.plan().stream().noneMatch(one -> one.way() == Undo.Way.RESTORES),
        () -> undo.plan().toString());
    undo.apply(new LocalHands(), true);
    Map<String, String> after = Tree.of(temporary);
    String name = temporary.relativize(run.resolve(Journal.NAME)).toString();
    before.remove(name);
    after.remove(name);
    assertEquals(before, after);
  }

  @Test
  void oneJournalThatCannotBeReadHidesNoOther() throws IOException {
    journal("20260101-000000", BEGIN);
    Path large = journal("20260101-000001", BEGIN).resolve(Journal.NAME);
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(65 << 20);
    }
    Files.createDirectories(state.resolve("runs/20260101-000002").resolve(Journal.NAME));
    List<String> ids = runs().all().stream().map(Recorded::id).toList();
    assertEquals(List.of("20260101-000000"), ids);
  }

  @Test
  void whoseNumberASecondProcessHasGotIsDead() throws IOException {
    long pid = ProcessHandle.current().parent().orElseThrow().pid();
    Instant began = ProcessHandle.of(pid).orElseThrow().info().startInstant().orElseThrow();
    journal("20260101-000000", start(pid, began.minusSeconds(60)) + BEGIN);
    assertTrue(runs().interrupted().isPresent(), "the process began after the journal");
    journal("20260101-000000", start(pid, began.plusSeconds(1)) + BEGIN);
    assertTrue(runs().interrupted().isEmpty(), "the process may be the doctor");
  }

  @Test
  void aRunThatOthersHaveGoneOnFromIsToldNoMoreAndCanStillBeUndone() throws IOException {
    journal("20260101-000000", BEGIN + "{\"event\":\"do");
    assertTrue(runs().interrupted().isPresent());
    runs().pass(new LocalHands());
    assertTrue(runs().interrupted().isEmpty());
    Recorded passed = runs().all().get(0);
    assertTrue(passed.stopped() && passed.hasChanges());
    assertEquals(1, new Undo(host, passed).plan().size());
  }

  @Test
  void aJournalOfAnotherFormatIsKnownAsThat() throws IOException {
    journal(
        "20260101-000000",
        "{\"event\":\"start\",\"version\":\"9.0\",\"format\":2,\"pid\":1}\n" + BEGIN);
    Recorded newer = runs().all().get(0);
    assertFalse(newer.understood());
    assertEquals("9.0", newer.version());
    journal("20260101-000000", "{\"event\":\"start\",\"version\":\"0.0\"}\n" + BEGIN);
    assertTrue(runs().all().get(0).understood());
  }

  private static String start(long pid, Instant at) {
    return "{\"event\":\"start\",\"pid\":" + pid + ",\"at\":\"" + at + "\"}\n";
  }

  private Path journal(String run, String text) throws IOException {
    Path folder = Files.createDirectories(state.resolve("runs").resolve(run));
    Files.writeString(folder.resolve(Journal.NAME), text);
    return folder;
  }

  private Runs runs() {
    return Runs.of(host).orElseThrow();
  }
}
