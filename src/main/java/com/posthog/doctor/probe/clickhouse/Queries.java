package com.posthog.doctor.probe.clickhouse;

/**
 * What ClickHouse is asked: each query gives rows of five texts, the first of which says what the
 * others are, so that one round trip answers many questions.
 */
final class Queries {
  /** The table in which the migrations that were applied are noted. */
  static final String LEDGER = "infi_clickhouse_orm_migrations";

  /** Tables that every PostHog of the last years has. */
  private static final String CORE = "'sharded_events', 'events', 'person', 'person_distinct_id2'";

  static final String ONE = "SELECT 'one', '', '', '', ''";

  static final String KEEPER =
      "SELECT 'keeper', toString(count()), '', '', '' FROM system.zookeeper WHERE path = '/'";

  static final String GRANTS = "SHOW GRANTS";

  private Queries() {}

  /** What every server can be asked: no table here can be missing. */
  static String overview(String database) {
    String name = literal(database);
    return String.join(
        " UNION ALL ",
        "SELECT 'server' AS kind, version() AS a, toString(uptime()) AS b, '' AS c, '' AS d",
        "SELECT 'database', name, '', '', '' FROM system.databases",
        "SELECT 'table', name, '', '', '' FROM system.tables WHERE database = "
            + name
            + " AND name IN ("
            + CORE
            + ", '"
            + LEDGER
            + "')",
        "SELECT 'system', name, '', '', '' FROM system.tables WHERE database = 'system'"
            + " AND name IN ('zookeeper', 'kafka_consumers')",
        "SELECT 'replicas', toString(count()), '', '', '' FROM system.replicas",
        "SELECT 'read-only', concat(database, '.', table), '', '', '' FROM system.replicas"
            + " WHERE is_readonly",
        "SELECT 'disk', name, path, toString(free_space), toString(total_space)"
            + " FROM system.disks",
        "SELECT 'error', concat(name, ' ', toString(code)), toString(value),"
            + " toString(dateDiff('second', last_error_time, now())),"
            + " substring(last_error_message, 1, 300) FROM system.errors"
            + " WHERE last_error_time > now() - 1800 AND NOT remote");
  }

  /** The migrations that were applied. */
  static String ledger(String database) {
    return "SELECT 'migration', module_name, '', '', '' FROM "
        + identifier(database)
        + "."
        + LEDGER
        + " WHERE package_name = 'posthog.clickhouse.migrations'";
  }

  /** The consumers of Kafka tables. */
  static String consumers() {
    return "SELECT 'consumer', concat(database, '.', table),"
        + " if(empty(exceptions.text), '', substring(exceptions.text[-1], 1, 300)),"
        + " if(empty(exceptions.time), '-1',"
        + " toString(dateDiff('second', exceptions.time[-1], now()))),"
        + " if(toUnixTimestamp(last_commit_time) = 0, '-1',"
        + " toString(dateDiff('second', last_commit_time, now())))"
        + " FROM system.kafka_consumers";
  }

  private static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  private static String identifier(String text) {
    return "`" + text.replace("\\", "\\\\").replace("`", "\\`") + "`";
  }
}
