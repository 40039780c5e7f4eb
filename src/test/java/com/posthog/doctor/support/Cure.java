package com.posthog.doctor.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole way of one fault: it is seen, the cure is shown and not done, done, and seen to help; a
 * second time there is nothing to do; and undo brings the fault back.
 */
public final class Cure {
  private static final String[] PATIENT = {"--probe-limit", "15s", "--deadline", "60s"};

  private final Doctor doctor;
  private final String check;
  private final String allowed;

  private Cure(Doctor doctor, String check, String allowed) {
    this.doctor = doctor;
    this.check = check;
    this.allowed = allowed;
  }

  /** The cure of a check by a doctor who keeps his runs in a folder and may take this risk. */
  public static Cure of(Doctor doctor, Path state, String check, String allowed) {
    return new Cure(doctor.with("XDG_STATE_HOME", state.toString()), check, allowed);
  }

  /** Runs it, and wants each of these texts in what is shown beforehand. */
  public void undoable(String... shown) {
    List<String> before = failures();
    done(shown);
    Doctor.Run undo = doctor.run("undo", "--yes");
    assertEquals(0, undo.code(), () -> undo.out() + undo.err());
    assertTrue(undo.out().contains("put back."), undo.out());
    assertEquals(before, failures(), undo.out());
    assertTrue(
        doctor.run("undo", "--yes").out().contains("There is nothing to undo."), "undone twice");
  }

  /** The same for a cure that cannot be undone, which is said before and after. */
  public void lasting(String... shown) {
    List<String> all = new ArrayList<>(List.of(shown));
    all.add("cannot be undone by the doctor");
    done(all.toArray(new String[0]));
    Doctor.Run undo = doctor.run("undo", "--yes");
    assertEquals(0, undo.code(), () -> undo.out() + undo.err());
    assertTrue(undo.out().contains("cannot be undone: "), undo.out());
    assertEquals(List.of(), failures(), undo.out());
  }

  private void done(String... shown) {
    List<String> before = failures();
    assertTrue(!before.isEmpty(), () -> check + " does not fail");
    Doctor.Run preview = fix();
    assertEquals(0, preview.code(), () -> preview.out() + preview.err());
    String text = preview.out().replaceAll("\\s+", " ");
    for (String one : shown) {
      assertTrue(text.contains(one), () -> one + " is not shown in: " + preview.out());
    }
    assertEquals(before, failures(), "the dry run has changed something");
    Doctor.Run apply = fix("--apply", "--yes");
    assertEquals(0, apply.code(), () -> apply.out() + apply.err());
    assertTrue(apply.out().contains("cured: "), apply.out());
    assertEquals(List.of(), failures(), apply.out());
    String runs = doctor.run("undo", "--list").out();
    Doctor.Run again = fix("--apply", "--yes");
    assertEquals(0, again.code(), () -> again.out() + again.err());
    assertEquals(runs, doctor.run("undo", "--list").out(), "the second time did something");
  }

  private Doctor.Run fix(String... more) {
    List<String> args = new ArrayList<>(List.of("fix", check, "--allow", allowed));
    args.addAll(List.of(PATIENT));
    args.addAll(List.of(more));
    return doctor.run(args.toArray(new String[0]));
  }

  /** What fails of the check now, with what nothing else explains. */
  private List<String> failures() {
    Doctor.Run run = doctor.check(check);
    return run.findings(check).stream()
        .filter(one -> one.get("status").getAsString().equals("fail"))
        .filter(one -> one.get("because").isJsonNull())
        .map(one -> one.get("subject") + ": " + one.get("status").getAsString())
        .toList();
  }
}
