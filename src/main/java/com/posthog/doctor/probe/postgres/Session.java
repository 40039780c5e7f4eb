package com.posthog.doctor.probe.postgres;

import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.host.Deadline;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * A connection that only reads, and ends by a deadline. The driver is used directly, without the
 * registry of drivers; what can be said at the start of the session costs no round trip later.
 */
final class Session implements AutoCloseable {
  private static final String DISABLE = "disable";

  private final Connection connection;

  private Session(Connection connection) {
    this.connection = connection;
  }

  /** Logs in to a database of the server that took the connection. */
  static Session open(
      Access access, Contact contact, String database, String sslMode, Deadline deadline)
      throws SQLException {
    Properties info = new Properties();
    int millis = (int) Math.max(1, deadline.remainingWithin(deadline.limit()).toMillis());
    int seconds = Math.max(1, (millis + 999) / 1000);
    PGProperty.USER.set(info, access.user());
    String password = access.password().raw().reveal();
    if (!password.isEmpty()) {
      PGProperty.PASSWORD.set(info, password);
    }
    PGProperty.SSL_MODE.set(info, sslMode.isEmpty() ? DISABLE : sslMode);
    PGProperty.GSS_ENC_MODE.set(info, DISABLE);
    PGProperty.LOGIN_TIMEOUT.set(info, 0); // a limit here would start a thread
    PGProperty.CONNECT_TIMEOUT.set(info, seconds);
    PGProperty.SOCKET_TIMEOUT.set(info, seconds);
    PGProperty.SOCKET_FACTORY.set(info, PatientSockets.class.getName());
    PGProperty.PREFER_QUERY_MODE.set(info, "simple");
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(info, "9.4");
    PGProperty.APPLICATION_NAME.set(info, "posthog-doctor");
    PGProperty.OPTIONS.set(
        info, "-c default_transaction_read_only=on -c statement_timeout=" + millis);
    String host =
        contact.address().indexOf(':') >= 0 ? "[" + contact.address() + "]" : contact.address();
    String url =
        "jdbc:postgresql://"
            + host
            + ":"
            + contact.port()
            + "/"
            + URLEncoder.encode(database, StandardCharsets.UTF_8);
    PatientSockets.until(deadline);
    try {
      Connection connection = new Driver().connect(url, info);
      if (connection == null) {
        throw new SQLException("the driver does not know the address");
      }
      return new Session(deadline.guard(connection));
    } finally {
      PatientSockets.done();
    }
  }

  /** The rows of a query, each as the texts of its columns; null is the empty text. */
  List<List<String>> rows(String query) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet results = statement.executeQuery(query)) {
      int columns = results.getMetaData().getColumnCount();
      while (results.next()) {
        List<String> row = new ArrayList<>(columns);
        for (int column = 1; column <= columns; column++) {
          String text = results.getString(column);
          row.add(text == null ? "" : text);
        }
        rows.add(row);
      }
    }
    return rows;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
