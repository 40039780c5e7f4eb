package com.posthog.doctor.probe.clickhouse;

import com.posthog.doctor.facts.Setting;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Why a query got no result.
 *
 * @param code ClickHouse's own number; 0 when it was not the server that said no
 * @param said the server's words, or one sentence of ours; never the driver's
 * @param version the server's version where it names it; may be empty
 * @param silent whether the time was over before an answer came
 */
record Refusal(int code, String said, String version, boolean silent) {
  private static final int MOST_WORDS = 200;
  private static final String CODE = "Code: ";
  private static final String STATUS = "(transport error: ";

  /** An unknown user or a wrong password, in the words of every version. */
  boolean isLogin() {
    return switch (code) {
      case 192, 193, 194, 195, 516 -> true;
      default -> false;
    };
  }

  /** A setting that every driver of today sends and this server has never heard of. */
  boolean isTooOld() {
    return code == 115;
  }

  /** What a driver ran into. */
  static Refusal of(SQLException problem) {
    boolean silent = false;
    for (@Nullable Throwable one = problem; one != null; one = one.getCause()) {
      String words = one.getMessage() == null ? "" : one.getMessage();
      int status = number(words, words.indexOf(STATUS), STATUS);
      if (words.contains("<Unreadable") && status > 0) {
        return unreadable(status);
      }
      int at = words.indexOf(CODE);
      if (at >= 0) {
        return new Refusal(
            number(words, at, CODE), shortened(words.substring(at)), version(words), false);
      }
      silent |= one instanceof SocketTimeoutException || words.contains("timed out");
      silent |= one.getClass().getSimpleName().contains("Timeout");
    }
    return silent
        ? new Refusal(0, "no answer to a query in time", "", true)
        : new Refusal(0, "it does not answer a query as ClickHouse does", "", false);
  }

  /** An error of a server so old that today's driver cannot read its words. */
  private static Refusal unreadable(int status) {
    String said = "it answers with HTTP status " + status;
    return switch (status) {
      case 401, 403 -> new Refusal(193, said, "", false);
      case 404 -> new Refusal(115, said, "", false);
      default -> new Refusal(0, said, "", false);
    };
  }

  private static int number(String words, int at, String mark) {
    int code = 0;
    for (int i = at + mark.length(); at >= 0 && i < words.length(); i++) {
      char digit = words.charAt(i);
      if (digit < '0' || digit > '9' || code > 100_000) {
        break;
      }
      code = code * 10 + digit - '0';
    }
    return code;
  }

  /** {@code … (version 26.6.2.158 (official build))} gives {@code 26.6.2.158}. */
  static String version(String words) {
    String mark = "(version ";
    int start = words.lastIndexOf(mark);
    if (start < 0) {
      return "";
    }
    int end = start + mark.length();
    while (end < words.length()
        && (Character.isDigit(words.charAt(end)) || words.charAt(end) == '.')) {
      end++;
    }
    return words.substring(start + mark.length(), end);
  }

  /** The server's words on one line, without what the driver adds and without secrets. */
  static String shortened(String words) {
    String line = words;
    for (String tail : new String[] {"(queryId=", "(version "}) {
      int at = line.indexOf(tail);
      line = at > 0 ? line.substring(0, at) : line;
    }
    StringBuilder clean = new StringBuilder();
    line.chars().forEach(c -> clean.append(Character.isISOControl(c) ? ' ' : (char) c));
    String shown = Setting.withoutPasswords(clean.toString().replaceAll(" {2,}", " ").strip());
    return shown.length() <= MOST_WORDS ? shown : shown.substring(0, MOST_WORDS) + "…";
  }
}
