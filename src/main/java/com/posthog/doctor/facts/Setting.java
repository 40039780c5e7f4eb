package com.posthog.doctor.facts;

import com.posthog.doctor.model.Secret;
import java.util.Locale;
import java.util.Set;

/**
 * The value of a variable, redacted where it is made.
 *
 * @param shown the text that may be seen; a secret part of it is replaced
 * @param hidden whether something was replaced
 * @param raw the whole value, which never shows itself
 */
public record Setting(String shown, boolean hidden, Secret raw) {
  private static final String HIDDEN = "(hidden)";

  /** Parts of a name that make its value a secret, wherever they stand. */
  private static final String[] SECRET_PARTS = {
    "PASSWORD",
    "PASSWD",
    "PASSPHRASE",
    "SECRET",
    "TOKEN",
    "CREDENTIAL",
    "APIKEY",
    "PRIVATE",
    "WEBHOOK_URL"
  };

  /** Words of a name, between underscores, that make its value a secret. */
  private static final Set<String> SECRET_WORDS =
      Set.of(
          "KEY",
          "KEYS",
          "PASS",
          "PWD",
          "PAT",
          "SALT",
          "DSN",
          "AUTH",
          "COOKIE",
          "COOKIES",
          "CREDS",
          "SIGNATURE",
          "JWT",
          "HEADERS",
          "PIN",
          "OTP");

  /** Names that look like secrets and are none. */
  private static final Set<String> PLAIN_NAMES =
      Set.of("PWD", "OLDPWD", "SSH_AUTH_SOCK", "COREPACK_INTEGRITY_KEYS");

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

  /** Whether PostHog's own documentation publishes this value. */
  static boolean isPublished(String value) {
    return PUBLISHED.contains(value);
  }

  /** A value as it may be shown under this name. */
  public static Setting of(String name, String value) {
    Secret raw = Secret.of(value);
    if (isSecretName(name) && !PUBLISHED.contains(value) && !value.startsWith("op://")) {
      return new Setting(HIDDEN, true, raw);
    }
    if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0 || value.contains("-----BEGIN")) {
      return new Setting(HIDDEN, true, raw); // a key, a certificate, a function of the shell
    }
    String shown = withoutPasswords(value);
    return new Setting(shown, !shown.equals(value), raw);
  }

  private static boolean isSecretName(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    if (PLAIN_NAMES.contains(upper)) {
      return false;
    }
    for (String part : SECRET_PARTS) {
      if (upper.contains(part)) {
        return true;
      }
    }
    for (int start = 0; start <= upper.length(); ) {
      int end = upper.indexOf('_', start);
      end = end < 0 ? upper.length() : end;
      if (SECRET_WORDS.contains(upper.substring(start, end))) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }

  /**
   * A text without the passwords of its URLs, unless PostHog publishes them, and without tokens
   * that can be told by their form.
   */
  public static String withoutPasswords(String text) {
    return Redaction.of(text);
  }

  /** Whether another setting has the same value, without showing either. */
  public boolean sameAs(Setting other) {
    return raw.equals(other.raw);
  }

  /** Whether the value is the empty text. */
  public boolean isEmpty() {
    return shown.isEmpty() && !hidden;
  }
}
