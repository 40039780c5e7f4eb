package com.posthog.doctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;

/** Command lines, right and wrong: wrong usage is exit code 2 and one sentence, never a stack. */
class UsageTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chekc | did you mean `check`?",
        "docker.memory | posthog-doctor check docker.memory",
        "--repo . check | options come after the command: `posthog-doctor check --repo",
        "check --profil quick | did you mean `--profile`?",
        "check --profile quikc | did you mean `quick`?",
        "check --format xml | --format is one of text, json",
        "check --color red | --color is one of always, never, auto",
        "check --fail-on errors | did you mean `error`?",
        "check hst.memory | did you mean `host.memory`?",
        "check --skip hst.memory | did you mean `host.memory`?",
        "check --deadline soon | such as 500ms, 10s or 2m",
        "check --deadline 0s | such as 500ms, 10s or 2m",
        "check --deadline | --deadline needs a value",
        "check --repo /does/not/exist | /does/not/exist does not exist",
        "check --repo /etc/hostname | is no folder",
        "check --replay /does/not/exist | does not exist",
        "check --replay /etc | the folder `answers` is missing",
        "check --replay /etc/hostname | is no",
        "check -v -q | name one of them",
        "check host.memory --skip host.memory | nothing is left to check",
        "check --repo . --repo . | --repo stands twice",
        "explain host.memroy | did you mean `host.memory`?",
        "snapshot host.memory | takes no `host.memory`",
        "snapshot --format text | --format is one of json",
        "help exitcodes | did you mean `exit-codes`?",
      })
  void wrongUsageIsOneSentenceThatSaysWhatWasMeant(String line, String part) {
    Doctor.Run run = run(line);
    assertEquals(2, run.code(), run::err);
    assertEquals("", run.out());
    assertTrue(run.err().contains(part), run::err);
    assertEquals(1, run.err().lines().count(), run::err);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "network.yaml | ports: { '127.0.0.1:80': closed } | where one of open, refused, silent, unreachable is meant",
        "network.yaml | ports: { | is not well-formed YAML",
        "machine.yaml | now: today | where a time is meant",
        "files.yaml | [{ path: /a, mode: rwx }] | where a mode is meant",
        "files.yaml | [{ path: /a, kind: pipe }] | where one of",
        "commands.yaml | [{ ask: a, outcome: bored }] | where one of",
      })
  void aRecordedMachineThatCannotBeReadIsNoBug(String file, String text, String part)
      throws IOException {
    Files.createDirectories(folder.resolve("host/answers"));
    Files.writeString(folder.resolve("host/answers").resolve(file), text);
    wrongUsageIsOneSentenceThatSaysWhatWasMeant("check --replay " + folder.resolve("host"), part);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10s", "10 s", "500ms", "2m", "2 m"})
  void timesAreWrittenAsPeopleWriteThem(String time) {
    Doctor.Run run = Doctor.in(folder).run("check", "checks.load", "--deadline", time);
    assertEquals(0, run.code(), run::err);
  }

  @Test
  void aTimeMayBeTwoWords() {
    assertEquals(0, run("check checks.load --deadline 10 s --probe-limit 500 ms").code());
  }

  @Test
  void noCommandAtAllShowsTheHelpAndIsWrongUsage() {
    Doctor.Run run = Doctor.in(folder).run();
    assertEquals(2, run.code());
    assertTrue(run.err().contains("Commands:"), run::err);
    assertEquals("", run.out());
  }

  @Test
  void theVersionIsThatOfThePom() throws IOException {
    String pom = Files.readString(Fixtures.project().resolve("pom.xml"));
    assertTrue(pom.contains("<version>" + Version.TEXT + "</version>"), Version.TEXT);
    assertEquals("posthog-doctor " + Version.TEXT + "\n", run("--version").out());
  }

  @Test
  void everyOptionStandsInTheHelpOfItsCommand() {
    for (CommandSpec spec :
        List.of(CheckCommand.spec(), ExplainCommand.spec(), SnapshotCommand.spec())) {
      String help = run(spec.name() + " --help").out();
      assertEquals(help, run("help " + spec.name()).out());
      List<String> lacking = new ArrayList<>();
      spec.options().stream()
          .filter(
              option ->
                  !help.contains(option.longestName())
                      && !help.contains(option.shortestName() + ","))
          .forEach(option -> lacking.add(option.longestName()));
      assertEquals(List.of(), lacking, spec.name());
    }
  }

  @Test
  void everyTopicHasHelpThatFitsEightyColumnsAndAscii() {
    List<String> topics = new ArrayList<>(Help.TOPICS);
    topics.add("posthog-doctor");
    for (String topic : topics) {
      Help.text(topic)
          .lines()
          .forEach(
              line -> assertTrue(line.length() <= 90 && line.chars().allMatch(c -> c < 128), line));
    }
    assertTrue(Help.text("check").contains("Exit codes:") && Help.text("check").contains("In CI:"));
  }

  @Test
  void theVariableNamesACheckoutToo() {
    Doctor.Run run = Doctor.in(folder).with("POSTHOG_REPO", "/does/not/exist").run("check");
    assertEquals(2, run.code());
    assertTrue(run.err().contains("POSTHOG_REPO: /does/not/exist does not exist"), run::err);
  }

  @Test
  void aFolderThatIsNoCheckoutIsAFailingCheckAndNotWrongUsage() {
    Doctor.Run run = Doctor.in(folder).check("checkout.found", "--repo", folder.toString());
    assertEquals(1, run.code(), run::err);
    assertEquals("fail", run.status("checkout.found"));
  }

  @Test
  void explainKnowsIdsAndAreasAndListsAll() {
    assertTrue(run("explain host.memory").out().contains("Why"));
    assertTrue(run("explain host").out().contains("host.memory"));
    Doctor.Run all = run("explain");
    assertTrue(all.out().contains("checkout.found") && all.out().contains("checks.load"), all::out);
    assertTrue(Doctor.in(folder).run("explain", "--format", "json").report().has("checks"));
  }

  @Test
  void aBugIsSaidInOneSentenceAndItsStackOnlyWithDebug() {
    Map<String, String> broken = new BrokenEnvironment();
    assertEquals(70, BrokenEnvironment.run(broken, folder, "check", "host.memory").code());
    String plain = BrokenEnvironment.run(broken, folder, "check", "host.memory").err();
    assertTrue(plain.contains("a bug in the doctor") && plain.contains("--debug"), plain);
    assertTrue(!plain.contains("\tat "), plain);
    String debug = BrokenEnvironment.run(broken, folder, "check", "host.memory", "--debug").err();
    assertTrue(debug.contains("\tat "), debug);
  }

  @Test
  void anUnwritableOutputIsSaidAndIsWrongUsage() {
    Doctor.Run run = run("check host.memory --output /does/not/exist/report.txt");
    assertEquals(2, run.code());
    assertTrue(run.err().contains("its folder does not exist"), run::err);
    assertTrue(run.out().contains("host"), "the report is lost");
  }

  @Test
  void theOutputHoldsTheJsonAndTheTerminalShowsTheText() throws IOException {
    Path file = folder.resolve("report.json");
    Doctor.Run run =
        Doctor.in(folder)
            .run("check", "host.memory", "--format", "json", "--output", file.toString());
    assertTrue(Files.readString(file).startsWith("{\n  \"schemaVersion\": 1"));
    assertTrue(run.out().startsWith("posthog-doctor " + Version.TEXT), run::out);
  }

  @Test
  void quietSaysNothingWhenNothingIsWrong() {
    assertEquals("", run("check checks.load -q").out());
    String out = run("check checkout.found -q").out();
    assertTrue(out.startsWith("error checkout.found: "), out);
    assertEquals(1, out.lines().count());
  }

  private Doctor.Run run(String line) {
    return Doctor.in(folder).with("LC_ALL", "C.UTF-8").run(line.split(" "));
  }
}
