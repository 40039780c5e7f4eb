package com.posthog.doctor.symptom;

import com.posthog.doctor.facts.Redaction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line of a log as it can be shown: one line, without control characters and secrets. */
final class ShownText {
  private static final int MOST_LETTERS = 300;
  private static final String STARS = "***";

  /** A name that speaks of a secret, and what it is set to. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)((?:[\\w.-]*(?:password|passwd|secret|token|api[_-]?key|private[_-]?key|access[_-]?key"
              + "|credential)[\\w.-]*|authorization|cookie)[\"']?\\s{0,2}(?:=>|[=:])\\s{0,2}[\"']?"
              + "(?:(?:bearer|basic|token)\\s+)?)([^\\s\"',;&}\\])]{6,})");

  /** What is secret to its end: a key that is written out, the cookies of a request. */
  private static final Pattern REST =
      Pattern.compile("(?i)(-----BEGIN [A-Z ]*PRIVATE KEY-----|\\bcookie: ?)(?=\\S).*");

  /** A login for curl; the numbers of a user and a group are none. */
  private static final Pattern LOGIN =
      Pattern.compile("((?:^|\\s)(?:-u|--user)[ =][^\\s:]+:)(?![0-9]+(?:\\s|$))\\S+");

  private ShownText() {}

  static String of(String text) {
    String line = text.strip();
    StringBuilder clean = new StringBuilder();
    line.codePoints()
        .limit(4L * MOST_LETTERS)
        .forEach(letter -> clean.appendCodePoint(shown(letter)));
    String bare = withoutSecrets(clean.toString());
    return bare.length() > MOST_LETTERS ? bare.substring(0, MOST_LETTERS) + "…" : bare;
  }

  private static int shown(int letter) {
    return switch (Character.getType(letter)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
      case Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED ->
          '?';
      default -> letter;
    };
  }

  private static String withoutSecrets(String text) {
    String shown = REST.matcher(Redaction.of(text)).replaceAll("$1" + STARS);
    Matcher named = NAMED.matcher(LOGIN.matcher(shown).replaceAll("$1" + STARS));
    return named.replaceAll(
        match -> {
          String value = match.group(2);
          boolean secret = value.chars().anyMatch(Character::isDigit) && !isPlain(value);
          return Matcher.quoteReplacement(match.group(1) + (secret ? STARS : value));
        });
  }

  /** A path, a variable or an address is no secret: {@code secret: /run/secrets/key}. */
  private static boolean isPlain(String value) {
    return value.startsWith("/") || value.startsWith("$") || value.startsWith(STARS);
  }
}
