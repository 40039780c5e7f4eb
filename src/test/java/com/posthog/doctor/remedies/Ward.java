package com.posthog.doctor.remedies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.HealthyCheckout;
import com.posthog.doctor.support.StageHost;
import com.posthog.doctor.support.TestCheckout;
import com.posthog.doctor.support.ToolMachine;
import com.posthog.doctor.support.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A checkout, a home folder and a PATH of a test's own, in which faults are made and remedies are
 * tried from end to end.
 */
public final class Ward {
  private final Path root;
  private final TestCheckout checkout;
  private final ToolMachine machine;
  private final List<String> allowed = new ArrayList<>();
  private final List<UnaryOperator<StageHost>> stage = new ArrayList<>();
  private final List<StandIn> standIns = new ArrayList<>();
  private Doctor doctor;

  private Ward(Path root, TestCheckout checkout, ToolMachine machine) {
    this.root = root;
    this.checkout = checkout;
    this.machine = machine;
    this.doctor =
        machine
            .doctor(checkout.folder())
            .with("XDG_STATE_HOME", null)
            .with("DEBUG", null)
            .with("SHELL", "/bin/zsh");
  }

  /** A ward with a checkout as git gives it, and with every tool. */
  public static Ward of(String era, Path temporary) throws IOException {
    Path root = temporary.toRealPath();
    return equipped(root, Templates.copy(era, root));
  }

  /** The same with a checkout that was set up by hand. */
  public static Ward healthy(String era, Path temporary) throws IOException {
    Path root = temporary.toRealPath();
    return equipped(root, HealthyCheckout.of(era, root));
  }

  private static Ward equipped(Path root, TestCheckout checkout) throws IOException {
    ToolMachine machine = ToolMachine.complete(root.resolve("machine"));
    for (String program : List.of("git", "sh", "cp", "perl", "chmod", "mv", "python3")) {
      Files.deleteIfExists(machine.bin(program));
      Files.createSymbolicLink(machine.bin(program), Path.of("/usr/bin", program));
    }
    return new Ward(root, checkout, machine);
  }

  public TestCheckout checkout() {
    return checkout;
  }

  public ToolMachine machine() {
    return machine;
  }

  /** A path in the checkout. */
  public Path at(String name) {
    return checkout.at(name);
  }

  /** A folder that stands for one of the system, such as {@code etc}. */
  public Path system(String name) throws IOException {
    return Files.createDirectories(root.resolve("system")).resolve(name);
  }

  /** Writes a file of the checkout. */
  public Ward write(String name, String text) {
    checkout.write(name, text);
    return this;
  }

  /** With one more variable; null takes it away. */
  public Ward with(String name, String value) {
    doctor = doctor.with(name, value);
    return this;
  }

  /** With risks that may be taken besides safe ones. */
  public Ward allowing(String... risks) {
    allowed.addAll(List.of(risks));
    return this;
  }

  /** On a machine that looks like another one. */
  public Ward on(UnaryOperator<StageHost> other) {
    stage.add(other);
    doctor = doctor.on(this::staged);
    return this;
  }

  private Host staged(Host machineItself) {
    StageHost host = new StageHost(machineItself);
    stage.forEach(one -> one.apply(host));
    return host;
  }

  /** On a Mac. */
  public Ward onMac() {
    return on(host -> host.withOs("macos"));
  }

  /** A program that takes these arguments and no others, and then does this. */
  public Ward standIn(String cure, String... argv) throws IOException {
    standIns.add(StandIn.of(machine, cure, List.of(argv)));
    return this;
  }

  /** The doctor of this ward. */
  public Doctor doctor() {
    return doctor;
  }

  /** What a check says now. */
  public String status(String check) {
    return doctor.check(check).status(check);
  }

  /** The whole way of a remedy of which everything can be undone. */
  public void cures(String check, String remedy) throws IOException {
    cures(check, remedy, List.of());
  }

  /**
   * The whole way of a remedy with a program of which it is not known what it does.
   *
   * @param made what the stand-in of that program leaves behind, below the folder of the test
   */
  public void cures(String check, String remedy, List<Path> made) throws IOException {
    Map<String, String> before = tree();
    assertFails(check, remedy);
    JsonObject planned = planned(check, remedy);
    assertEquals(before, tree(), "the dry run has changed something");

    Doctor.Run run = applied(check, planned);
    assertEquals(0, run.code(), () -> run.out() + run.err());
    standIns.forEach(StandIn::assertWasRun);
    Doctor.Run passing = doctor.check(check);
    assertEquals("pass", passing.status(check), passing::out);

    Map<String, String> repaired = Tree.of(root);
    Doctor.Run again = doctor.run(arguments(check, "--apply", "--yes"));
    assertEquals(0, again.code(), again::err);
    assertEquals(repaired, Tree.of(root), "the second time has changed something");
    undo(check, before, made);
  }

  private void assertFails(String check, String remedy) {
    Doctor.Run run = doctor.check(check);
    assertEquals("fail", run.status(check), run::out);
    assertTrue(run.out().contains('"' + remedy + '"'), () -> remedy + " is not offered: " + run);
  }

  /** The remedy as the dry run shows it. */
  private JsonObject planned(String check, String remedy) {
    Doctor.Run plan = doctor.run(arguments(check, "--format", "json"));
    assertEquals(0, plan.code(), plan::err);
    for (JsonElement one : plan.report().getAsJsonArray("items")) {
      JsonObject item = one.getAsJsonObject();
      if (item.get("remedy").getAsString().equals(remedy)) {
        assertEquals("ready", item.get("standing").getAsString(), plan::out);
        return item;
      }
    }
    throw new AssertionError(remedy + " is not planned: " + plan.out());
  }

  /** Applies all, sees that the remedy has cured as it was shown, and compares the bytes. */
  private Doctor.Run applied(String check, JsonObject planned) throws IOException {
    Preview preview = new Preview(this::real);
    preview.before(planned);
    boolean hasRun = planned.toString().contains("\"effect\":\"runs\"");
    assertTrue(preview.changes() > 0 || hasRun, planned::toString);
    Doctor.Run run = doctor.run(arguments(check, "--apply", "--yes", "--format", "json"));
    assertFalse(run.out().isBlank(), run::err);
    boolean found = false;
    for (JsonElement one : run.report().getAsJsonArray("treated")) {
      JsonObject treated = one.getAsJsonObject();
      assertEquals("cured", treated.get("outcome").getAsString(), run::out);
      found |= treated.getAsJsonObject("item").equals(planned);
    }
    assertTrue(found, () -> "it was not done as it was shown: " + planned + run.out());
    if (run.report().getAsJsonArray("treated").size() == 1) {
      preview.assertIsThere();
    }
    return run;
  }

  private void undo(String check, Map<String, String> before, List<Path> made) throws IOException {
    Doctor.Run undo = doctor.run("undo", "--yes");
    assertEquals(0, undo.code(), () -> undo.out() + undo.err());
    assertEquals(!made.isEmpty(), undo.out().contains("cannot be undone"), undo::out);
    for (Path one : made) {
      assertTrue(one.startsWith(root), one.toString());
      remove(one);
    }
    assertEquals(before, tree(), undo::out);
    assertEquals("fail", status(check));
  }

  private static void remove(Path made) throws IOException {
    try (Stream<Path> all = Files.walk(made)) {
      for (Path one : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }

  private String[] arguments(String check, String... more) {
    List<String> all = new ArrayList<>(List.of("fix", check));
    allowed.forEach(risk -> all.addAll(List.of("--allow", risk)));
    all.addAll(List.of("--probe-limit", "15s", "--deadline", "60s"));
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  private Path real(Path file) {
    StageHost host = new StageHost(new com.posthog.doctor.host.LocalHost(Map.of(), root));
    stage.forEach(one -> one.apply(host));
    return host.at(file);
  }

  /** All files but those that the doctor and the stand-ins keep for themselves. */
  private Map<String, String> tree() {
    Map<String, String> tree = Tree.of(root);
    tree.keySet().removeIf(name -> name.startsWith("machine/home/.local/state"));
    tree.keySet().removeIf(name -> name.equals("machine/home/.local"));
    tree.keySet().removeIf(name -> name.startsWith("machine/asked"));
    return tree;
  }
}
