package com.posthog.doctor.probe.clickhouse;

import com.posthog.doctor.facts.ClickHouseFacts;
import com.posthog.doctor.facts.ClickHouseFacts.Consumer;
import com.posthog.doctor.facts.ClickHouseFacts.Disk;
import com.posthog.doctor.facts.ClickHouseFacts.KafkaTables;
import com.posthog.doctor.facts.ClickHouseFacts.Keeper;
import com.posthog.doctor.facts.ClickHouseFacts.Login;
import com.posthog.doctor.facts.ClickHouseFacts.Replicas;
import com.posthog.doctor.facts.ClickHouseFacts.Rights;
import com.posthog.doctor.facts.ClickHouseFacts.Schema;
import com.posthog.doctor.facts.ClickHouseFacts.ServerError;
import com.posthog.doctor.facts.ClickHouseFacts.Version;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.SettingsFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the server said so far, until it is a fact. */
final class Answers {
  private static final int MOST_ERRORS = 30;

  private Contact contact;
  private final List<Login> logins = new ArrayList<>();
  private Version version = new Version("", false, "", "", false, "", "");
  private String database = "posthog";
  private String databaseIn = "built in: the checkout does not say";
  private long uptime;
  private final List<String> databases = new ArrayList<>();
  private final List<String> tables = new ArrayList<>();
  private boolean ledger;
  private final List<String> applied = new ArrayList<>();
  private String unreadLedger = "";
  private int replicas;
  private final List<String> readOnly = new ArrayList<>();
  private Keeper keeper = new Keeper(false, false, false, 0, "");
  private boolean kafka;
  private int consumers;
  private final List<Consumer> troubled = new ArrayList<>();
  private String unreadKafka = "";
  private final List<Disk> disks = new ArrayList<>();
  private final List<ServerError> errors = new ArrayList<>();
  private Rights rights = new Rights("", false, "");

  Answers(Contact contact) {
    this.contact = contact;
  }

  /** What the checkout expects. */
  void expect(Version required, Facts soFar) {
    version = required;
    SettingsFacts settings = soFar.get(SettingsFacts.KEY);
    if (settings.find("CLICKHOUSE_DATABASE").isPresent()) {
      database = settings.reveal("CLICKHOUSE_DATABASE");
      databaseIn = settings.source("CLICKHOUSE_DATABASE");
    }
  }

  String database() {
    return database;
  }

  boolean hasLedger() {
    return ledger;
  }

  boolean hasKafka() {
    return kafka;
  }

  boolean hasKeeper() {
    return keeper.configured();
  }

  void reached(Contact.Stage stage, String problem) {
    contact = contact.at(stage, problem);
  }

  void tried(Login login) {
    logins.add(login);
  }

  void running(String number, boolean tooOld) {
    version =
        new Version(
            number,
            tooOld,
            version.range(),
            version.rangeIn(),
            version.enforced(),
            version.image(),
            version.imageIn());
  }

  void unreadLedger(String why) {
    unreadLedger = why;
  }

  void unreadKafka(String why) {
    unreadKafka = why;
  }

  void keeper(boolean answers, boolean silent, int code, String said) {
    keeper = new Keeper(true, answers, silent, code, said);
  }

  void rights(String user, boolean createsDatabases, String unread) {
    rights = new Rights(user, createsDatabases, unread);
  }

  /** Takes rows whose first text says what the others are. */
  void take(List<List<String>> rows) {
    for (List<String> row : rows) {
      take(row.get(0), row.get(1), row.get(2), row.get(3), row.get(4));
    }
  }

  private void take(String kind, String a, String b, String c, String d) {
    switch (kind) {
      case "server" -> {
        running(a, false);
        uptime = number(b);
      }
      case "database" -> databases.add(a);
      case "table" -> table(a);
      case "system" -> system(a);
      case "replicas" -> replicas = (int) number(a);
      case "read-only" -> readOnly.add(a);
      case "disk" -> disks.add(new Disk(a, b, number(c), number(d)));
      case "error" -> error(a, b, c, d);
      case "migration" -> applied.add(a);
      case "consumer" -> consumer(a, b, c, d);
      default -> {}
    }
  }

  private void table(String name) {
    if (name.equals(Queries.LEDGER)) {
      ledger = true;
    } else {
      tables.add(name);
    }
  }

  private void system(String name) {
    if (name.equals("zookeeper")) {
      keeper = new Keeper(true, false, false, 0, "");
    } else {
      kafka = true;
    }
  }

  private void error(String nameAndCode, String count, String secondsAgo, String said) {
    int blank = nameAndCode.lastIndexOf(' ');
    errors.add(
        new ServerError(
            nameAndCode.substring(0, Math.max(0, blank)),
            (int) number(nameAndCode.substring(blank + 1)),
            number(count),
            number(secondsAgo),
            Refusal.shortened(said)));
  }

  private void consumer(String table, String said, String secondsAgo, String commitSecondsAgo) {
    consumers++;
    if (!said.isEmpty()) {
      troubled.add(
          new Consumer(
              table, Refusal.shortened(said), number(secondsAgo), number(commitSecondsAgo)));
    }
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException none) {
      return text.matches("[0-9]{19,}") ? Long.MAX_VALUE : 0; // sizes are unsigned there
    }
  }

  /** All that was said. */
  ClickHouseFacts facts() {
    databases.sort(Comparator.naturalOrder());
    tables.sort(Comparator.naturalOrder());
    applied.sort(Comparator.naturalOrder());
    readOnly.sort(Comparator.naturalOrder());
    errors.sort(Comparator.comparingLong(ServerError::secondsAgo));
    return new ClickHouseFacts(
        contact,
        logins,
        version,
        uptime,
        new Schema(database, databaseIn, databases, tables, ledger, applied, unreadLedger),
        new Replicas(replicas, readOnly),
        keeper,
        new KafkaTables(consumers, troubled, unreadKafka),
        disks,
        errors.size() > MOST_ERRORS ? errors.subList(0, MOST_ERRORS) : errors,
        rights);
  }
}
