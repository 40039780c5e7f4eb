package com.posthog.doctor.report;

import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Risk;
import com.posthog.doctor.model.Step;

/** A remedy for people: what it does, and the commands to copy. */
final class RemedyText {
  private final Page page;
  private final Look look;

  RemedyText(Page page, Look look) {
    this.page = page;
    this.look = look;
  }

  void write(Remedy remedy, String lead) {
    String arrow = look.symbol("→ ", "> ") + lead;
    page.words(4, Tone.GOOD, arrow, Tone.PLAIN, remedy.title() + risk(remedy.risk()));
    if (!remedy.why().isEmpty() && look.all()) {
      page.words(6, Tone.FAINT, remedy.why());
    }
    remedy.steps().forEach(this::step);
  }

  private void step(Step step) {
    if (step instanceof Step.EditBlock edit) {
      String right = edit.privileged() ? " (needs sudo)" : "";
      page.words(6, Tone.PLAIN, "put this into " + edit.file() + right + ":");
      edit.text().lines().forEach(line -> page.line(8, Tone.COMMAND, line));
    } else if (step instanceof Step.Tell || step instanceof Step.SetEnv) {
      page.words(6, Tone.PLAIN, step.describe());
    } else {
      page.line(6, Tone.COMMAND, step.describe());
    }
  }

  private static String risk(Risk risk) {
    return switch (risk) {
      case PRIVILEGED -> " (needs administrator rights)";
      case DESTRUCTIVE -> " (what it removes cannot be had back)";
      case DATA -> " (changes data of the local stack)";
      case RESTARTS -> " (restarts what it is about)";
      default -> "";
    };
  }
}
