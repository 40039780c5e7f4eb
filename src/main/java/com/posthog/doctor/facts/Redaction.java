package com.posthog.doctor.facts;

/**
 * Takes what is secret by its form out of a text: passwords of URLs, secret options, known tokens.
 */
public final class Redaction {
  private static final String STARS = "***";

  /** Beginnings of tokens that name their issuer, and the fewest letters that follow. */
  private static final String[] TOKEN_STARTS = {
    "sk-",
    "sk_live_",
    "sk_test_",
    "rk_live_",
    "pk_live_",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "xoxa-",
    "xoxb-",
    "xoxp-",
    "xoxr-",
    "xoxs-",
    "xapp-",
    "phx_",
    "phs_",
    "npm_",
    "pypi-",
    "hf_",
    "dop_v1_",
    "SG.",
    "AKIA",
    "ASIA",
    "AIza",
    "ya29.",
    "eyJ",
    "whsec_",
    "ops_",
    "dckr_pat_",
    "AGE-SECRET-KEY-",
    "hooks.slack.com/services/"
  };

  private static final int FEWEST = 12;

  /** Keys inside a value whose text is a secret: options of a URL or of a connection string. */
  private static final String[] SECRET_OPTIONS = {
    "password=",
    "passwd=",
    "pwd=",
    "secret=",
    "token=",
    "apikey=",
    "api_key=",
    "access_key=",
    "sig=",
    "signature=",
    "authorization=",
    "bearer ",
    "basic "
  };

  private Redaction() {}

  /** The text without its secrets. */
  public static String of(String text) {
    String shown = text.indexOf("://") < 0 ? text : withoutLogins(text);
    shown = withoutOptions(shown);
    return shown.length() < FEWEST ? shown : withoutTokens(shown);
  }

  private static String withoutLogins(String text) {
    StringBuilder shown = new StringBuilder();
    int from = 0;
    for (int mark = text.indexOf("://"); mark >= 0; mark = text.indexOf("://", from)) {
      int start = mark + "://".length();
      int end = endOfUrl(text, start);
      shown.append(text, from, start).append(login(text.substring(start, end)));
      from = end;
    }
    return shown.append(text, from, text.length()).toString();
  }

  /** A URL goes to the next blank or quote, or to the next URL behind a comma. */
  private static int endOfUrl(String text, int start) {
    int next = text.indexOf("://", start);
    int comma = next < 0 ? -1 : text.lastIndexOf(',', next);
    int limit = comma > start ? comma : text.length();
    int end = start;
    while (end < limit && " \t\"'`<>".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static String login(String rest) {
    int at = rest.lastIndexOf('@');
    int authority = authority(rest);
    if (at >= 0 && rest.indexOf('@') == at && at < authority) {
      int colon = rest.indexOf(':');
      if (colon >= 0 && colon < at) {
        String password = rest.substring(colon + 1, at);
        return rest.substring(0, colon + 1)
            + (Setting.isPublished(password) ? password : STARS)
            + rest.substring(at);
      }
      return at >= FEWEST ? STARS + rest.substring(at) : rest; // a token in the user's place
    }
    int colon = rest.indexOf(':');
    if (at >= 0) {
      // an unescaped password may hold @ and /: all that may be part of it is hidden
      return colon >= 0 && colon < at
          ? rest.substring(0, colon + 1) + STARS + rest.substring(at)
          : rest;
    }
    boolean port =
        rest.startsWith("[") || isPorts(rest.substring(colon + 1, Math.max(colon + 1, authority)));
    return colon < 0 || colon > authority || port ? rest : rest.substring(0, colon + 1) + STARS;
  }

  private static int authority(String rest) {
    for (int i = 0; i < rest.length(); i++) {
      if ("/?#".indexOf(rest.charAt(i)) >= 0) {
        return i;
      }
    }
    return rest.length();
  }

  /** Whether what follows a host is a port, or ports of several hosts, or a place for one. */
  private static boolean isPorts(String text) {
    if (text.startsWith("${") || text.startsWith("$")) {
      return true;
    }
    int comma = text.indexOf(',');
    String port = comma < 0 ? text : text.substring(0, comma);
    return port.length() <= 5 && port.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static String withoutOptions(String text) {
    if (text.indexOf('=') < 0 && text.indexOf(' ') < 0) {
      return text;
    }
    String shown = text;
    for (String option : SECRET_OPTIONS) {
      int from = 0;
      for (int at = find(shown, option, from); at >= 0; at = find(shown, option, from)) {
        int start = at + option.length();
        int end = start;
        while (end < shown.length() && " \t&;,\"'".indexOf(shown.charAt(end)) < 0) {
          end++;
        }
        boolean scheme = option.endsWith(" ") && end - start < FEWEST;
        boolean plain = Setting.isPublished(shown.substring(start, end)) || scheme;
        from = plain ? end : start + STARS.length();
        shown = plain ? shown : shown.substring(0, start) + STARS + shown.substring(end);
      }
    }
    return shown;
  }

  private static int find(String text, String word, int from) {
    for (int i = from; i <= text.length() - word.length(); i++) {
      if (text.regionMatches(true, i, word, 0, word.length())) {
        return i;
      }
    }
    return -1;
  }

  private static String withoutTokens(String text) {
    String shown = text;
    for (String start : TOKEN_STARTS) {
      int from = 0;
      for (int at = shown.indexOf(start, from); at >= 0; at = shown.indexOf(start, from)) {
        int end = at + start.length();
        while (end < shown.length() && isTokenLetter(shown.charAt(end), start)) {
          end++;
        }
        boolean begins = at == 0 || !Character.isLetterOrDigit(shown.charAt(at - 1));
        boolean token = begins && end - at - start.length() >= FEWEST;
        from = token ? at + STARS.length() : end;
        shown = token ? shown.substring(0, at) + STARS + shown.substring(end) : shown;
      }
    }
    return shown;
  }

  private static boolean isTokenLetter(char letter, String start) {
    return Character.isLetterOrDigit(letter)
        || letter == '_'
        || letter == '-'
        || letter == '.'
        || letter == '/' && start.endsWith("/");
  }
}
