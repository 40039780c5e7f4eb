package com.posthog.doctor.report;

import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Plan;
import com.posthog.doctor.model.Treated;
import com.posthog.doctor.model.Treated.Cure;
import java.util.List;

/** What came of a treatment, for people. */
public final class RepairText {
  private final Look look;

  /** Text that is to look so. */
  public RepairText(Look look) {
    this.look = look;
  }

  /** What came of one remedy. */
  public String one(Treated treated) {
    Page page = new Page(look);
    Cure cure = treated.cure();
    String word =
        switch (cure) {
          case CURED -> look.symbol("✔ ", "+ ") + "cured";
          case STILL_FAILING -> look.symbol("✖ ", "x ") + "applied, but still failing";
          case NEW_TERMINAL -> look.symbol("✔ ", "+ ") + "applied, for new terminals";
          case FAILED -> look.symbol("✖ ", "x ") + "failed";
          case SKIPPED -> look.symbol("- ", "- ") + "skipped";
          case PUT_OFF -> look.symbol("- ", "- ") + "not applied";
        };
    Tone tone =
        switch (cure) {
          case CURED, NEW_TERMINAL -> Tone.GOOD;
          case STILL_FAILING, FAILED -> Tone.ERROR;
          case SKIPPED, PUT_OFF -> Tone.WARNING;
        };
    page.words(0, tone, word + ": ", Tone.PLAIN, treated.item().remedy().title());
    if (!treated.why().isEmpty()) {
      page.words(4, Tone.PLAIN, treated.why());
    }
    treated.last().forEach(line -> page.line(6, Tone.FAINT, line));
    if (cure == Cure.STILL_FAILING || cure == Cure.FAILED) {
      for (Finding finding : treated.still()) {
        page.words(
            4,
            Tone.FAINT,
            "still: ",
            Tone.PLAIN,
            finding.card().id() + ": " + Problems.told(finding));
      }
    }
    return page.toString();
  }

  /**
   * The end of a treatment.
   *
   * @param run the name of the run that keeps what was changed; empty when nothing was
   */
  public String end(List<Treated> treated, Plan left, String run) {
    Page page = new Page(look);
    long cured = treated.stream().filter(one -> one.cure() == Cure.CURED).count();
    long other = treated.size() - cured;
    page.words(
        0,
        Tone.STRONG,
        treated.isEmpty()
            ? "Nothing was changed."
            : cured + " cured" + (other == 0 ? "." : ", " + other + " not."));
    if (!run.isEmpty()) {
      page.words(0, Tone.PLAIN, "`posthog-doctor undo` puts it back (run " + run + ").");
    }
    if (!left.items().isEmpty() && !treated.isEmpty()) {
      page.words(
          0,
          Tone.PLAIN,
          left.items().size()
              + " more to look at: `posthog-doctor fix` with the same names shows what is left.");
    }
    return page.toString();
  }
}
