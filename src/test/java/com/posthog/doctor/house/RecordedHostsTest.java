package com.posthog.doctor.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.engine.Examination;
import com.posthog.doctor.engine.Limits;
import com.posthog.doctor.engine.Listener;
import com.posthog.doctor.engine.ProbeSource;
import com.posthog.doctor.engine.Selection;
import com.posthog.doctor.facts.ForeignFacts;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.RecordedHost;
import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Status;
import com.posthog.doctor.probe.Probe;
import com.posthog.doctor.probe.Probes;
import com.posthog.doctor.probe.snapshot.Snapshot;
import com.posthog.doctor.support.Fixtures;
import com.posthog.doctor.support.HostRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every recorded machine is examined with the real probes and all checks, and gives the facts and
 * the findings that are kept beside it. {@code -Dfixtures.write=true} writes both anew.
 */
class RecordedHostsTest {
  private static final boolean WRITE = Boolean.getBoolean("fixtures.write");

  @TestFactory
  Stream<DynamicTest> everyMachineGivesTheFactsAndFindingsThatAreKept() {
    return each(RecordedHostsTest::compare);
  }

  @TestFactory
  Stream<DynamicTest> everyQuestionToAMachineWasRecorded() {
    return each(
        folder -> {
          RecordedHost host = new RecordedHost(folder);
          examine(host, new Probes(Optional.empty())::find);
          assertTrue(host.asked().size() + host.sources().size() > 10, "nothing was asked");
          assertEquals(List.of(), host.unrecorded());
        });
  }

  @TestFactory
  Stream<DynamicTest> everyAnswerSaysWhereItsFormWasSeen() {
    return each(
        folder -> {
          List<String> sources = new RecordedHost(folder).sources();
          assertTrue(sources.size() > 10, "no answers were found");
          assertEquals(List.of(), sources.stream().filter(String::isBlank).toList());
        });
  }

  @TestFactory
  Stream<DynamicTest> theFactsAloneGiveTheSameFindings() {
    return each(
        folder -> {
          compare(folder);
          Snapshot snapshot = Snapshot.read(folder.resolve("facts.json"));
          Host nothing = new RecordedHost(Fixtures.at("hosts/none"));
          assertEquals(
              Files.readString(folder.resolve("report.json")),
              HostRecords.report(examine(nothing, snapshot::probe).findings()));
        });
  }

  @TestFactory
  Stream<DynamicTest> aHealthyMachineHasNoErrorNoWarningAndNoDoubt() {
    List<Path> healthy =
        machines().stream()
            .filter(folder -> folder.toString().matches(".*(healthy|orbstack-flox).*"))
            .toList();
    assertTrue(healthy.size() >= 4, () -> "healthy machines: " + healthy);
    return healthy.stream()
        .map(
            folder ->
                DynamicTest.dynamicTest(
                    String.valueOf(folder.getFileName()),
                    () -> assertEquals(List.of(), complaints(folder))));
  }

  private static List<String> complaints(Path folder) throws IOException {
    Host host = new RecordedHost(folder);
    return examine(host, new Probes(Optional.empty())::find).findings().stream()
        .filter(RecordedHostsTest::isComplaint)
        .map(
            one -> one.card().id() + " " + one.subject() + " " + one.status() + " " + one.message())
        .toList();
  }

  private static boolean isComplaint(Finding finding) {
    return (finding.status() == Status.FAIL && finding.severity() != Severity.ADVICE)
        || finding.status() == Status.UNKNOWN
        || finding.status() == Status.BLOCKED;
  }

  private static void compare(Path folder) throws IOException {
    RecordedHost host = new RecordedHost(folder);
    Examination.Result result = examine(host, new Probes(Optional.empty())::find);
    keep(folder.resolve("facts.json"), HostRecords.facts(result.facts(), host.now()));
    keep(folder.resolve("report.json"), HostRecords.report(result.findings()));
  }

  private static void keep(Path file, String text) throws IOException {
    if (WRITE) {
      Files.writeString(file, text);
    }
    assertEquals(
        Files.readString(file),
        text,
        file + ": read it, and write it anew with -Dfixtures.write=true");
  }

  private static Examination.Result examine(Host host, ProbeSource source) {
    Catalog catalog = Catalog.builtIn();
    Probe<ForeignFacts> noForeignCards = (key, world, soFar, deadline) -> ForeignFacts.NONE;
    ProbeSource all =
        kind ->
            kind.equals(ForeignFacts.KEY.kind()) ? Optional.of(noForeignCards) : source.find(kind);
    Selection everything = Selection.of(catalog, Selection.ALL, List.of(), List.of());
    return Examination.run(catalog, everything, all, host, Limits.RECORDED, new Listener() {});
  }

  /** A test of one recorded machine. */
  private interface Task {
    void run(Path folder) throws IOException;
  }

  private static Stream<DynamicTest> each(Task task) {
    List<Path> machines = machines();
    assertTrue(machines.size() >= 10, () -> "recorded machines: " + machines);
    return machines.stream()
        .map(
            folder ->
                DynamicTest.dynamicTest(
                    String.valueOf(folder.getFileName()), () -> task.run(folder)));
  }

  private static List<Path> machines() {
    return Fixtures.files("hosts").stream()
        .filter(folder -> Files.exists(folder.resolve("answers/files.yaml")))
        .toList();
  }
}
