package com.posthog.doctor.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.host.Command;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.LocalHands;
import com.posthog.doctor.host.LocalHost;
import com.posthog.doctor.model.FileStep;
import com.posthog.doctor.model.LineEdit;
import com.posthog.doctor.model.Plan;
import com.posthog.doctor.model.Prospect;
import com.posthog.doctor.model.Prospect.Effect;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Risk;
import com.posthog.doctor.model.ServiceStep;
import com.posthog.doctor.model.ServiceStep.Deed;
import com.posthog.doctor.model.Step;
import com.posthog.doctor.model.Template;
import com.posthog.doctor.support.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A hostile value in every templated place of every kind of step: it stays one argument or one
 * name, or the step is refused or only said. Nothing outside of the place that a step names
 * changes.
 */
class HostileStepsTest {
  private static final Remedy NONE =
      new Remedy("r", "R", "", Risk.SAFE, List.of(), List.of(new Step.Tell("x")));

  @TempDir Path temporary;
  private Path root;
  private Path checkout;
  private Host host;

  /** What can be an argument of a program at all. */
  static List<String> arguments() {
    return hostile().stream().filter(value -> value.indexOf('\0') < 0).toList();
  }

  static List<String> hostile() {
    return List.of(
        "; rm -rf ..",
        "a\nrm -rf ..",
        "$(touch ../pwned)",
        "`touch ../pwned`",
        "../../outside",
        "../outside",
        "/etc/passwd",
        "~/../outside",
        "a' ; touch ../pwned; '",
        "\" ; touch ../pwned; \"",
        "\u001b[2Jx",
        "a\u0000b",
        "-rf",
        "& touch ../pwned");
  }

  /** One step of each kind, with a place for a value wherever a card may have one. */
  private static List<Step> steps() {
    String v = "${value}";
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.Run(List.of("printf", "%s\\0", v, "x" + v), false, List.of(v)));
    steps.add(new Step.SetEnv(v, "NAME", "1"));
    steps.add(new Step.SetEnv(".env", v, "1"));
    steps.add(new Step.SetEnv(".env", "NAME", v));
    steps.add(new Step.EditBlock(v, "m", "export A=1", false));
    steps.add(new Step.EditBlock("~/.profile", "m", "export A=" + v, false));
    steps.add(new Step.SetMode(v, "0600"));
    steps.add(new Step.MoveAside(v));
    steps.add(new Step.StopProcess(v));
    steps.add(new Step.Tell(v));
    for (LineEdit edit : LineEdit.values()) {
      steps.add(new FileStep.EditLines(v, edit, ""));
      steps.add(new FileStep.EditLines(".env", edit, v));
    }
    steps.add(new FileStep.CopyFile(v, "copy"));
    steps.add(new FileStep.CopyFile(".env", v));
    steps.add(new FileStep.RestoreFile(v));
    for (Deed deed : Deed.values()) {
      steps.add(new ServiceStep.OnContainer(deed, v));
    }
    steps.add(new ServiceStep.Sql(v, "SELECT 1", ""));
    steps.add(new ServiceStep.Sql("", "SELECT " + v, ""));
    steps.add(new ServiceStep.CreateDatabase(v));
    steps.add(new ServiceStep.CreateTopic(v));
    steps.add(new ServiceStep.CreateBucket(v));
    ServiceStep.WaitFor.KNOWN.forEach(what -> steps.add(new ServiceStep.WaitFor(what, v, "1s")));
    return steps;
  }

  @BeforeEach
  void aMachine() throws IOException {
    root = temporary.toRealPath();
    checkout = Files.createDirectories(root.resolve("posthog"));
    Path home = Files.createDirectories(root.resolve("home"));
    Files.writeString(checkout.resolve(".env"), "A=1\n");
    Files.writeString(root.resolve("outside"), "A=1\n");
    host =
        new LocalHost(
            Map.of(
                "HOME",
                home.toString(),
                "PATH",
                "/usr/bin:/bin",
                "XDG_STATE_HOME",
                root.resolve("state").toString()),
            checkout);
  }

  @Test
  void everyKindOfStepIsTried() {
    TreeSet<String> kinds = new TreeSet<>();
    for (Class<?> kind : List.of(Step.class, FileStep.class, ServiceStep.class)) {
      for (Class<?> one : kind.getPermittedSubclasses()) {
        if (one.isRecord()) {
          kinds.add(one.getSimpleName());
        }
      }
    }
    TreeSet<String> tried = new TreeSet<>();
    steps().forEach(step -> tried.add(step.getClass().getSimpleName()));
    assertTrue(kinds.size() >= 14, kinds::toString);
    assertEquals(kinds, tried);
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void nothingElseIsTouchedWhateverIsInAValue(String value) throws IOException {
    Map<String, String> outside = outside();
    String users = Look.at(host, Path.of("/etc/passwd"));
    for (Step template : steps()) {
      Step step = filled(template, value);
      Prospect prospect = preparation().prepare(step);
      if (prospect.effect() == Effect.REFUSED || prospect.effect() == Effect.SAYS) {
        continue;
      }
      Plan.Item item = new Plan.Item(List.of(), NONE, Plan.Standing.READY, List.of(prospect));
      Journal journal = Runs.of(host).orElseThrow().start(new LocalHands(), "0");
      new Applier(host, new LocalHands(), this::preparation, journal, Duration.ofSeconds(30))
          .apply(item, line -> {});
      assertEquals(outside, outside(), step.toString());
    }
    assertEquals(users, Look.at(host, Path.of("/etc/passwd")));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void anArgumentReachesTheProgramAsItIsOrItIsNotStarted(String value) throws IOException {
    Step.Run run =
        (Step.Run) filled(new Step.Run(List.of("test", "${value}", "=", "${value}"), false), value);
    assertEquals(List.of("test", value, "=", value), run.argv());
  }

  @ParameterizedTest
  @MethodSource("arguments")
  void aCommandThatIsCopiedToAShellHasTheSameArguments(String value) throws IOException {
    for (Step step :
        List.of(
            new Step.Run(List.of("x", value), false),
            new Step.SetMode(value, "0600"),
            new Step.MoveAside(value),
            new FileStep.CopyFile(value, value),
            new FileStep.RestoreFile(value),
            new ServiceStep.OnContainer(Deed.START, value))) {
      List<String> words = words(step.describe());
      assertTrue(words.contains(value), () -> step.describe() + " → " + words);
    }
    assertTrue(Files.notExists(root.resolve("pwned")));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void whatAShellOrAServerWouldRunIsOnlySaid(String value) {
    assertInstanceOf(
        Step.Tell.class, filled(new ServiceStep.Sql("", "SELECT ${value}", ""), value + "'"));
    assertInstanceOf(
        Step.Tell.class,
        filled(new FileStep.EditLines(".env", LineEdit.values()[0], "${value}"), value));
  }

  /** The words that a shell makes of a line. */
  private List<String> words(String line) throws IOException {
    Path script =
        Files.writeString(root.resolve("words.sh"), "printf '%s\\0' " + line + " > words\n");
    int code =
        new LocalHands()
            .run(
                new Command(
                    List.of("sh", script.toString()),
                    checkout,
                    Map.of("PATH", "/usr/bin:/bin"),
                    Duration.ofSeconds(30),
                    text -> {}))
            .code();
    assertEquals(0, code, line);
    return List.of(
        Files.readString(checkout.resolve("words"), StandardCharsets.UTF_8).split("\0", -1));
  }

  private static Step filled(Step template, String value) {
    return template.fill(text -> Template.fill(text, name -> name.equals("value") ? value : null));
  }

  private Preparation preparation() {
    return Checkouts.preparation(host, checkout);
  }

  /** All that no step names: what lies beside the checkout and the home folder. */
  private Map<String, String> outside() {
    Map<String, String> tree = Tree.of(root);
    tree.keySet()
        .removeIf(name -> name.matches("(posthog|home|state|words\\.sh)(/.*)?") || name.isEmpty());
    return tree;
  }
}
