package com.posthog.doctor.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.check.CardReader;
import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.facts.FactTree;
import com.posthog.doctor.facts.FileFacts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.RecordedHost;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Status;
import com.posthog.doctor.probe.Probe;
import com.posthog.doctor.support.Fixtures;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waiting until all is well, on cards and a clock made here. */
class VigilTest {
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(2), Duration.ofSeconds(10));

  private final Map<String, String> world = new ConcurrentHashMap<>();
  private final Map<String, Integer> asked = new TreeMap<>();
  private final List<String> told = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private Consumer<Long> passing = now -> {};
  private long now;

  @AfterEach
  void noInterruptIsLeft() {
    assertFalse(Thread.interrupted(), "the thread is still interrupted");
  }

  @Test
  void whatIsWellAtOnceIsNotWaitedFor() throws IOException {
    world.put("/a", "file");
    Vigil.Outcome outcome = keep("10s", card("x.a", "/a", ""));
    assertEquals(Vigil.End.WELL, outcome.end());
    assertEquals(List.of(), pauses);
    assertEquals(List.of("waits for "), told);
  }

  @Test
  void whatBecomesWellIsToldAndThenLookedAtAsAWhole() throws IOException {
    world.put("/b", "file");
    passing = at -> world.put("/a", at >= 2000 ? "file" : "missing");
    Vigil.Outcome outcome = keep("60s", card("x.a", "/a", ""), card("x.b", "/b", ""));
    assertEquals(Vigil.End.WELL, outcome.end());
    assertEquals(List.of("waits for x.a", "x.a pass"), told);
    assertEquals(2, asked.get("/b"), "what is well is asked at the beginning and at the end");
    assertTrue(asked.get("/a") >= 4, () -> "asked: " + asked);
  }

  @Test
  void whatBreaksMeanwhileIsSeenAtTheEndAndWaitedForAgain() throws IOException {
    world.put("/b", "file");
    passing =
        at -> {
          world.put("/a", at >= 2000 ? "file" : "missing");
          world.put("/b", at >= 1000 && at < 5000 ? "missing" : "file");
        };
    Vigil.Outcome outcome = keep("60s", card("x.a", "/a", ""), card("x.b", "/b", ""));
    assertEquals(Vigil.End.WELL, outcome.end());
    assertEquals(List.of("waits for x.a", "x.a pass", "x.b fail", "x.b pass"), told);
  }

  @Test
  void itEndsWhenTheTimeIsOver() throws IOException {
    Vigil.Outcome outcome = keep("20s", card("x.a", "/a", ""));
    assertEquals(Vigil.End.OVER, outcome.end());
    assertEquals(20_000, now, "all of the time was waited");
    assertEquals(List.of(Status.FAIL), statuses(outcome));
  }

  @Test
  void aCheckThatDoesNotChangeIsAskedLessAndLessOften() throws IOException {
    keep("120s", card("x.a", "/a", ""));
    for (int i = 1; i < pauses.size() - 1; i++) {
      assertTrue(pauses.get(i).compareTo(pauses.get(i - 1)) >= 0, () -> "pauses: " + pauses);
    }
    assertEquals(500, pauses.get(0).toMillis());
    assertTrue(asked.get("/a") < 25, () -> "asked: " + asked);
    assertTrue(asked.get("/a") > 10, () -> "asked: " + asked);
  }

  @Test
  void aFailureThatStaysEndsItOnceItIsSeenTwice() throws IOException {
    Vigil.Outcome outcome = keep("60s", card("x.a", "/a", "waiting: { never: [failing] }"));
    assertEquals(Vigil.End.HOPELESS, outcome.end());
    assertEquals(2, asked.get("/a"));
    assertTrue(now < 1000, () -> "waited " + now);
    assertEquals(List.of("waits for x.a", "hopeless x.a"), told);
  }

  @Test
  void aFailureThatWasSeenOnceOnlyDoesNotEndIt() throws IOException {
    passing = at -> world.put("/a", at > 0 ? "file" : "missing");
    Vigil.Outcome outcome = keep("60s", card("x.a", "/a", "waiting: never"));
    assertEquals(Vigil.End.WELL, outcome.end());
  }

  @Test
  void aFailureThatStaysAndHasACauseThatMayGoIsWaitedFor() throws IOException {
    passing =
        at -> {
          world.put("/a", at >= 3000 ? "file" : "missing");
          world.put("/b", at >= 3000 ? "file" : "missing");
        };
    Vigil.Outcome outcome =
        keep(
            "60s", card("x.a", "/a", ""), card("x.b", "/b", "explained-by: [x.a]\nwaiting: never"));
    assertEquals(Vigil.End.WELL, outcome.end());
  }

  @Test
  void whatOnlyAPersonChangesIsNotWaitedFor() throws IOException {
    Vigil.Outcome outcome = keep("60s", card("tool.a", "/a", ""));
    assertEquals(Vigil.End.HOPELESS, outcome.end());
  }

  @Test
  void whatPassesAndIsOnItsWayIsWaitedFor() throws IOException {
    world.put("/a", "file");
    String waits = "waiting: { for: [passing] }\npassing: it is starting";
    Vigil.Outcome outcome = keep("5s", card("x.a", "/a", waits));
    assertEquals(Vigil.End.OVER, outcome.end());
    assertEquals(List.of(Status.PASS), statuses(outcome));
    assertEquals(1, outcome.coming().size());
  }

  @Test
  void aBlockedCheckIsWaitedForWithItsPrerequisite() throws IOException {
    world.put("/b", "file");
    passing = at -> world.put("/a", at >= 2000 ? "file" : "missing");
    Vigil.Outcome outcome =
        keep("60s", card("x.a", "/a", ""), card("x.b", "/b", "requires: [x.a]"));
    assertEquals(Vigil.End.WELL, outcome.end());
    assertEquals(List.of(Status.PASS, Status.PASS), statuses(outcome));
  }

  @Test
  void whatIsBelowTheThresholdIsNotWaitedFor() throws IOException {
    Vigil.Outcome outcome = keep("60s", card("warning", "x.a", "/a", ""));
    assertEquals(Vigil.End.WELL, outcome.end());
    assertEquals(List.of(), pauses);
  }

  @Test
  void aLastLookThatIsCutShortForgetsNothing() throws IOException {
    passing = at -> world.put("/a", at >= 3000 ? "slow" : "missing");
    Vigil.Outcome outcome = keep("4s", card("x.a", "/a", ""));
    assertEquals(Vigil.End.OVER, outcome.end());
    assertEquals(List.of(Status.FAIL), statuses(outcome));
  }

  @Test
  void anInterruptEndsIt() throws IOException {
    passing =
        at -> {
          if (at >= 1000) {
            Thread.currentThread().interrupt();
          }
        };
    Vigil.Outcome outcome = keep("60s", card("x.a", "/a", ""));
    assertTrue(Thread.interrupted(), "the interrupt is kept for whoever is above");
    assertEquals(Vigil.End.INTERRUPTED, outcome.end());
  }

  private Vigil.Outcome keep(String patience, Card... cards) throws IOException {
    Catalog catalog = Catalog.of(List.of(cards));
    Selection selection = Selection.of(catalog, Selection.ALL, List.of(), List.of());
    Host host = new RecordedHost(Fixtures.at("hosts/none"));
    passing.accept(now);
    return Vigil.keep(
        catalog,
        selection,
        (some, limits) ->
            Examination.run(catalog, some, this::probe, host, limits, new Listener() {}),
        LIMITS,
        Severity.ERROR,
        com.posthog.doctor.model.Span.parse(patience).orElseThrow(),
        pace(),
        watcher());
  }

  /** A clock that jumps: pausing takes no time. */
  private Vigil.Pace pace() {
    return new Vigil.Pace() {
      @Override
      public long nanos() {
        return now * 1_000_000;
      }

      @Override
      public void pause(Duration time) {
        pauses.add(time);
        now += Math.max(1, time.toMillis());
        passing.accept(now);
      }
    };
  }

  private Vigil.Watcher watcher() {
    return new Vigil.Watcher() {
      @Override
      public void waits(List<Finding> some) {
        List<String> ids = some.stream().map(one -> one.card().id().value()).toList();
        told.add("waits for " + String.join(" ", ids));
      }

      @Override
      public void changed(Finding finding) {
        told.add(finding.card().id() + " " + finding.status().word());
      }

      @Override
      public void hopeless(Finding settled) {
        told.add("hopeless " + settled.card().id());
      }
    };
  }

  private Optional<Probe<?>> probe(String kind) {
    Probe<Object> probe =
        (key, host, soFar, deadline) -> {
          if (key.kind().equals("host")) {
            return FactTree.read(HostFacts.class, Map.of());
          }
          String state = world.getOrDefault(key.argument(), "missing");
          synchronized (asked) {
            asked.merge(key.argument(), 1, Integer::sum);
          }
          if (state.equals("slow")) {
            throw new IOException("no answer before the deadline");
          }
          return FactTree.read(FileFacts.class, Map.of("kind", state));
        };
    return Optional.of(probe);
  }

  private static List<Status> statuses(Vigil.Outcome outcome) {
    return outcome.result().findings().stream().map(Finding::status).toList();
  }

  private static Card card(String id, String file, String more) {
    return card("error", id, file, more);
  }

  private static Card card(String level, String id, String file, String more) {
    return CardReader.read(
        id + ".yaml",
        """
        id: %s
        title: A title
        %s
        %s: { file(%s).kind: { not: missing } }
        failing: nothing is there
        why: a reason
        docs: https://example.com
        """
            .formatted(id, more, level, file));
  }
}
