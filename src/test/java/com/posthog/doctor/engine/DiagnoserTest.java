package com.posthog.doctor.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.check.CardReader;
import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.FactTree;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Diagnosis;
import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Recognised;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Sighting;
import com.posthog.doctor.model.Status;
import com.posthog.doctor.symptom.Hit;
import com.posthog.doctor.symptom.Scan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which causes are named, in which order, and what looking at the machine adds. */
class DiagnoserTest {
  private final List<Card> cards = new ArrayList<>();
  private final List<Finding> now = new ArrayList<>();
  private final List<CheckId> asked = new ArrayList<>();
  private Facts facts = Facts.none();

  @Test
  void theHeaviestIsNamedFirstAndOfEqualOnesTheFirst() {
    card("x.a", "");
    card("x.b", "");
    card("x.c", "");

    assertEquals(
        List.of("x.c", "x.a", "x.b"),
        ids(diagnose(hit("x.a", 5, 1), hit("x.b", 5, 2), hit("x.c", 7, 3))));
  }

  @Test
  void whatFitsManyCausesIsNamedOnlyWhereNothingBetterWasSeen() {
    card("x.a", "");
    card("x.b", "");

    assertEquals(List.of("x.b"), ids(diagnose(hit("x.a", 1, 1), hit("x.b", 5, 2))));
    assertEquals(List.of("x.a"), ids(diagnose(hit("x.a", 1, 1))));
  }

  @Test
  void noMoreThanThreeAreNamed() {
    for (String id : List.of("x.a", "x.b", "x.c", "x.d", "x.e")) {
      card(id, "");
    }

    assertEquals(
        List.of("x.a", "x.b", "x.c"),
        ids(
            diagnose(
                hit("x.a", 5, 1),
                hit("x.b", 5, 2),
                hit("x.c", 5, 3),
                hit("x.d", 5, 4),
                hit("x.e", 5, 5))));
  }

  @Test
  void aRootComesBeforeWhatFollowsFromItWhateverTheirWeights() {
    card("x.root", "");
    card("x.leaf", "explained-by: [x.root]");

    Diagnosis diagnosis = diagnose(hit("x.leaf", 8, 1), hit("x.root", 5, 2));

    assertEquals(List.of("x.root", "x.leaf"), ids(diagnosis));
    assertEquals(List.of("null", "x.root"), because(diagnosis));
  }

  @Test
  void aMuchLighterRootIsNamedWithWhatFollowsFromIt() {
    card("x.root", "");
    card("x.leaf", "requires: [x.root]");

    Diagnosis diagnosis = diagnose(hit("x.leaf", 10, 1), hit("x.root", 4, 2));

    assertEquals(List.of("x.root", "x.leaf"), ids(diagnosis));
    assertEquals(List.of("null", "x.root"), because(diagnosis));
  }

  @Test
  void aSignThatFitsManyCausesIsNoRoot() {
    card("x.root", "");
    card("x.leaf", "explained-by: [x.root]");

    assertEquals(List.of("x.leaf"), ids(diagnose(hit("x.leaf", 5, 1), hit("x.root", 1, 2))));
  }

  @Test
  void theRootIsFoundOverCardsThatWereNotRecognised() {
    card("x.root", "");
    card("x.between", "explained-by: [x.root]");
    card("x.leaf", "requires: [x.between]");

    assertEquals(
        List.of("null", "x.root"), because(diagnose(hit("x.leaf", 5, 1), hit("x.root", 5, 2))));
  }

  @Test
  void ofAChainTheFirstIsTheRootOfAll() {
    card("x.root", "");
    card("x.between", "explained-by: [x.root]");
    card("x.leaf", "explained-by: [x.between]");

    Diagnosis diagnosis =
        diagnose(hit("x.leaf", 5, 1), hit("x.between", 5, 2), hit("x.root", 5, 3));

    assertEquals("x.root", ids(diagnosis).get(0));
    assertEquals(List.of("null", "x.root", "x.root"), because(diagnosis));
  }

  @Test
  void twoIndependentFaultsAreTwoRoots() {
    card("x.a", "");
    card("x.b", "");

    assertEquals(List.of("null", "null"), because(diagnose(hit("x.a", 5, 1), hit("x.b", 5, 2))));
  }

  @Test
  void whatIsHarmlessComesLastTakesNoPlaceAndIsNoFault() {
    harmless("gotchas.fine");
    card("x.a", "");
    card("x.b", "");
    card("x.c", "");

    Diagnosis diagnosis =
        diagnose(hit("gotchas.fine", 10, 1), hit("x.a", 5, 2), hit("x.b", 5, 3), hit("x.c", 5, 4));
    assertEquals(List.of("x.a", "x.b", "x.c", "gotchas.fine"), ids(diagnosis));
    assertEquals(1, diagnosis.exit().code());

    Diagnosis only = diagnose(hit("gotchas.fine", 10, 1));
    assertEquals(List.of("gotchas.fine"), ids(only));
    assertEquals(0, only.exit().code());
    assertTrue(asked.stream().noneMatch(id -> id.value().equals("gotchas.fine")), asked::toString);
  }

  @Test
  void errorsThatNobodyKnowsAreThreeAndBesideAKnownOneOne() {
    card("x.a", "");
    Sighting odd = new Sighting("-", 9, "error: odd");

    Diagnosis unknown = diagnose(new Scan(List.of(), List.of(odd), List.of()), true);
    assertEquals(3, unknown.exit().code());
    assertEquals(List.of(odd), unknown.unknown());

    Diagnosis both = diagnose(new Scan(List.of(hit("x.a", 5, 1)), List.of(odd), List.of()), true);
    assertEquals(1, both.exit().code());
    assertEquals(List.of(odd), both.unknown());
    assertEquals(0, diagnose(new Scan(List.of(), List.of(), List.of()), true).exit().code());
  }

  @Test
  void aCheckThatFailsNowConfirmsInItsOwnWords() {
    card("x.a", "");
    now("x.a", Status.FAIL, "/a is missing");

    Recognised one = diagnose(hit("x.a", 5, 1)).recognised().get(0);

    assertEquals(Boolean.TRUE, one.confirmed());
    assertEquals("/a is missing", one.message());
  }

  @Test
  void aCheckThatPassesNowDoesNotConfirm() {
    card("x.a", "");
    now("x.a", Status.PASS, "all is well");

    Recognised one = diagnose(hit("x.a", 5, 1)).recognised().get(0);

    assertEquals(Boolean.FALSE, one.confirmed());
    assertEquals("A title", one.message());
  }

  @Test
  void whatCannotBeToldOrDoesNotApplyIsNeither() {
    for (Status status : List.of(Status.UNKNOWN, Status.BLOCKED, Status.SKIPPED)) {
      cards.clear();
      now.clear();
      card("x.a", "");
      now("x.a", status, "who knows");

      assertNull(diagnose(hit("x.a", 5, 1)).recognised().get(0).confirmed(), status::toString);
    }
  }

  @Test
  void oneSubjectThatFailsConfirmsAndADoubtBesideAPassDoesNot() {
    card("x.a", "");
    now("x.a", Status.PASS, "one is well");
    now("x.a", Status.UNKNOWN, "who knows");
    assertNull(diagnose(hit("x.a", 5, 1)).recognised().get(0).confirmed());

    now("x.a", Status.FAIL, "one is ill");
    assertEquals(Boolean.TRUE, diagnose(hit("x.a", 5, 1)).recognised().get(0).confirmed());
  }

  @Test
  void onlyTheChecksOfTheNamedCausesAreAskedAndNoneWithoutLeave() {
    card("x.a", "");
    card("x.b", "");
    adviceOnly("gotchas.c");

    diagnose(hit("x.a", 5, 1), hit("x.b", 1, 2), hit("gotchas.c", 5, 3));
    assertEquals(List.of("x.a"), asked.stream().map(CheckId::value).toList());

    asked.clear();
    now("x.a", Status.FAIL, "/a is missing");
    Diagnosis diagnosis =
        diagnose(new Scan(List.of(hit("x.a", 5, 1)), List.of(), List.of()), false);
    assertEquals(List.of(), asked);
    assertNull(diagnosis.recognised().get(0).confirmed());
  }

  @Test
  void whatAPatternCaughtIsInTheWordsAndInTheRemedies() {
    card("x.a", "");

    Recognised one =
        diagnose(new Hit(find("x.a"), 5, 1, new Sighting("-", 1, "line"), Map.of("port", "5432")))
            .recognised()
            .get(0);

    assertEquals("port 5432 was seen", one.message());
    assertEquals(List.of("Free port 5432"), one.remedies().stream().map(Remedy::title).toList());
  }

  @Test
  void aRemedyThatOnlyTheCheckCouldFillOrThatIsForAnotherSystemIsNotOffered() {
    card("x.a", "");
    Recognised anywhere = diagnose(hit("x.a", 5, 1)).recognised().get(0);
    assertEquals(
        List.of("See what helps on this machine"),
        anywhere.remedies().stream().map(Remedy::title).toList());
    assertTrue(
        anywhere.remedies().get(0).steps().get(0).describe().contains("posthog-doctor fix x.a"));

    adviceOnly("gotchas.c");
    facts =
        Facts.none()
            .with(
                FactKey.of("host", HostFacts.class),
                FactTree.read(HostFacts.class, Map.of("os", "linux")));
    Recognised linux = diagnose(hit("gotchas.c", 5, 1)).recognised().get(0);
    assertEquals(List.of("On Linux"), linux.remedies().stream().map(Remedy::title).toList());
  }

  @Test
  void ofSeveralLinesTheFirstIsSaidWhosePlacesAreKnown() {
    cards.add(
        CardReader.read(
            "x.a.yaml",
            """
            id: x.a
            title: A title
            error: { file(/x).kind: { not: missing } }
            failing: nothing is there
            seen: |
              Port ${port} is taken
              A port is taken
            cure: |
              Run `stop ${port}`
              Run `stop all`
            why: a reason
            docs: https://example.com
            symptoms:
              - pattern: 'port ([0-9]+) is taken'
                captures: [port]
            """));

    Recognised bare = diagnose(hit("x.a", 5, 1)).recognised().get(0);
    Recognised full =
        diagnose(new Hit(find("x.a"), 5, 1, new Sighting("-", 1, "line"), Map.of("port", "80")))
            .recognised()
            .get(0);

    assertEquals("A port is taken", bare.message());
    assertEquals("Run `stop all`", bare.remedies().get(0).steps().get(0).describe());
    assertEquals("Port 80 is taken", full.message());
    assertEquals("Run `stop 80`", full.remedies().get(0).steps().get(0).describe());
  }

  @Test
  void whatIsConfirmedIsHelpedByWhatTheCheckHasChosen() {
    card("x.a", "");
    Remedy chosen = find("x.a").remedies().get(0).fill(text -> text.replace("${port}", "99"));
    now.add(
        new Finding(
            find("x.a"),
            Status.FAIL,
            Severity.ERROR,
            null,
            "port 99 is taken",
            List.of(),
            List.of(chosen),
            null,
            Duration.ZERO));

    assertEquals(List.of(chosen), diagnose(hit("x.a", 5, 1)).recognised().get(0).remedies());
  }

  // ---- the small world of these tests

  private void card(String id, String more) {
    cards.add(
        CardReader.read(
            id + ".yaml",
            """
            id: %s
            title: A title
            %s
            error: { file(/x).kind: { not: missing } }
            failing: nothing is there
            seen: "port ${port} was seen"
            why: a reason
            docs: https://example.com
            remedies:
              - id: free
                title: Free port ${port}
                risk: manual
                steps:
                  - tell: Stop what holds ${port}.
            symptoms:
              - pattern: 'port ([0-9]+) is taken'
                captures: [port]
            """
                .formatted(id, more)));
  }

  private void harmless(String id) {
    cards.add(read(id, "harmless: true", ""));
  }

  /** A card without a rule, with what helps on either system. */
  private void adviceOnly(String id) {
    cards.add(
        read(
            id,
            "",
            """
            remedies:
              - id: on-linux
                title: On Linux
                when: { host.os: linux }
                risk: manual
                steps:
                  - tell: Do this.
              - id: on-a-mac
                title: On a Mac
                when: { host.os: macos }
                risk: manual
                steps:
                  - tell: Do that.
            """));
  }

  private static Card read(String id, String more, String remedies) {
    return CardReader.read(
        id + ".yaml",
        """
        id: %s
        title: A title
        %s
        seen: something was seen
        why: a reason
        docs: https://example.com
        %s
        symptoms:
          - text: something odd
        """
            .formatted(id, more, remedies));
  }

  private Card find(String id) {
    return cards.stream().filter(card -> card.id().value().equals(id)).findFirst().orElseThrow();
  }

  private Hit hit(String id, int weight, long line) {
    return new Hit(find(id), weight, 1, new Sighting("-", line, "line " + line), Map.of());
  }

  private void now(String id, Status status, String message) {
    now.add(
        new Finding(
            find(id),
            status,
            Severity.ERROR,
            null,
            message,
            List.of(),
            List.of(),
            null,
            Duration.ZERO));
  }

  private Diagnosis diagnose(Hit... hits) {
    return diagnose(new Scan(Arrays.asList(hits), List.of(), List.of()), true);
  }

  private Diagnosis diagnose(Scan scan, boolean confirm) {
    return Diagnoser.of(
        scan,
        Catalog.of(cards),
        confirm,
        checks -> {
          asked.addAll(checks);
          return new Examination.Result(now, facts);
        });
  }

  private static List<String> ids(Diagnosis diagnosis) {
    return diagnosis.recognised().stream().map(one -> one.card().id().value()).toList();
  }

  private static List<String> because(Diagnosis diagnosis) {
    return diagnosis.recognised().stream().map(one -> String.valueOf(one.because())).toList();
  }
}
