package com.posthog.doctor.fix.postgres;

import com.posthog.doctor.fix.Refused;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** A connection that may change something, with a limit on every answer. */
final class Connected implements AutoCloseable {
  private static final int CONNECT_SECONDS = 10;
  private static final int ANSWER_SECONDS = 60;
  private static final int MOST_LETTERS = 200;

  private final Connection connection;

  private Connected(Connection connection) {
    this.connection = connection;
  }

  static Connected to(Map<String, String> about, String database, String password)
      throws Refused, IOException {
    Properties info = new Properties();
    PGProperty.USER.set(info, about.get("user"));
    if (!password.isEmpty()) {
      PGProperty.PASSWORD.set(info, password);
    }
    PGProperty.SSL_MODE.set(info, about.get("ssl"));
    PGProperty.GSS_ENC_MODE.set(info, "disable");
    PGProperty.CONNECT_TIMEOUT.set(info, CONNECT_SECONDS);
    PGProperty.SOCKET_TIMEOUT.set(info, ANSWER_SECONDS);
    PGProperty.APPLICATION_NAME.set(info, "posthog-doctor");
    String address = String.valueOf(about.get("address"));
    String host = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
    String name = URLEncoder.encode(database, StandardCharsets.UTF_8);
    try {
      Connection connection =
          new Driver()
              .connect("jdbc:postgresql://" + host + ":" + about.get("port") + "/" + name, info);
      if (connection == null) {
        throw new Refused("the driver does not know the address");
      }
      return new Connected(connection);
    } catch (SQLException failed) {
      // nothing was asked yet
      throw new Refused(said(failed));
    }
  }

  /** A question about one name, answered by one number. */
  long count(String query, String name) throws Refused, IOException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? rows.getLong(1) : 0;
      }
    } catch (SQLException failed) {
      throw new Refused(said(failed));
    }
  }

  /** One statement outside of a transaction, as {@code CREATE DATABASE} has it. */
  void execute(String sql) throws Refused, IOException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw trouble(failed);
    }
  }

  /** One statement in a transaction of its own; gives the number of rows, or -1 without any. */
  int transact(String sql) throws Refused, IOException {
    try (Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      boolean rows = statement.execute(sql);
      int count = rows ? -1 : statement.getUpdateCount();
      connection.commit();
      return count;
    } catch (SQLException failed) {
      throw trouble(failed);
    }
  }

  /** What the server has refused is not done; of a connection that broke nobody knows. */
  private static Refused trouble(SQLException failed) throws IOException {
    String state = String.valueOf(failed.getSQLState());
    if (state.startsWith("08") || state.startsWith("57") || state.equals("null")) {
      throw new IOException(said(failed), failed);
    }
    return new Refused(said(failed));
  }

  private static String said(SQLException failed) {
    ServerErrorMessage message =
        failed instanceof PSQLException known ? known.getServerErrorMessage() : null;
    if (message == null) {
      return "Postgres gives no answer";
    }
    String text = String.valueOf(message.getMessage()).replaceAll("\\p{Cntrl}", " ");
    return "Postgres says: "
        + (text.length() <= MOST_LETTERS ? text : text.substring(0, MOST_LETTERS) + "…");
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException broken) {
      throw new IOException(said(broken), broken);
    }
  }
}
