package com.posthog.doctor.facts;

import java.util.List;

/**
 * The ClickHouse server of the stack, as its own driver sees it.
 *
 * @param contact how far the driver came
 * @param logins the users that were tried, the app's own first
 * @param version the version and what is required of it
 * @param uptimeSeconds how long the server has been running
 * @param schema the databases and tables
 * @param replicas the replicated tables
 * @param keeper what the server gets from ZooKeeper
 * @param kafka the tables that read from Kafka
 * @param disks where the data is kept
 * @param errors what went wrong in the last half hour, latest first
 * @param rights what the user of the tests may do
 */
public record ClickHouseFacts(
    Contact contact,
    List<Login> logins,
    Version version,
    long uptimeSeconds,
    Schema schema,
    Replicas replicas,
    Keeper keeper,
    KafkaTables kafka,
    List<Disk> disks,
    List<ServerError> errors,
    Rights rights) {
  public static final FactKey<ClickHouseFacts> KEY =
      FactKey.of("clickhouse", ClickHouseFacts.class);

  public ClickHouseFacts {
    logins = List.copyOf(logins);
    disks = List.copyOf(disks);
    errors = List.copyOf(errors);
  }

  /**
   * A user who was tried.
   *
   * @param userIn where the name was read
   * @param passwordIn where the password was read
   * @param declared what the checkout's own list of users says of the password: {@code same},
   *     {@code other}, {@code absent} for a user who is not in it, or empty when it could not be
   *     told
   * @param declaredIn that list: {@code docker/clickhouse/users-dev.xml}
   * @param code ClickHouse's number for why the user is not let in; 0 when they are
   * @param said the server's own words; empty when the user is let in
   */
  public record Login(
      String user,
      String userIn,
      String passwordIn,
      String declared,
      String declaredIn,
      int code,
      String said) {

    /** Whether the server lets the user in. */
    public boolean in() {
      return code == 0 && said.isEmpty();
    }
  }

  /**
   * The version.
   *
   * @param running as the server says it; empty when it could not be told
   * @param tooOld whether today's drivers cannot talk to this server at all
   * @param range the versions that the app takes; empty when the checkout does not say
   * @param rangeIn where the range stands
   * @param enforced whether the app refuses others: it does not in development
   * @param image the image of the checkout's stack, and {@code imageIn} where it stands
   */
  public record Version(
      String running,
      boolean tooOld,
      String range,
      String rangeIn,
      boolean enforced,
      String image,
      String imageIn) {}

  /**
   * The databases and tables.
   *
   * @param database the one that the app uses, and {@code databaseIn} where that was read
   * @param databases all of them
   * @param tables those of the app's tables that were looked for and are there
   * @param ledger whether the table of the migrations that were applied is there
   * @param applied the migrations that were applied
   * @param unread why the applied migrations could not be read; empty when they were
   */
  public record Schema(
      String database,
      String databaseIn,
      List<String> databases,
      List<String> tables,
      boolean ledger,
      List<String> applied,
      String unread) {
    public Schema {
      databases = List.copyOf(databases);
      tables = List.copyOf(tables);
      applied = List.copyOf(applied);
    }
  }

  /**
   * The replicated tables.
   *
   * @param count how many there are
   * @param readOnly those that take no writes: {@code posthog.sharded_events}
   */
  public record Replicas(int count, List<String> readOnly) {
    public Replicas {
      readOnly = List.copyOf(readOnly);
    }
  }

  /**
   * What the server gets from ZooKeeper.
   *
   * @param configured whether the server knows of a ZooKeeper
   * @param answers whether it gets an answer
   * @param silent whether it was still waiting for one when the time was over
   * @param code ClickHouse's number for what went wrong; 0 for nothing
   * @param said the server's own words
   */
  public record Keeper(
      boolean configured, boolean answers, boolean silent, int code, String said) {}

  /**
   * The tables that read from Kafka.
   *
   * @param count how many consumers they have
   * @param troubled the consumers with an error
   * @param unread why they could not be read; empty when they were
   */
  public record KafkaTables(int count, List<Consumer> troubled, String unread) {
    public KafkaTables {
      troubled = List.copyOf(troubled);
    }
  }

  /**
   * A consumer of a Kafka table that ran into an error.
   *
   * @param table with its database: {@code posthog.kafka_events_json}
   * @param said the last error
   * @param secondsAgo how long ago that was
   * @param commitSecondsAgo how long ago it last took a message; -1 for never
   */
  public record Consumer(String table, String said, long secondsAgo, long commitSecondsAgo) {}

  /** A disk of the server, in bytes; {@code path} is one of the server's own machine. */
  public record Disk(String name, String path, long freeBytes, long totalBytes) {}

  /**
   * Something that went wrong in the server.
   *
   * @param name ClickHouse's name for it: {@code MEMORY_LIMIT_EXCEEDED}
   * @param code ClickHouse's number for it
   * @param count how often since the server was started
   * @param secondsAgo how long ago last
   * @param said the last message
   */
  public record ServerError(String name, int code, long count, long secondsAgo, String said) {}

  /**
   * What the user of the tests may do.
   *
   * @param user the app's own user
   * @param createsDatabases whether they may create a database
   * @param unread why that could not be told; empty when it could
   */
  public record Rights(String user, boolean createsDatabases, String unread) {}
}
