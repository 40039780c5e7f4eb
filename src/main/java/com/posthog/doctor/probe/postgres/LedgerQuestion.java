package com.posthog.doctor.probe.postgres;

import com.posthog.doctor.facts.AppliedMigrations;
import com.posthog.doctor.facts.AppliedMigrations.Sqlx;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.host.Deadline;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.util.ServerErrorMessage;

/** Asks one database for the migrations that were applied to it. */
final class LedgerQuestion {
  private static final String NO_TABLE = "42P01";
  private static final String DJANGO =
      "SELECT app || '.' || name FROM django_migrations ORDER BY id LIMIT 100000";
  private static final String SQLX =
      "SELECT version, success, encode(checksum, 'hex') FROM _sqlx_migrations ORDER BY version"
          + " LIMIT 100000";

  private final Access access;
  private final Contact contact;
  private final String sslMode;
  private final Deadline deadline;
  private final List<String> django = new ArrayList<>();
  private final List<Sqlx> sqlx = new ArrayList<>();
  private boolean hasDjango;
  private boolean hasSqlx;

  LedgerQuestion(Access access, Contact contact, String sslMode, Deadline deadline) {
    this.access = access;
    this.contact = contact;
    this.sslMode = sslMode;
    this.deadline = deadline;
  }

  AppliedMigrations.Database ask(String database, boolean forDjango, boolean forSqlx) {
    String problem = "";
    try (Session session = Session.open(access, contact, database, sslMode, deadline)) {
      if (forDjango) {
        hasDjango = readDjango(session);
      }
      if (forSqlx) {
        hasSqlx = readSqlx(session);
      }
    } catch (SQLException failed) {
      ServerErrorMessage server = Refusals.server(failed);
      problem = server == null ? "no answer came in time" : Refusals.said(server.getMessage());
    }
    return new AppliedMigrations.Database(database, django, sqlx, hasDjango, hasSqlx, problem);
  }

  private boolean readDjango(Session session) throws SQLException {
    try {
      session.rows(DJANGO).forEach(row -> django.add(row.get(0)));
      return true;
    } catch (SQLException problem) {
      return absent(problem);
    }
  }

  private boolean readSqlx(Session session) throws SQLException {
    try {
      for (List<String> row : session.rows(SQLX)) {
        sqlx.add(new Sqlx(Long.parseLong(row.get(0)), row.get(1).equals("t"), row.get(2)));
      }
      return true;
    } catch (SQLException problem) {
      return absent(problem);
    }
  }

  /** False when there is no such table; any other problem is none of this question's. */
  private static boolean absent(SQLException problem) throws SQLException {
    if (NO_TABLE.equals(problem.getSQLState())) {
      return false;
    }
    throw problem;
  }
}
