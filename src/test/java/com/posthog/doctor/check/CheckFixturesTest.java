package com.posthog.doctor.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.support.CheckFixture;
import com.posthog.doctor.support.Fixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every check says of the facts of its fixtures what they expect, and every check has fixtures. */
class CheckFixturesTest {

  @TestFactory
  Stream<DynamicTest> everyFixtureGetsTheVerdictItExpects() {
    List<CheckFixture> all = all();
    assertTrue(!all.isEmpty(), "no fixtures were found");
    return all.stream().map(one -> DynamicTest.dynamicTest(one.toString(), () -> judge(one)));
  }

  @Test
  void everyCheckHasAPassingAndAFailingFixture() {
    Map<String, Set<String>> statuses = new HashMap<>();
    for (CheckFixture one : all()) {
      one.expect()
          .forEach(
              expected ->
                  statuses
                      .computeIfAbsent(one.id(), id -> new HashSet<>())
                      .add(String.valueOf(expected.get("status"))));
    }
    Set<String> lacking = new TreeSet<>();
    List<Card> checks = Catalog.builtIn().checks();
    assertTrue(checks.size() > 1, "no checks were found");
    for (Card card : checks) {
      Set<String> seen = statuses.getOrDefault(card.id().value(), Set.of());
      if (!seen.contains("pass") || !seen.contains("fail")) {
        lacking.add(card.id() + " has " + seen);
      }
    }
    assertEquals(Set.of(), lacking, "add cases to fixtures/checks/<id>.yaml");
  }

  private static List<CheckFixture> all() {
    return Fixtures.files("checks").stream()
        .map(Path::toAbsolutePath)
        .flatMap(file -> CheckFixture.of(file).stream())
        .toList();
  }

  private static void judge(CheckFixture one) throws IOException {
    List<Finding> findings = one.judge();
    assertEquals(one.expect().size(), findings.size(), () -> "verdicts: " + text(findings));
    for (int i = 0; i < findings.size(); i++) {
      Map<?, ?> expected = one.expect().get(i);
      Finding finding = findings.get(i);
      assertEquals(expected.get("status"), finding.status().word(), () -> text(findings));
      expectText(expected, "severity", finding.severity().word());
      expectText(expected, "subject", finding.subject() == null ? "" : finding.subject().text());
      // the service by which it finds its cause
      expectText(expected, "service", finding.subject() == null ? "" : finding.service());
      Object part = expected.get("message");
      assertTrue(
          part == null || finding.message().contains(part.toString()),
          () -> "message: " + finding.message());
      assertTrue(!finding.message().contains("${"), () -> "unfilled: " + finding.message());
      finding.remedies().forEach(remedy -> assertFilled(remedy));
      if (expected.containsKey("remedies")) {
        assertEquals(
            expected.get("remedies"), finding.remedies().stream().map(Remedy::id).toList());
      }
    }
  }

  private static void assertFilled(Remedy remedy) {
    remedy
        .steps()
        .forEach(
            step ->
                assertTrue(!step.describe().contains("${"), () -> "unfilled: " + step.describe()));
  }

  private static void expectText(Map<?, ?> expected, String field, String seen) {
    if (expected.containsKey(field)) {
      assertEquals(String.valueOf(expected.get(field)), seen, field);
    }
  }

  private static String text(List<Finding> findings) {
    return findings.stream()
        .map(f -> f.status() + " " + f.subject() + " " + f.message() + " " + f.evidence())
        .toList()
        .toString();
  }
}
