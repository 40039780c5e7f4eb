package com.posthog.doctor.report;

import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Plan;
import com.posthog.doctor.model.Prospect;
import com.posthog.doctor.model.Prospect.Effect;
import com.posthog.doctor.model.Risk;
import com.posthog.doctor.model.Step;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** A plan for people: what would be done, why, at what risk, and every change of a file. */
public final class PlanText {
  private static final int MOST_CURES = 3;

  private final Page page;
  private int number;

  /** A plan that is to look so. */
  public PlanText(Look look) {
    this.page = new Page(look);
  }

  /**
   * The plan of a dry run, with what to do next.
   *
   * @param outside what fails because of a check that was not selected
   */
  public String dryRun(Plan plan, List<Finding> outside) {
    if (plan.items().isEmpty()) {
      nothing(outside);
      return page.toString();
    }
    items(plan);
    script(plan);
    page.gap();
    int ready = plan.ready().size();
    page.words(
        0,
        Tone.STRONG,
        ready == 0
            ? "Nothing was changed, and nothing would be."
            : "Nothing was changed. `posthog-doctor fix --apply` with the same names and options"
                + " does "
                + (ready == 1 ? "the first" : "the first " + ready)
                + ", after asking.");
    return page.toString();
  }

  private void nothing(List<Finding> outside) {
    if (outside.isEmpty()) {
      page.words(0, Tone.GOOD, "Nothing is to be repaired.");
      return;
    }
    page.words(0, Tone.STRONG, "Nothing is to be repaired here:");
    outside.stream()
        .map(
            one ->
                String.format(
                    "%s fails because of %s: run `posthog-doctor fix %2$s`",
                    one.card().id(), one.because()))
        .distinct()
        .forEach(line -> page.words(2, Tone.PLAIN, line));
  }

  /** What is left of a plan of which nothing can be done. */
  public String left(Plan plan, List<Finding> outside) {
    if (plan.items().isEmpty()) {
      nothing(outside);
    }
    items(plan);
    script(plan);
    page.gap();
    return page.toString();
  }

  /** The plan of one round of a treatment. */
  public String round(Plan plan) {
    items(plan);
    return page.toString();
  }

  private void items(Plan plan) {
    section(plan.ready(), "To be done, in this order:");
    section(plan.of(Plan.Standing.NOT_ALLOWED), "Only when it is allowed:");
    section(plan.of(Plan.Standing.REFUSED), "Cannot be done:");
    section(plan.of(Plan.Standing.MANUAL), "To be done by hand:");
  }

  private void script(Plan plan) {
    if (plan.script().isEmpty()) {
      return;
    }
    page.gap();
    page.words(
        0,
        Tone.STRONG,
        "What needs the rights of the administrator, as a script to read and to run with sudo sh:");
    page.gap();
    plan.script().lines().forEach(line -> page.line(3, Tone.COMMAND, line));
  }

  private void section(List<Plan.Item> items, String title) {
    if (items.isEmpty()) {
      return;
    }
    page.gap();
    page.words(0, Tone.STRONG, title);
    items.forEach(this::item);
  }

  private void item(Plan.Item item) {
    page.gap();
    number++;
    page.words(0, Tone.STRONG, number + ". ", Tone.STRONG, item.remedy().title());
    page.words(3, Tone.FAINT, "risk: ", Tone.PLAIN, risk(item));
    int shown = Math.min(MOST_CURES, item.cures().size());
    for (Finding finding : item.cures().subList(0, shown)) {
      page.words(
          3,
          Tone.FAINT,
          "for:  ",
          Tone.PLAIN,
          finding.card().id() + " (" + finding.severity().word() + "): " + Problems.told(finding));
    }
    if (shown < item.cures().size()) {
      page.words(3, Tone.FAINT, "      and " + (item.cures().size() - shown) + " more of the same");
    }
    String why =
        item.remedy().why().isEmpty() ? item.cures().get(0).card().why() : item.remedy().why();
    page.words(3, Tone.FAINT, "why:  ", Tone.PLAIN, why);
    item.steps().forEach(this::step);
  }

  private static String risk(Plan.Item item) {
    String undo =
        item.standing() == Plan.Standing.MANUAL
            ? ""
            : item.remedy().reversible() ? "; can be undone" : "; cannot be undone by the doctor";
    Set<String> lacking = new TreeSet<>();
    if (item.standing() == Plan.Standing.NOT_ALLOWED) {
      item.risks().stream().filter(risk -> risk != Risk.SAFE).map(Risk::word).forEach(lacking::add);
    }
    String allow = lacking.isEmpty() ? "" : " (--allow " + String.join(",", lacking) + ")";
    return item.remedy().risk().word() + allow + undo;
  }

  private void step(Prospect prospect) {
    Step step = prospect.step();
    boolean words = prospect.effect() == Effect.SAYS || step instanceof Step.EditBlock;
    if (step instanceof Step.EditBlock edit && !prospect.diff().isEmpty()) {
      page.words(3, Tone.PLAIN, "edit " + edit.file() + (edit.privileged() ? " (needs sudo)" : ""));
    } else if (words || step instanceof Step.SetEnv) {
      page.words(3, Tone.PLAIN, step.describe());
    } else {
      page.line(3, Tone.COMMAND, step.describe());
    }
    if (!step.describeUndo().isEmpty()) {
      page.line(5, Tone.FAINT, "undo: " + step.describeUndo());
    }
    String note = note(prospect);
    if (!note.isEmpty()) {
      page.words(5, prospect.effect() == Effect.REFUSED ? Tone.WARNING : Tone.FAINT, note);
    }
    prospect.diff().lines().forEach(line -> page.line(5, tone(line), line));
  }

  private static String note(Prospect prospect) {
    return switch (prospect.effect()) {
      case REFUSED -> "not done: " + prospect.note();
      case NOTHING -> "nothing to do: " + prospect.note();
      case LATER -> "what it changes shows when the step before it has run";
      default -> prospect.note();
    };
  }

  private static Tone tone(String line) {
    if (line.startsWith("--- ") || line.startsWith("+++ ")) {
      return Tone.STRONG;
    }
    return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
      case '+' -> Tone.GOOD;
      case '-' -> Tone.ERROR;
      case '@' -> Tone.FAINT;
      default -> Tone.PLAIN;
    };
  }

  /** The word for a standing in reports: {@code not-allowed}. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
