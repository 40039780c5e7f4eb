package com.posthog.doctor.facts;

import com.posthog.doctor.model.Secret;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of a variable, redacted where it is made.
 *
 * @param shown the text that may be seen; a secret part of it is replaced
 * @param hidden whether something was replaced
 * @param raw the whole value, which never shows itself
 */
public record Setting(String shown, boolean hidden, Secret raw) {
  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(^|_)(KEYS?|SECRET|SECRETS|PASSWORD|PASSWD|PASS|TOKEN|TOKENS|CREDENTIALS?|SALT|DSN|AUTH|COOKIE)(_|$)");
  private static final Pattern URL_PASSWORD =
      Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*://[^\\s:/@]*:)([^\\s@/]+)(@)");

  /** Values that PostHog's own documentation publishes: they protect nothing. */
  private static final Set<String> PUBLISHED =
      Set.of(
          "",
          "posthog",
          "apppass",
          "apipass",
          "billingpass",
          "object_storage_root_user",
          "object_storage_root_password",
          "dev-internal-token",
          "00beef0000beef0000beef0000beef00",
          "dev",
          "true",
          "false",
          "0",
          "1");

  /** A value as it may be shown under this name. */
  public static Setting of(String name, String value) {
    Secret raw = Secret.of(value);
    if (SECRET_NAME.matcher(name.toUpperCase(Locale.ROOT)).find()
        && !PUBLISHED.contains(value)
        && !value.startsWith("op://")) {
      return new Setting("(hidden)", true, raw);
    }
    String shown = withoutPasswords(value);
    return new Setting(shown, !shown.equals(value), raw);
  }

  /** A text with the password of every URL in it replaced, unless PostHog publishes it. */
  public static String withoutPasswords(String text) {
    if (text.indexOf("://") < 0) {
      return text;
    }
    Matcher matcher = URL_PASSWORD.matcher(text);
    return matcher.replaceAll(
        match ->
            Matcher.quoteReplacement(
                match.group(1)
                    + (PUBLISHED.contains(match.group(2)) ? match.group(2) : "***")
                    + match.group(3)));
  }

  /** Whether another setting has the same value, without showing either. */
  public boolean sameAs(Setting other) {
    return raw.equals(other.raw);
  }
}
