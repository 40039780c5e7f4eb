package com.posthog.doctor.remedies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.HealthyCheckout;
import com.posthog.doctor.support.Schemas;
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
import java.util.function.Consumer;
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
  private final List<Consumer<StageHost>> stage = new ArrayList<>();
  private final List<StandIn> standIns = new ArrayList<>();
  private final List<StandIn> undoers = new ArrayList<>();
  private Undoing byHand = () -> {};
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
    Path root = Files.createDirectories(temporary).toRealPath();
    return equipped(root, Templates.copy(era, root));
  }

  /** The same with a checkout that was set up by hand. */
  public static Ward healthy(String era, Path temporary) throws IOException {
    Path root = Files.createDirectories(temporary).toRealPath();
    return equipped(root, HealthyCheckout.of(era, root));
  }

  /** A ward with a checkout that is there already. */
  public static Ward at(Path folder, Path temporary) throws IOException {
    return equipped(Files.createDirectories(temporary).toRealPath(), TestCheckout.at(folder));
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
  public Ward on(Consumer<StageHost> other) {
    stage.add(other);
    doctor = doctor.on(this::staged);
    return this;
  }

  private Host staged(Host machineItself) {
    StageHost host = new StageHost(machineItself);
    stage.forEach(one -> one.accept(host));
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

  /** A program that undoing runs with these arguments, and that then does this. */
  public Ward undoneBy(String effect, String... argv) throws IOException {
    undoers.add(StandIn.of(machine, effect, List.of(argv)));
    return this;
  }

  /** With a {@code sudo} that asks for no password, and writes down what it is asked for. */
  public Ward sudo() throws IOException {
    Path record = system("sudo");
    machine.script(
        "sudo", "echo \"$*\" >> '" + record + "'\nPATH='" + machine.path() + "'\nexec \"$@\"");
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

  /** What takes back by hand what a stand-in has done to files that were there. */
  public Ward undoing(Undoing other) {
    byHand = other;
    return this;
  }

  /** Something that a test does by hand. */
  @FunctionalInterface
  public interface Undoing {
    /** Does it. */
    void run() throws IOException;
  }

  /** The same without the stand-ins that were put there so far, as far as they are asked for. */
  public Ward afresh() {
    standIns.clear();
    undoers.clear();
    byHand = () -> {};
    return this;
  }

  /** The whole way of a remedy of which everything can be undone. */
  public void cures(String check, String remedy) throws IOException {
    cures(check, List.of(remedy), List.of());
  }

  /** The same for a remedy with a program of which it is not known what it does. */
  public void cures(String check, String remedy, List<Path> made) throws IOException {
    cures(check, List.of(remedy), made);
  }

  /**
   * The whole way of some remedies.
   *
   * @param made what the stand-ins of programs leave behind, and no undoing can know of
   */
  public void cures(String check, List<String> remedies, List<Path> made) throws IOException {
    Map<String, String> before = tree();
    Doctor.Run failing = doctor.check(check);
    assertEquals("fail", failing.status(check), () -> said(failing));
    List<JsonObject> planned = planned(check);
    for (String remedy : remedies) {
      assertTrue(
          planned.stream().anyMatch(item -> item.get("remedy").getAsString().equals(remedy)),
          () -> remedy + " is not planned: " + doctor.run(arguments(check)).out());
    }
    assertSame(before, tree(), "the dry run has changed something");

    applied(check, planned);
    standIns.forEach(StandIn::assertWasRun);
    Doctor.Run passing = doctor.check(check);
    assertEquals("pass", passing.status(check), () -> said(passing));

    Map<String, String> repaired = Tree.of(root);
    Doctor.Run again = doctor.run(arguments(check, "--apply", "--yes"));
    assertEquals(0, again.code(), again::err);
    assertSame(repaired, Tree.of(root), "the second time has changed something");
    undo(check, before, planned, made);
  }

  /**
   * The whole way of a remedy that changes the profile of a shell: the check passes in a shell that
   * reads it.
   */
  public void curesInNewShell(String check, String remedy, String profile) throws IOException {
    Map<String, String> before = tree();
    List<JsonObject> planned = planned(check);
    assertEquals(1, planned.size(), () -> said(doctor.check(check)));
    assertEquals(remedy, planned.get(0).get("remedy").getAsString());
    Preview preview = new Preview(this::real);
    preview.before(planned.get(0));
    Doctor.Run run = doctor.run(arguments(check, "--apply", "--yes", "--format", "json"));
    assertTrue(run.out().contains("\"outcome\": \"new-terminal\""), () -> told(run));
    preview.assertIsThere();
    Doctor passing = doctor;
    for (String line : shell(machine.home(profile))) {
      int end = line.indexOf('=');
      passing = passing.with(line.substring(0, end), line.substring(end + 1));
    }
    Doctor.Run report = passing.check(check);
    assertEquals("pass", report.status(check), () -> said(report));
    Map<String, String> repaired = Tree.of(root);
    doctor.run(arguments(check, "--apply", "--yes"));
    assertSame(repaired, Tree.of(root), "the second time has changed something");
    undo(check, before, planned, List.of());
  }

  /** The variables of a shell that has read a profile, which finds files where they really lie. */
  private List<String> shell(Path profile) throws IOException {
    String text = Files.readString(profile);
    String local = real(Path.of("/usr/local")).toString();
    // fish is not everywhere, and sets variables by another word
    String shared = text.replaceAll("(?m)^set -gx (\\w+) ", "export $1=");
    Path moved = Files.writeString(root.resolve("profile"), shared.replace("/usr/local", local));
    List<String> variables = NewShell.variables(moved, machine.path());
    Files.delete(moved);
    return variables;
  }

  /** What the dry run says that it would do. */
  private List<JsonObject> planned(String check) {
    Doctor.Run plan = doctor.run(arguments(check, "--format", "json"));
    assertEquals(0, plan.code(), plan::err);
    Schemas.assertFits("plan", plan.out());
    List<JsonObject> ready = new ArrayList<>();
    for (JsonElement one : plan.report().getAsJsonArray("items")) {
      if (one.getAsJsonObject().get("standing").getAsString().equals("ready")) {
        ready.add(one.getAsJsonObject());
      }
    }
    return ready;
  }

  /** Applies all, sees that it was done and has cured as it was shown, and compares the bytes. */
  private void applied(String check, List<JsonObject> planned) throws IOException {
    Preview preview = new Preview(this::real);
    for (JsonObject item : planned) {
      preview.before(item);
      boolean acts = item.toString().contains("\"effect\":\"changes\"");
      assertTrue(acts || item.toString().contains("\"effect\":\"runs\""), item::toString);
    }
    Doctor.Run run = doctor.run(arguments(check, "--apply", "--yes", "--format", "json"));
    assertFalse(run.out().isBlank(), run::err);
    Schemas.assertFits("repair", run.out());
    assertEquals(0, run.code(), () -> told(run));
    List<JsonObject> done = new ArrayList<>();
    for (JsonElement one : run.report().getAsJsonArray("treated")) {
      JsonObject treated = one.getAsJsonObject();
      assertEquals("cured", treated.get("outcome").getAsString(), () -> told(run));
      done.add(treated.getAsJsonObject("item"));
    }
    for (JsonObject item : planned) {
      assertTrue(done.contains(item), () -> "not as it was shown: " + item + " but " + done);
    }
    if (done.size() == planned.size()) {
      preview.assertIsThere();
    }
  }

  /** The outcomes and what is left, in few lines. */
  private static String told(Doctor.Run run) {
    StringBuilder text = new StringBuilder();
    for (JsonElement one : run.report().getAsJsonArray("treated")) {
      JsonObject treated = one.getAsJsonObject();
      text.append(treated.getAsJsonObject("item").get("remedy")).append(' ');
      for (String name : List.of("outcome", "why", "lastLines", "still")) {
        text.append(treated.get(name)).append(' ');
      }
    }
    return text + "left " + run.report().get("left") + run.err();
  }

  /** Trees are large: only what differs is told. */
  private static void assertSame(Map<String, String> before, Map<String, String> now, String when) {
    Map<String, String> gone = new java.util.TreeMap<>(before);
    Map<String, String> come = new java.util.TreeMap<>(now);
    gone.entrySet().removeAll(now.entrySet());
    come.entrySet().removeAll(before.entrySet());
    assertEquals(gone.toString(), come.toString(), when);
  }

  private static String said(Doctor.Run run) {
    StringBuilder text = new StringBuilder(run.err());
    run.findings("")
        .forEach(one -> text.append(one.get("status")).append(one.get("message")).append('\n'));
    return text.toString();
  }

  private void undo(
      String check, Map<String, String> before, List<JsonObject> planned, List<Path> made)
      throws IOException {
    if (planned.toString().contains("\"file\":\"/etc/")) {
      Doctor.Run without = doctor.run("undo", "--yes");
      assertEquals(77, without.code(), () -> without.out() + without.err());
      assertTrue(without.out().contains("not put back without --allow privileged"));
    }
    boolean rights = allowed.contains("privileged");
    Doctor.Run undo =
        rights ? doctor.run("undo", "--yes", "--allow", "privileged") : doctor.run("undo", "--yes");
    assertEquals(0, undo.code(), () -> undo.out() + undo.err());
    undoers.forEach(StandIn::assertWasRun);
    boolean whole = planned.stream().allMatch(item -> item.get("reversible").getAsBoolean());
    assertEquals(!whole, undo.out().contains("cannot be undone"), undo::out);
    assertTrue(made.isEmpty() || !whole, "what was made should be taken back");
    byHand.run();
    for (Path one : made) {
      assertTrue(one.startsWith(root), one.toString());
      remove(one);
    }
    assertSame(before, tree(), undo.out());
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
    stage.forEach(one -> one.accept(host));
    return host.at(file);
  }

  /** All files but those that the doctor and the stand-ins keep for themselves. */
  private Map<String, String> tree() {
    Map<String, String> tree = Tree.of(root);
    tree.keySet().removeIf(name -> name.startsWith("machine/home/.local/state"));
    tree.keySet().removeIf(name -> name.equals("machine/home/.local"));
    tree.keySet().removeIf(name -> name.startsWith("machine/asked"));
    tree.keySet().remove("system/sudo");
    return tree;
  }
}
