package com.posthog.doctor.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.check.CardReader;
import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactTree;
import com.posthog.doctor.facts.FileFacts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.RecordedHost;
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
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The examination: prerequisites, causes, limits and order, on cards made here. */
class ExaminationTest {
  private static final Limits SHORT = new Limits(Duration.ofMillis(300), Duration.ofSeconds(5));

  private final List<String> read = new ArrayList<>();

  @Test
  void aCheckWhosePrerequisiteFailsIsBlockedAndItsFactIsNotRead() throws IOException {
    List<Finding> findings =
        examine(
            Map.of("/a", "missing"), card("x.a", "/a", ""), card("x.b", "/b", "requires: [x.a]"));

    assertEquals(List.of(Status.FAIL, Status.BLOCKED), statuses(findings));
    assertEquals("x.a", String.valueOf(findings.get(1).because()));
    assertFalse(read.contains("file(/b)"), "a fact was read for a blocked check");
  }

  @Test
  void aChainOfBlockedChecksNamesItsRoot() throws IOException {
    List<Finding> findings =
        examine(
            Map.of("/a", "missing"),
            card("x.a", "/a", ""),
            card("x.b", "/b", "requires: [x.a]"),
            card("x.c", "/c", "requires: [x.b]"));

    assertEquals("x.a", String.valueOf(findings.get(2).because()));
  }

  @Test
  void aConsequenceIsFoldedUnderItsCause() throws IOException {
    List<Finding> findings =
        examine(
            Map.of("/a", "missing", "/b", "missing"),
            card("x.a", "/a", ""),
            card("x.b", "/b", "explained-by: [x.a]"));

    assertEquals(List.of(Status.FAIL, Status.FAIL), statuses(findings));
    assertTrue(findings.get(0).isHeadline());
    assertEquals("x.a", String.valueOf(findings.get(1).because()));
  }

  @Test
  void whatWaitsForAConsequenceNamesTheRoot() throws IOException {
    List<Finding> findings =
        examine(
            Map.of("/a", "missing", "/b", "missing"),
            card("x.a", "/a", ""),
            card("x.b", "/b", "explained-by: [x.a]"),
            card("x.c", "/c", "requires: [x.b]"));

    assertEquals(List.of(Status.FAIL, Status.FAIL, Status.BLOCKED), statuses(findings));
    assertEquals("x.a", String.valueOf(findings.get(2).because()));
  }

  @Test
  void anErrorIsNotFoldedUnderAWarning() throws IOException {
    List<Finding> findings =
        examine(
            Map.of("/a", "missing", "/b", "missing"),
            mild("x.a", "/a"),
            card("x.b", "/b", "explained-by: [x.a]"));

    assertTrue(findings.get(1).isHeadline());
  }

  @Test
  void twoIndependentFaultsGiveTwoHeadlines() throws IOException {
    List<Finding> findings =
        examine(
            Map.of("/b", "missing", "/c", "missing"),
            card("x.a", "/a", ""),
            card("x.b", "/b", "explained-by: [x.a]"),
            card("x.c", "/c", ""));

    assertEquals(2, findings.stream().filter(Finding::isHeadline).count());
  }

  @Test
  void aPrerequisiteOutsideTheSelectionIsReportedOnlyWhenItBlocks() throws IOException {
    Catalog catalog =
        Catalog.of(List.of(card("x.a", "/a", ""), card("x.b", "/b", "requires: [x.a]")));

    assertEquals(1, run(catalog, List.of("x.b"), Map.of()).size());
    assertEquals(2, run(catalog, List.of("x.b"), Map.of("/a", "missing")).size());
  }

  @Test
  void aCauseThatNobodyAskedForIsReportedOnlyWhenItExplains() throws IOException {
    Catalog catalog =
        Catalog.of(
            List.of(
                card("x.a", "/a", "tags: [cause]"),
                card("x.b", "/b", "explained-by: [x.a]"),
                card("x.c", "/c", "")));

    assertEquals(1, run(catalog, List.of("x.b"), Map.of("/a", "missing")).size());
    assertTrue(!read.contains("file(/a)"), "nobody looks for the cause of nothing");
    assertEquals(1, run(catalog, List.of("x.b"), Map.of("/b", "missing")).size());
    assertEquals(1, run(catalog, List.of("x.c"), Map.of("/a", "missing", "/c", "missing")).size());

    List<Finding> both = run(catalog, List.of("x.b"), Map.of("/a", "missing", "/b", "missing"));
    assertEquals(List.of(Status.FAIL, Status.FAIL), statuses(both));
    assertEquals("x.a", String.valueOf(both.get(1).because()));
  }

  @Test
  void aFactThatCannotBeReadMakesItsCheckUnknownWithTheReason() throws IOException {
    List<Finding> findings = examine(Map.of("/a", "throw"), card("x.a", "/a", ""));

    assertEquals(Status.UNKNOWN, findings.get(0).status());
    assertEquals("could not tell: the disk is gone", findings.get(0).message());
  }

  @Test
  void checksThatCannotBeToldForTheSameReasonGiveOneHeadline() throws IOException {
    List<Finding> findings =
        examine(Map.of("/a", "throw"), card("x.a", "/a", ""), card("x.b", "/a", ""));

    assertEquals(List.of(Status.UNKNOWN, Status.UNKNOWN), statuses(findings));
    assertTrue(findings.get(0).isHeadline());
    assertEquals("x.a", String.valueOf(findings.get(1).because()));
  }

  @Test
  void whatFollowsFromACheckThatIsFoldedItselfFollowsFromItsRoot() throws IOException {
    List<Finding> findings =
        examine(
            Map.of("/a", "throw"),
            card("x.a", "/a", ""),
            card("x.b", "/a", ""),
            card("x.c", "/c", "requires: [x.b]"));

    assertEquals(List.of(Status.UNKNOWN, Status.UNKNOWN, Status.BLOCKED), statuses(findings));
    assertEquals("x.a", String.valueOf(findings.get(1).because()));
    assertEquals("x.a", String.valueOf(findings.get(2).because()));
  }

  @Test
  void aRuleWithABugCostsItsOwnAnswerAndNoOther() throws IOException {
    com.posthog.doctor.model.Card broken =
        CardReader.read(
            "x.yaml",
            """
            id: x.broken
            title: A title
            severity: error
            why: a reason
            docs: https://example.com
            """);
    List<Finding> findings = examine(Map.of(), broken, card("x.b", "/b", ""));

    assertEquals(List.of(Status.UNKNOWN, Status.PASS), statuses(findings));
    assertTrue(findings.get(0).message().contains("the doctor has a bug here"));
    assertFalse(findings.get(0).message().contains("nobody thought of this"));
  }

  @Test
  void probesThatNeverAnswerDoNotWaitForOneAnother() throws IOException {
    List<com.posthog.doctor.model.Card> cards = new ArrayList<>();
    Map<String, String> files = new java.util.HashMap<>();
    for (int i = 0; i < 40; i++) {
      cards.add(card("x.a" + i, "/a" + i, ""));
      files.put("/a" + i, "hang");
    }
    List<Finding> findings = examine(files, cards.toArray(new com.posthog.doctor.model.Card[0]));

    assertEquals(40, findings.size());
    assertTrue(
        findings.stream().allMatch(one -> one.message().contains("no answer within 300 ms")),
        "one waited until the deadline");
  }

  @Test
  void aProbeThatNeverAnswersIsGivenUpAtItsLimit() throws IOException {
    List<Finding> findings =
        examine(Map.of("/a", "hang"), card("x.a", "/a", ""), card("x.b", "/b", ""));

    assertEquals(List.of(Status.UNKNOWN, Status.PASS), statuses(findings));
    assertTrue(findings.get(0).message().contains("no answer within 300 ms"));
  }

  @Test
  void theDeadlineEndsAllReading() throws IOException {
    Limits tight = new Limits(Duration.ofSeconds(60), Duration.ofMillis(300));
    Catalog catalog = Catalog.of(List.of(card("x.a", "/a", "")));
    Selection all = Selection.of(catalog, Selection.ALL, List.of(), List.of());

    List<Finding> findings =
        Examination.run(catalog, all, this::probe, host(), tight, listener()).findings();

    assertEquals(Status.PASS, findings.get(0).status());
    hang.put("/a", true);
    findings = Examination.run(catalog, all, this::probe, host(), tight, listener()).findings();
    assertTrue(findings.get(0).message().contains("deadline of 300 ms"), findings.get(0).message());
  }

  @Test
  void aCheckForAnotherPlatformIsSkippedWithTheReason() throws IOException {
    List<Finding> findings = examine(Map.of(), card("x.a", "/a", "platforms: [macos]"));

    assertEquals(Status.SKIPPED, findings.get(0).status());
    assertEquals("only for macos", findings.get(0).message());
  }

  @Test
  void aCheckForAnotherPlatformWaitsForItsPrerequisiteAndIsSkipped() throws IOException {
    String elsewhere = "platforms: [macos]\nrequires: [x.a]";
    Catalog catalog = Catalog.of(List.of(card("x.a", "/a", ""), card("x.b", "/b", elsewhere)));

    assertEquals(List.of(Status.SKIPPED), statuses(run(catalog, List.of("x.b"), Map.of())));
  }

  @Test
  void aCheckForAnotherEraIsSkippedWithTheReason() throws IOException {
    List<Finding> findings = examine(Map.of(), card("x.a", "/a", "eras: [handbook]"));

    assertEquals(Status.SKIPPED, findings.get(0).status());
    assertEquals("only for checkouts of the handbook era", findings.get(0).message());
  }

  @Test
  void aProfileMayChangeTheSeverity() throws IOException {
    Catalog catalog =
        Catalog.of(
            List.of(
                CardReader.read(
                    "x.yaml",
                    """
                    id: docker.a
                    title: A title
                    severity: advice
                    severity-in: { services: error }
                    advice: { file(/a).kind: { not: missing } }
                    failing: nothing is there
                    why: a reason
                    docs: https://example.com
                    """)));
    assertEquals(Severity.ADVICE, catalog.cards().get(0).severityIn(Selection.ALL));
    assertEquals(Severity.ERROR, catalog.cards().get(0).severityIn("services"));
  }

  @Test
  void eachFactIsReadOnceHoweverManyChecksNeedIt() throws IOException {
    examine(Map.of(), card("x.a", "/a", ""), card("x.b", "/a", ""), card("x.c", "/a", ""));

    assertEquals(1, read.stream().filter("file(/a)"::equals).count());
  }

  @Test
  void findingsStandInTheOrderOfTheCatalogueWhateverTheThreadsDid() throws IOException {
    List<Finding> findings =
        examine(Map.of("/a", "slow"), card("x.a", "/a", ""), card("x.b", "/b", ""));

    assertEquals(List.of("x.a", "x.b"), findings.stream().map(f -> f.card().id().value()).toList());
  }

  @Test
  void valuesFromTheWorldReachTheReportWithoutControlCharacters() {
    assertEquals("a?[31mred b", Wording.clean("a\u001b[31mred\nb"));
    assertTrue(Wording.clean("x".repeat(5000)).length() < 500);
  }

  // ---- the small world of these tests

  private final Map<String, Boolean> hang = new java.util.HashMap<>();
  private Map<String, String> world = Map.of();

  private List<Finding> examine(Map<String, String> files, com.posthog.doctor.model.Card... cards)
      throws IOException {
    return run(Catalog.of(List.of(cards)), List.of(), files);
  }

  private List<Finding> run(Catalog catalog, List<String> names, Map<String, String> files)
      throws IOException {
    world = files;
    return Examination.run(
            catalog,
            Selection.of(catalog, Selection.ALL, names, List.of()),
            this::probe,
            host(),
            SHORT,
            listener())
        .findings();
  }

  private static Host host() throws IOException {
    return new RecordedHost(Fixtures.at("hosts/none"));
  }

  private static Listener listener() {
    return new Listener() {};
  }

  private Optional<Probe<?>> probe(String kind) {
    Probe<Object> probe =
        (key, host, soFar, deadline) -> {
          synchronized (read) {
            read.add(key.text());
          }
          if (kind.equals("host")) {
            return FactTree.read(HostFacts.class, Map.of("os", "linux"));
          }
          if (kind.equals("checkout")) {
            return FactTree.read(CheckoutFacts.class, Map.of("found", true, "era", "layered"));
          }
          String state = world.getOrDefault(key.argument(), "file");
          if (state.equals("throw")) {
            throw new IOException("the disk is gone");
          }
          if (state.equals("hang") || hang.containsKey(key.argument())) {
            CountDownLatch never = new CountDownLatch(1);
            deadline.guard(never::countDown);
            never.await();
          }
          if (state.equals("slow")) {
            for (int turns = 0; turns < 10_000; turns++) {
              Thread.onSpinWait();
            }
          }
          return FactTree.read(
              FileFacts.class, Map.of("kind", state.equals("missing") ? "missing" : "file"));
        };
    return Optional.of(probe);
  }

  private static com.posthog.doctor.model.Card mild(String id, String file) {
    return card("warning", id, file, "");
  }

  private static com.posthog.doctor.model.Card card(String id, String file, String more) {
    return card("error", id, file, more);
  }

  private static com.posthog.doctor.model.Card card(
      String level, String id, String file, String more) {
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

  private static List<Status> statuses(List<Finding> findings) {
    return findings.stream().map(Finding::status).toList();
  }
}
