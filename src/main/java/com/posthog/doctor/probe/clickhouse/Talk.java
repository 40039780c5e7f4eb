package com.posthog.doctor.probe.clickhouse;

import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.host.Deadline;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** One user's connection, on which the server refuses everything that is not reading. */
final class Talk implements AutoCloseable {
  private static final int MOST_ROWS = 20_000;
  private static final String READ_ONLY = "2"; // reads, and may still set what the driver sets

  private final Connection connection;

  private Talk(Connection connection) {
    this.connection = connection;
  }

  /** A query that got no result. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Refusal refusal;

    Refused(Refusal refusal) {
      super(refusal.said());
      this.refusal = refusal;
    }

    Refusal refusal() {
      return refusal;
    }
  }

  /** Connects; the driver does not touch the network before the first query. */
  static Talk open(
      Driver driver, Contact contact, Account account, Duration limit, Deadline deadline)
      throws Refused {
    Properties properties = new Properties();
    properties.setProperty("user", account.login().user());
    properties.setProperty("password", account.password());
    properties.setProperty("compress", "0");
    properties.setProperty("clickhouse_setting_readonly", READ_ONLY);
    properties.setProperty("connection_timeout", millis(limit));
    properties.setProperty("socket_timeout", millis(limit));
    properties.setProperty("retry", "0");
    String address = contact.address();
    String host = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
    try {
      @Nullable Connection connection =
          driver.connect("jdbc:clickhouse://" + host + ":" + contact.port(), properties);
      if (connection == null) {
        throw new IllegalStateException("the driver does not take its own URL");
      }
      return new Talk(deadline.guard(connection));
    } catch (SQLException problem) {
      throw new Refused(Refusal.of(problem));
    }
  }

  private static String millis(Duration duration) {
    return Long.toString(Math.max(1, duration.toMillis()));
  }

  /** The rows of a query, each as texts. */
  List<List<String>> ask(String query) throws Refused {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      int columns = result.getMetaData().getColumnCount();
      List<List<String>> rows = new ArrayList<>();
      while (rows.size() < MOST_ROWS && result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          @Nullable String text = result.getString(i);
          row.add(text == null ? "" : text);
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException problem) {
      throw new Refused(Refusal.of(problem));
    } catch (RuntimeException garbled) {
      // the driver throws all sorts when the bytes of an answer are not what they should be
      throw new Refused(new Refusal(0, "it does not answer a query as ClickHouse does", "", false));
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException broken) {
      // nothing is left to be closed then
    }
  }
}
