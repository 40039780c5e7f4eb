package com.posthog.doctor.report;

import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.Diagnosis;
import com.posthog.doctor.model.Recognised;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Sighting;
import java.util.ArrayList;
import java.util.List;

/** A diagnosis for people: the likeliest cause first, and what helps. */
public final class DiagnosisText {
  private final Look look;
  private final Page page;

  public DiagnosisText(Look look) {
    this.look = look;
    this.page = new Page(look);
  }

  /** The whole diagnosis as text, ending with a line break. */
  public String write(Diagnosis diagnosis) {
    List<Recognised> causes = diagnosis.causes();
    for (Recognised cause : causes) {
      page.gap();
      cause(cause);
    }
    if (look.detail() != Look.Detail.HEADLINES) {
      unknown(diagnosis);
    }
    harmless(diagnosis.harmless());
    page.gap();
    page.words(0, Tone.STRONG, verdict(diagnosis));
    return page.toString();
  }

  private static String verdict(Diagnosis diagnosis) {
    int causes = diagnosis.causes().size();
    if (causes > 0) {
      String first = diagnosis.causes().get(0).card().id().value();
      return causes == 1
          ? "The likeliest cause: " + first
          : causes + " likely causes; begin with " + first;
    }
    return diagnosis.unknown().isEmpty()
        ? "Nothing bad was recognised"
        : "Errors were seen, but none that is known";
  }

  private void cause(Recognised cause) {
    Card card = cause.card();
    String symbol = look.symbol("✖ ", "x ");
    String message =
        cause.message().equals(card.title()) && !card.id().area().equals("gotchas")
            ? "this does not seem to hold: " + card.title()
            : cause.message();
    page.words(0, Tone.ERROR, symbol, Tone.STRONG, message);
    String often = cause.count() == 1 ? "" : ", " + cause.count() + " times";
    page.words(
        4,
        Tone.FAINT,
        "seen: ",
        Tone.PLAIN,
        cause.first().text() + " (" + cause.first().place() + often + ")");
    page.words(4, Tone.FAINT, "now:  ", Tone.PLAIN, now(cause));
    if (cause.because() != null) {
      page.words(4, Tone.FAINT, "this follows from " + cause.because());
    }
    if (look.all()) {
      page.words(4, Tone.FAINT, "why: ", Tone.PLAIN, card.why());
    }
    String lead = "";
    if (cause.because() == null || look.all()) {
      for (Remedy remedy : cause.remedies()) {
        new RemedyText(page, look).write(remedy, lead);
        lead = "or: ";
      }
    }
    page.line(4, Tone.FAINT, "more: posthog-doctor explain " + card.id());
  }

  private static String now(Recognised cause) {
    if (cause.confirmed() == null) {
      return "not confirmed by looking at this machine";
    }
    return cause.confirmed()
        ? "confirmed, posthog-doctor check " + cause.card().id() + " fails"
        : "not so on this machine now; it may have been cured, or printed elsewhere";
  }

  private void unknown(Diagnosis diagnosis) {
    List<Sighting> unknown = diagnosis.unknown();
    if (unknown.isEmpty()) {
      return;
    }
    page.gap();
    page.words(0, Tone.UNKNOWN, look.symbol("? ", "? "), Tone.STRONG, "not known:");
    for (Sighting line : unknown) {
      page.words(4, Tone.PLAIN, line.text() + " (" + line.place() + ")");
    }
    page.words(
        4,
        Tone.FAINT,
        "to have it recognised, add a card with this symptom: checks/README.md tells how, and"
            + " ~/.config/posthog-doctor/checks holds cards of your own");
  }

  private void harmless(List<Recognised> harmless) {
    if (harmless.isEmpty()) {
      return;
    }
    List<String> told = new ArrayList<>();
    harmless.forEach(one -> told.add(one.card().id() + " (" + one.first().place() + ")"));
    page.gap();
    page.words(0, Tone.FAINT, "can be ignored: " + String.join(", ", told));
  }
}
