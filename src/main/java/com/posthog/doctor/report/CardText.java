package com.posthog.doctor.report;

import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.Condition;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Risk;
import com.posthog.doctor.model.Step;
import com.posthog.doctor.model.Symptom;
import java.util.ArrayList;
import java.util.List;

/** Cards for people: the list of all, or all about one. */
public final class CardText {
  private final Look look;

  public CardText(Look look) {
    this.look = look;
  }

  /** Every card in one line, by area. */
  public String list(List<Card> cards) {
    Page page = new Page(look);
    int widest = 0;
    for (Card card : cards) {
      widest = Math.max(widest, card.id().value().length());
    }
    String area = "";
    for (Card card : cards) {
      if (!card.id().area().equals(area)) {
        area = card.id().area();
        page.gap();
        page.line(0, Tone.STRONG, area);
      }
      String id = card.id().value();
      String lead = id + " ".repeat(widest - id.length() + 2);
      page.words(2, Tone.PLAIN, lead, Tone.FAINT, card.title());
    }
    page.gap();
    page.words(
        0, Tone.FAINT, "posthog-doctor explain ID says more, and posthog-doctor check ID asks it");
    return page.toString();
  }

  /**
   * All about one card.
   *
   * @param judges whether it can be asked, or is only recognised in logs
   */
  public String whole(Card card, boolean judges) {
    Page page = new Page(look);
    page.words(0, Tone.STRONG, card.title());
    page.words(0, Tone.FAINT, facts(card));
    section(page, "Why");
    page.words(2, Tone.PLAIN, card.why());
    limits(page, card);
    if (!card.remedies().isEmpty()) {
      section(page, "What helps");
      card.remedies().forEach(remedy -> remedy(page, remedy));
    }
    if (!card.symptoms().isEmpty()) {
      section(page, card.harmless() ? "What you may see, and can ignore" : "What you may see");
      for (Symptom symptom : card.symptoms().stream().filter(one -> !one.isOver()).toList()) {
        symptom(page, symptom);
      }
    }
    section(page, "Read on");
    page.line(2, Tone.PLAIN, card.docs());
    if (judges) {
      section(page, "To ask it, or to leave it out");
      page.line(2, Tone.COMMAND, "posthog-doctor check " + card.id());
      page.line(2, Tone.COMMAND, "posthog-doctor check --skip " + card.id());
      page.words(2, Tone.FAINT, "posthog-doctor help waivers: how to allow it with a reason");
    } else {
      section(page, "To look for it in a log");
      page.line(2, Tone.COMMAND, "posthog-doctor diagnose FILE");
    }
    return page.toString();
  }

  private static void symptom(Page page, Symptom symptom) {
    String source =
        symptom.services().isEmpty() ? "" : String.join(", ", symptom.services()) + ": ";
    symptom.text().lines().forEach(line -> page.line(2, Tone.PLAIN, source + line));
  }

  private void section(Page page, String title) {
    page.gap();
    page.line(0, Tone.STRONG, title);
  }

  private static String facts(Card card) {
    List<String> facts = new ArrayList<>();
    facts.add(card.id().value());
    facts.add(card.severity().word());
    if (!card.platforms().isEmpty()) {
      facts.add("on " + String.join(", ", card.platforms()));
    }
    if (!card.eras().isEmpty()) {
      facts.add(String.join(", ", card.eras()) + " era");
    }
    if (!card.requires().isEmpty()) {
      facts.add(
          "needs " + String.join(", ", card.requires().stream().map(id -> id.value()).toList()));
    }
    if (card.runsCheckout()) {
      facts.add("runs code of the checkout");
    }
    if (!card.aliases().isEmpty()) {
      facts.add("also known as " + String.join(", ", card.aliases()));
    }
    return String.join(" · ", facts);
  }

  private static void limits(Page page, Card card) {
    if (card.limits().isEmpty() && card.applies().isEmpty()) {
      return;
    }
    page.gap();
    page.line(0, Tone.STRONG, "When it holds");
    for (Card.Limit limit : card.limits()) {
      String lead = "no " + limit.severity().word() + ": ";
      page.words(2, Tone.FAINT, lead, Tone.PLAIN, conditions(limit.conditions()));
    }
    if (!card.applies().isEmpty()) {
      page.words(2, Tone.FAINT, "asked only where: ", Tone.PLAIN, conditions(card.applies()));
    }
  }

  private static String conditions(List<Condition> conditions) {
    return String.join("; ", conditions.stream().map(Condition::describe).toList());
  }

  private void remedy(Page page, Remedy remedy) {
    String where = remedy.when().isEmpty() ? "" : ", where " + conditions(remedy.when());
    String risk = remedy.risk() == Risk.SAFE ? "" : " (" + remedy.risk().word() + ")";
    page.words(2, Tone.GOOD, look.symbol("→ ", "> "), Tone.PLAIN, remedy.title() + risk + where);
    for (Step step : remedy.steps()) {
      if (step instanceof Step.Tell) {
        page.words(6, Tone.PLAIN, step.describe());
      } else {
        page.line(6, Tone.COMMAND, step.describe());
      }
      if (!step.describeUndo().isEmpty()) {
        page.line(8, Tone.FAINT, "undo: " + step.describeUndo());
      }
    }
  }
}
