package com.posthog.doctor.probe.postgres;

import com.posthog.doctor.facts.PostgresFacts.Refusal;
import com.posthog.doctor.facts.Setting;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Tells refused logins apart, by the code of the server and never by the language it speaks. */
final class Refusals {
  private static final int MOST_LETTERS = 200;

  private Refusals() {}

  /** No refusal. */
  static Refusal none() {
    return new Refusal("", "", "");
  }

  /** The server's own error, when there is one. */
  static @Nullable ServerErrorMessage server(SQLException problem) {
    return problem instanceof PSQLException known ? known.getServerErrorMessage() : null;
  }

  /**
   * The refusal that an exception of the driver stands for.
   *
   * @param hasPassword whether a password was offered
   */
  static Refusal of(SQLException problem, boolean hasPassword) {
    String state = String.valueOf(problem.getSQLState());
    ServerErrorMessage server = server(problem);
    if (server == null) {
      // the driver gave up by itself: on a kind of login that it was asked for and cannot do
      return new Refusal(hasPassword ? "authentication" : "no-password", state, "");
    }
    String said = said(server.getMessage());
    return new Refusal(reason(state, server, said), state, said);
  }

  private static String reason(String state, ServerErrorMessage server, String said) {
    String text = said.toLowerCase(Locale.ROOT);
    return switch (state) {
      case "28P01" -> "password";
      case "28000" -> role(String.valueOf(server.getRoutine()), text);
      case "3D000" -> "database";
      case "42501" -> "permission";
      case "53300" -> "full";
      case "57P03" -> notNow(text);
      case "57P01", "57P02" -> "stopping";
      default -> "refused";
    };
  }

  private static String role(String routine, String text) {
    if (routine.equals("ClientAuthentication") || text.contains("pg_hba.conf")) {
      boolean plain = text.contains("no encryption") || text.contains("ssl off");
      return plain && !text.contains("rejects") ? "encryption" : "rejected";
    }
    return text.contains("not permitted to log in") ? "login" : "role";
  }

  private static String notNow(String text) {
    if (text.contains("shutting down")) {
      return "stopping";
    }
    return text.contains("recovery") || text.contains("standby") ? "recovering" : "starting";
  }

  /** The words of a server as they may be shown: one line, cut, without secrets. */
  static String said(@Nullable String words) {
    if (words == null) {
      return "";
    }
    StringBuilder line = new StringBuilder();
    words
        .codePoints()
        .limit(MOST_LETTERS)
        .forEach(letter -> line.appendCodePoint(Character.isISOControl(letter) ? ' ' : letter));
    return Setting.withoutPasswords(line.toString().strip());
  }
}
