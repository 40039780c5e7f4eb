package com.posthog.doctor.probe.postgres;

import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.Contact.Stage;
import com.posthog.doctor.facts.PostgresFacts;
import com.posthog.doctor.facts.PostgresFacts.App;
import com.posthog.doctor.facts.PostgresFacts.Client;
import com.posthog.doctor.facts.PostgresFacts.Connections;
import com.posthog.doctor.facts.PostgresFacts.Refusal;
import com.posthog.doctor.facts.PostgresFacts.Role;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Stranger;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSException;
import org.postgresql.util.ServerErrorMessage;

/** One login to a server that has greeted as Postgres does, and what it then says of itself. */
final class Interview {
  /** Works on every version since 9.6, for any role. */
  private static final String SERVER =
      "SELECT current_setting('server_version'), current_setting('max_connections'),"
          + " current_setting('superuser_reserved_connections'),"
          + " (SELECT count(*) FROM pg_stat_activity WHERE datid IS NOT NULL AND usesysid IS NOT"
          + " NULL),"
          + " (SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'),"
          + " (SELECT string_agg(line, E'\\n') FROM (SELECT count(*) || ' ' ||"
          + " left(replace(coalesce(application_name, ''), E'\\n', ' '), 60) AS line FROM"
          + " pg_stat_activity WHERE datid IS NOT NULL AND usesysid IS NOT NULL"
          + " AND pid <> pg_backend_pid()"
          + " GROUP BY application_name ORDER BY count(*) DESC, 1 LIMIT 5) AS most),"
          + " (SELECT string_agg(datname, E'\\n' ORDER BY datname) FROM (SELECT datname FROM"
          + " pg_database WHERE NOT datistemplate ORDER BY datname LIMIT 1000) AS names),"
          + " (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),"
          + " (SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user),"
          + " to_regclass('posthog_user') IS NOT NULL AND to_regclass('posthog_organization') IS NOT"
          + " NULL AND to_regclass('posthog_team') IS NOT NULL";

  private static final String APP =
      "SELECT count(*), count(*) FILTER (WHERE is_active), count(*) FILTER (WHERE is_active AND"
          + " is_staff), min(id) FILTER (WHERE is_active),"
          + " (SELECT count(*) FROM (SELECT 1 FROM posthog_organization LIMIT 1000) AS few),"
          + " (SELECT count(*) FROM (SELECT 1 FROM posthog_team LIMIT 1000) AS few)"
          + " FROM posthog_user";

  private static final App NO_APP = new App(false, 0, 0, 0, 0, 0, 0);

  private final Access access;
  private final Contact contact;
  private final Greeting greeting;
  private final Host host;
  private final Deadline deadline;

  Interview(Access access, Contact contact, Greeting greeting, Host host, Deadline deadline) {
    this.access = access;
    this.contact = contact;
    this.greeting = greeting;
    this.host = host;
    this.deadline = deadline;
  }

  PostgresFacts facts() {
    boolean wantsTls = access.sslMode().equals("require") || access.sslMode().startsWith("verify");
    if (wantsTls && !greeting.offersTls()) {
      return refused(new Refusal("no-tls", "", ""));
    }
    try {
      return ask(access.database(), access.sslMode(), wantsTls);
    } catch (SQLException problem) {
      return explained(problem);
    }
  }

  private PostgresFacts explained(SQLException problem) {
    if (Refusals.server(problem) == null && !gaveUp(problem)) {
      return unanswered(problem);
    }
    Refusal refusal = Refusals.of(problem, !access.password().isEmpty());
    // clients encrypt when the URL does not say, and the server offers it
    boolean mayEncrypt = access.sslMode().isEmpty() || access.sslMode().matches("allow|prefer");
    if (refusal.reason().equals("encryption")) {
      if (!greeting.offersTls()) {
        return refused(new Refusal("rejected", refusal.sqlState(), refusal.said()));
      }
      return mayEncrypt ? encrypted() : refused(refusal);
    }
    return refusal.reason().equals("database") ? beside(refusal) : refused(refusal);
  }

  private PostgresFacts encrypted() {
    try {
      return ask(access.database(), "require", true);
    } catch (SQLException problem) {
      return Refusals.server(problem) == null
          ? unanswered(problem)
          : refused(Refusals.of(problem, !access.password().isEmpty()));
    }
  }

  /** Which databases there are instead of the one that is missing. */
  private PostgresFacts beside(Refusal refusal) {
    try {
      PostgresFacts other = ask("postgres", access.sslMode(), false);
      return new PostgresFacts(
          contact.at(Stage.LOGIN, refusal.said()),
          access.login(false),
          refusal,
          other.version(),
          other.connections(),
          other.databases(),
          other.role(),
          NO_APP);
    } catch (SQLException alsoRefused) {
      return refused(refusal);
    }
  }

  private PostgresFacts refused(Refusal refusal) {
    return PostgresFacts.unanswered(
        contact.at(Stage.LOGIN, refusal.said()), access.login(false), refusal);
  }

  /** Whether the driver ended the login by itself, on being asked for what it cannot do. */
  private static boolean gaveUp(SQLException problem) {
    boolean kerberos =
        causes(problem)
            .anyMatch(cause -> cause instanceof LoginException || cause instanceof GSSException);
    return kerberos || "08004".equals(problem.getSQLState());
  }

  private static Stream<Throwable> causes(Throwable problem) {
    return Stream.iterate(problem, cause -> cause != null, Throwable::getCause);
  }

  /** The server has not spoken the protocol to its end: too slow, gone, or another one. */
  private PostgresFacts unanswered(SQLException problem) {
    String place = contact.address() + " port " + contact.port();
    String sentence =
        isTimeout(problem)
            ? place + " begins like Postgres and does not finish the login in time"
            : Stranger.sentence(contact, "Postgres", host, deadline);
    return PostgresFacts.unanswered(
        contact.at(Stage.GREETING, sentence), access.login(false), Refusals.none());
  }

  private static boolean isTimeout(Throwable problem) {
    return causes(problem).anyMatch(cause -> cause instanceof SocketTimeoutException);
  }

  private PostgresFacts ask(String database, String sslMode, boolean encrypted)
      throws SQLException {
    try (Session session = Session.open(access, contact, database, sslMode, deadline)) {
      return questions(session, encrypted);
    }
  }

  /** What is said from here on is no refusal of the login. */
  private PostgresFacts questions(Session session, boolean encrypted) {
    try {
      List<String> row = session.rows(SERVER).get(0);
      App app = row.get(9).equals("t") ? app(session) : NO_APP;
      return new PostgresFacts(
          contact.at(Stage.READY, ""),
          access.login(encrypted),
          Refusals.none(),
          row.get(0).split(" ", -1)[0],
          new Connections(
              number(row.get(1)),
              number(row.get(2)),
              number(row.get(3)),
              number(row.get(4)),
              clients(row.get(5))),
          lines(row.get(6)),
          new Role(row.get(7).equals("t"), row.get(8).equals("t")),
          app);
    } catch (SQLException problem) {
      ServerErrorMessage server = Refusals.server(problem);
      String said =
          server != null
              ? Refusals.said(server.getMessage())
              : isTimeout(problem) ? "no answer came in time" : "the connection was cut";
      return PostgresFacts.unanswered(
          contact.at(Stage.QUERY, said), access.login(encrypted), Refusals.none());
    }
  }

  /** What the app keeps; nothing when its tables have another form. */
  private static App app(Session session) throws SQLException {
    List<String> row;
    try {
      row = session.rows(APP).get(0);
    } catch (SQLException problem) {
      if (Refusals.server(problem) != null) {
        return NO_APP;
      }
      throw problem;
    }
    int active = number(row.get(1));
    return new App(
        true,
        number(row.get(0)),
        active,
        number(row.get(2)),
        active == 1 && !row.get(3).isEmpty() ? Long.parseLong(row.get(3)) : 0,
        number(row.get(4)),
        number(row.get(5)));
  }

  private static List<Client> clients(String lines) {
    List<Client> clients = new ArrayList<>();
    for (String line : lines(lines)) {
      int blank = line.indexOf(' ');
      clients.add(
          new Client(Refusals.said(line.substring(blank + 1)), number(line.substring(0, blank))));
    }
    return clients;
  }

  private static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
  }

  private static int number(String text) {
    return text.isEmpty() ? 0 : (int) Math.min(Integer.MAX_VALUE, Long.parseLong(text));
  }
}
