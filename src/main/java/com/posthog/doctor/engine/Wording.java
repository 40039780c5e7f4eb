package com.posthog.doctor.engine;

import com.posthog.doctor.check.Conditions;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.Card;
import com.posthog.doctor.model.Evidence;
import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Status;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Template;
import com.posthog.doctor.model.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns verdicts into findings: the card's words, filled with values that cannot do harm. */
final class Wording {
  private static final int MOST_LETTERS = 400;

  private Wording() {}

  /** The finding of a rule's verdict; a verdict's own severity wins over the profile's. */
  static Finding finding(
      Card card, Severity usual, Verdict verdict, Facts facts, Duration duration) {
    return new Finding(
        card,
        verdict.status(),
        verdict.severity() == null ? usual : verdict.severity(),
        subject(verdict.subject()),
        message(card, verdict),
        evidence(verdict.evidence()),
        verdict.status() == Status.FAIL ? remedies(card, verdict, facts) : List.of(),
        null,
        duration,
        card.outlook(verdict.message()));
  }

  /** A finding that needs no rule: skipped, blocked or unknown, in the engine's words. */
  static Finding plain(Card card, Severity severity, Status status, String message) {
    return new Finding(
        card, status, severity, null, message, List.of(), List.of(), null, Duration.ZERO);
  }

  /** The words for what could not be read. */
  static String unknown(String failure) {
    return "could not tell: " + failure;
  }

  private static @Nullable Subject subject(@Nullable Subject subject) {
    return subject == null ? null : new Subject(clean(subject.text()), subject.service());
  }

  private static String message(Card card, Verdict verdict) {
    if (verdict.message().isEmpty()) {
      return card.title();
    }
    String text = card.messages().get(verdict.message());
    if (text == null) {
      if (verdict.message().equals("unknown")) {
        return "could not tell";
      }
      throw new IllegalStateException(card.id() + " has no message " + verdict.message());
    }
    return Template.fill(text, name -> value(verdict, name));
  }

  private static @Nullable String value(Verdict verdict, String name) {
    String value = verdict.values().get(name);
    return value == null ? null : clean(value);
  }

  /** What a remedy may name besides: the check that it is for. */
  private static @Nullable String value(Card card, Verdict verdict, String name) {
    return name.equals("check") ? card.id().value() : value(verdict, name);
  }

  private static List<Evidence> evidence(List<Evidence> raw) {
    return raw.stream()
        .map(one -> new Evidence(one.label(), clean(one.value()), clean(one.source())))
        .toList();
  }

  private static List<Remedy> remedies(Card card, Verdict verdict, Facts facts) {
    List<Remedy> fit = new ArrayList<>();
    for (Remedy remedy : card.remedies()) {
      boolean wanted = verdict.remedies().isEmpty() || verdict.remedies().contains(remedy.id());
      if (wanted && Conditions.hold(remedy.when(), facts, null).orElse(false)) {
        fit.add(remedy.fill(text -> Template.fill(text, name -> value(card, verdict, name))));
      }
    }
    return fit;
  }

  /** A value from the world as one harmless line: no control characters, no endless text. */
  static String clean(String value) {
    return isPlain(value) ? value : cleaned(value);
  }

  /** Whether all is printable ASCII, as it nearly always is. */
  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
        return false;
      }
    }
    return value.length() <= MOST_LETTERS;
  }

  private static String cleaned(String value) {
    StringBuilder clean = new StringBuilder();
    value
        .codePoints()
        .limit(MOST_LETTERS + 1L)
        .forEach(
            letter -> {
              int type = Character.getType(letter);
              boolean harmless =
                  type != Character.CONTROL
                      && type != Character.FORMAT
                      && type != Character.LINE_SEPARATOR
                      && type != Character.PARAGRAPH_SEPARATOR
                      && type != Character.SURROGATE;
              clean.appendCodePoint(
                  harmless ? letter : letter == '\n' || letter == '\t' ? ' ' : '?');
            });
    return clean.length() > MOST_LETTERS
        ? clean.substring(0, MOST_LETTERS) + "…"
        : clean.toString();
  }
}
