package com.posthog.doctor.symptom;

import com.posthog.doctor.facts.Redaction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line of a log as it can be shown: one line, without control characters and secrets. */
public final class ShownText {
  private static final int MOST_LETTERS = 300;
  private static final String STARS = "***";

  private static final int FEWEST = 6;

  /** Behind a colon stands prose more often than a secret, unless it is long or holds a digit. */
  private static final int LONG = 16;

  private static final String NAME =
      "(?:[\\w.-]*(?:password|passwd|passphrase|secret|token|api[_-]?key|private[_-]?key"
          + "|access[_-]?key|account[_-]?key|credential|session_?id)[\\w.-]*+|[\\w-]*authorization)";

  /** A name that speaks of a secret, and what it is set to: within quotes, or up to a blank. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)((?<![\\w.-])"
              + NAME
              + "\\\\{0,3}[\"']?\\s{0,2}(=>|[=:])\\s{0,2})(?:"
              + "(\\\\{1,3}\"|\"|')((?:(?:bearer|basic|token)\\s+)?)([^\"'\\\\]++(?:\\\\[\"'][^\"',}]+)?)"
              + "|((?:(?:bearer|basic|token)\\s+)?)([^\\s\"',;&}\\])\\\\]+))");

  /** {@code --password hunter2}. */
  private static final Pattern OPTION =
      Pattern.compile("(?i)((?<![\\w-])--" + NAME + "\\s+)([^\\s\"'-][^\\s\"']*)");

  /** All that a header of cookies holds, and all that follows the beginning of a key. */
  private static final Pattern REST =
      Pattern.compile("(?i)(\\bcookie[\"']?: ?|-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----)[^\"']+");

  /** A line of a key or of a certificate, and tokens of projects. */
  private static final Pattern ALONE =
      Pattern.compile("\\bMII[A-Za-z0-9+/]{40,}={0,2}|\\bph[a-z]_[A-Za-z0-9]{12,}");

  /** A login for curl; the numbers of a user and a group are none. */
  private static final Pattern LOGIN =
      Pattern.compile("((?:^|\\s)(?:-u|--user)[ =][^\\s:]+:)(?![0-9]+(?:\\s|$))\\S+");

  private ShownText() {}

  /** The name of a file or of a program, as somebody has written it. */
  public static String name(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .limit(4L * MOST_LETTERS)
        .forEach(letter -> clean.appendCodePoint(shown(letter)));
    return clean.toString();
  }

  static String of(String text) {
    String bare = withoutSecrets(name(text.strip()));
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
    String shown = ALONE.matcher(Redaction.of(text)).replaceAll(STARS);
    shown = REST.matcher(shown).replaceAll("$1" + Matcher.quoteReplacement(STARS));
    shown = OPTION.matcher(shown).replaceAll("$1" + Matcher.quoteReplacement(STARS));
    shown = LOGIN.matcher(shown).replaceAll("$1" + Matcher.quoteReplacement(STARS));
    return NAMED
        .matcher(shown)
        .replaceAll(match -> Matcher.quoteReplacement(match.group(1) + value(match)));
  }

  private static String value(MatchResult match) {
    boolean quoted = match.group(3) != null;
    String scheme = quoted ? match.group(4) : match.group(6);
    String value = quoted ? match.group(5) : match.group(7);
    boolean told = quoted || !scheme.isEmpty() || match.group(2).startsWith("=");
    boolean secret =
        value.length() >= FEWEST
            && !isPlain(value)
            && (told || value.length() >= LONG || value.chars().anyMatch(Character::isDigit));
    return (quoted ? match.group(3) : "") + scheme + (secret ? STARS : value);
  }

  /** A path, a variable or an address is no secret: {@code secret: /run/secrets/key}. */
  private static boolean isPlain(String value) {
    return value.startsWith("/") || value.startsWith("$") || value.startsWith(STARS);
  }
}
