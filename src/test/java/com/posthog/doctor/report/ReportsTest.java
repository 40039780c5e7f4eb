package com.posthog.doctor.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.posthog.doctor.check.CardReader;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.CheckId;
import com.posthog.doctor.model.Evidence;
import com.posthog.doctor.model.Exit;
import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Report;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Status;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report for people, and the report for programs with its published schema. */
class ReportsTest {
  private static final Card DOCKER = card("docker.reachable", "sudo: [systemctl, start, docker]");
  private static final Card KAFKA = card("kafka.broker", "tell: Start it.");
  private static final Card HOST = card("host.memory", "tell: Use a larger one.");

  @TempDir Path folder;

  @Test
  void everyRealReportFitsThePublishedSchema() throws IOException {
    Schema schema = schema();
    List<String> repos =
        List.of(
            folder.toString(),
            Fixtures.at("checkouts/layered").toString(),
            Fixtures.at("checkouts/handbook").toString());
    for (String repo : repos) {
      Doctor.Run run = Doctor.in(folder).check("--repo", repo);
      assertEquals(List.of(), schema.validate(run.out(), InputFormat.JSON), repo);
    }
  }

  @Test
  void theSchemaRefusesWhatIsNoReport() throws IOException {
    String report = new JsonReport().write(report(List.of(finding(HOST, Status.PASS, null))));
    assertEquals(List.of(), schema().validate(report, InputFormat.JSON));
    String more = report.replace("\"status\": \"pass\"", "\"status\": \"fine\"");
    assertFalse(schema().validate(more, InputFormat.JSON).isEmpty());
  }

  @Test
  void aFingerprintIsStableAndTellsSubjectsApart() {
    Finding one = finding(HOST, Status.FAIL, Subject.of("a"));
    assertEquals("b4d67b9ee5d91b97".length(), JsonReport.fingerprint(one).length());
    assertEquals(JsonReport.fingerprint(one), JsonReport.fingerprint(one.waived()));
    assertNotEquals(
        JsonReport.fingerprint(one), JsonReport.fingerprint(finding(HOST, Status.FAIL, null)));
  }

  @Test
  void oneCauseGivesOneHeadlineAndItsConsequencesAreCounted() {
    String text = text(fault(), Look.Detail.USUAL);
    assertTrue(text.contains("✖ error  docker.reachable says no"), text);
    assertTrue(text.contains("3 more follow from this (-v lists them)"), text);
    assertFalse(text.contains("kafka.broker says no"), text);
    assertTrue(text.contains("seen:   2.0 GiB (docker info)"), text);
    assertTrue(text.contains("      sudo systemctl start docker\n"), text);
    assertTrue(text.contains("more: posthog-doctor explain docker.reachable"), text);
    assertTrue(text.contains("1 error; 1 check passed, 1 consequence (1.2\u00a0s)"), text);
    assertTrue(text.contains("- kafka   1 consequence\n"), text);
    assertTrue(text.contains("  error: docker.reachable\n"), "ids are listed again: " + text);
    assertTrue(text.endsWith("Next, help it:\n  sudo systemctl start docker\n"), text);
  }

  @Test
  void verboseListsTheConsequencesAndWhatPassed() {
    String text = text(fault(), Look.Detail.ALL);
    assertTrue(text.contains("kafka.broker: 9092: kafka.broker says no"), text);
    assertTrue(text.contains("✔ host.memory"), text);
    assertTrue(text.contains("why: Because"), text);
  }

  @Test
  void quietIsOneLineForEachHeadline() {
    assertEquals(
        "error docker.reachable: docker.reachable says no\n", text(fault(), Look.Detail.HEADLINES));
  }

  @Test
  void aHealthyAreaIsOneLineAndTheNextCommandIsTheLast() {
    String text = text(List.of(finding(HOST, Status.PASS, null)), Look.Detail.USUAL);
    assertTrue(text.contains("✔ host  1 check passed\n"), text);
    assertTrue(text.contains("Nothing is wrong here: 1 check passed"), text);
    assertTrue(text.endsWith("\n  posthog-doctor check --profile services\n"), text);
  }

  @Test
  void aDoubtIsSaidAsADoubt() {
    Finding doubt =
        new Finding(
            HOST,
            Status.UNKNOWN,
            Severity.ERROR,
            null,
            "could not tell: no answer within 3 s",
            List.of(),
            List.of(),
            null,
            Duration.ZERO);
    String text = text(List.of(doubt), Look.Detail.USUAL);
    assertTrue(text.contains("? unknown  It holds: could not tell, no answer within 3 s"), text);
    assertTrue(text.contains("? host  1 unknown"), text);
  }

  @Test
  void adviceIsOneCountingLine() {
    Finding advice =
        new Finding(
            HOST,
            Status.FAIL,
            Severity.ADVICE,
            null,
            "an advice",
            List.of(),
            List.of(),
            null,
            Duration.ZERO);
    String text = text(List.of(advice), Look.Detail.USUAL);
    assertTrue(text.contains("1 piece of advice (-v shows it)"), text);
    assertFalse(text.contains("an advice"), text);
    assertTrue(text(List.of(advice), Look.Detail.ALL).contains("• advice  an advice"));
  }

  @Test
  void wordsAreWrappedAndCommandsNever() {
    Page page = new Page(Look.plain(40, true, Look.Detail.USUAL));
    page.words(4, Tone.PLAIN, "seen: ", Tone.PLAIN, "one two three four five six seven eight nine");
    page.line(
        4, Tone.COMMAND, "a-command --with many --options that --are longer than the page is");
    String text = page.toString();
    List<String> lines = text.lines().toList();
    assertEquals("    seen: one two three four five six", lines.get(0));
    assertEquals("          seven eight nine", lines.get(1));
    assertEquals(3, lines.size(), text);
  }

  @Test
  void withoutSymbolsEverythingIsAscii() {
    String text =
        new TextReport(Look.plain(80, false, Look.Detail.ALL), "all").write(report(fault()));
    assertTrue(text.chars().allMatch(letter -> letter < 128), text);
    assertTrue(text.contains("x error  docker.reachable says no"), text);
  }

  private static List<Finding> fault() {
    CheckId docker = DOCKER.id();
    List<Finding> findings = new ArrayList<>();
    findings.add(finding(HOST, Status.PASS, null));
    findings.add(finding(DOCKER, Status.FAIL, null));
    findings.add(finding(KAFKA, Status.FAIL, Subject.of("9092")).explainedBy(docker));
    findings.add(finding(KAFKA, Status.BLOCKED, Subject.of("9093")).explainedBy(docker));
    findings.add(finding(KAFKA, Status.UNKNOWN, Subject.of("9094")).explainedBy(docker));
    return findings;
  }

  private static Finding finding(Card card, Status status, @Nullable Subject subject) {
    return new Finding(
        card,
        status,
        Severity.ERROR,
        subject,
        card.id() + (status == Status.PASS ? " says yes" : " says no"),
        List.of(
            new Evidence("seen", "2.0 GiB", "docker info"), new Evidence("needed", "8 GiB…", "")),
        status == Status.FAIL ? card.remedies() : List.of(),
        null,
        Duration.ZERO);
  }

  private static Report report(List<Finding> findings) {
    return new Report(
        "1.2.3",
        Instant.parse("2026-11-22T10:00:00Z"),
        Duration.ofMillis(1200),
        Map.of("name", "Ubuntu 24.04", "arch", "x86_64", "cpus", 4),
        null,
        null,
        findings,
        List.of(),
        Exit.of(findings, Severity.ERROR));
  }

  private static String text(List<Finding> findings, Look.Detail detail) {
    return new TextReport(Look.plain(80, true, detail), "all").write(report(findings));
  }

  private static Card card(String id, String step) {
    return CardReader.read(
        id + ".yaml",
        "id: "
            + id
            + "\ntitle: It holds\nwhy: Because\ndocs: https://example.com\nremedies:\n"
            + "  - { id: help-"
            + id.replace('.', '-')
            + ", title: Help it, risk: safe, steps: [ { "
            + step
            + " } ] }\n");
  }

  private static Schema schema() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(
            Files.readString(Fixtures.project().resolve("docs/report.schema.json")),
            InputFormat.JSON);
  }
}
