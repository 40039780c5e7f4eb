package com.posthog.doctor.probe.clickhouse;

import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Endpoint;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.host.HttpAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Driver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Asks a server that answers {@code /ping}: who is let in, and then all else in as few queries as
 * possible. What takes long where something is wrong is asked last.
 */
final class Interview {
  private static final int LIMIT = 4096;

  private final Driver driver;
  private final Contact contact;
  private final Host host;
  private final Deadline deadline;
  private final Answers answers;

  Interview(Driver driver, Contact contact, Host host, Deadline deadline, Answers answers) {
    this.driver = driver;
    this.contact = contact;
    this.host = host;
    this.deadline = deadline;
    this.answers = answers;
  }

  /** Tries each account; the first that is let in asks for the rest. */
  void run(List<Account> accounts) {
    Optional<Account> speaker = Optional.empty();
    for (Account account : accounts) {
      Refusal refusal = speaker.isEmpty() ? overview(account) : login(account);
      if (refusal.isTooOld()) {
        answers.tried(account.login());
        tooOld(accounts.get(0));
        continue;
      }
      if (!refusal.version().isEmpty()) {
        answers.running(refusal.version(), false);
      }
      if (refusal.said().isEmpty()) {
        answers.tried(account.login());
        speaker = speaker.isEmpty() ? Optional.of(account) : speaker;
      } else if (refusal.isLogin()) {
        answers.tried(account.tried(refusal));
        answers.reached(Contact.Stage.LOGIN, refusal.said());
      } else {
        answers.reached(Contact.Stage.QUERY, refusal.said());
        return;
      }
    }
    if (speaker.isPresent()) {
      keeper(speaker.get());
    }
  }

  /** Logs in and asks for nearly everything. */
  private Refusal overview(Account account) {
    try (Talk talk = open(account, 0.6)) {
      answers.take(talk.ask(Queries.overview(answers.database())));
      answers.reached(Contact.Stage.READY, "");
      if (answers.hasLedger()) {
        ledger(talk);
      }
      if (answers.hasKafka()) {
        consumers(talk);
      }
      rights(talk, account);
      return new Refusal(0, "", "", false);
    } catch (Talk.Refused refused) {
      return refused.refusal();
    }
  }

  private Talk open(Account account, double share) throws Talk.Refused {
    long millis = deadline.remainingWithin(deadline.limit()).toMillis();
    Duration limit = Duration.ofMillis(Math.max(50, (long) (millis * share)));
    return Talk.open(driver, contact, account, limit, deadline);
  }

  private void ledger(Talk talk) {
    try {
      answers.take(talk.ask(Queries.ledger(answers.database())));
    } catch (Talk.Refused refused) {
      answers.unreadLedger(refused.refusal().said());
    }
  }

  private void consumers(Talk talk) {
    try {
      answers.take(talk.ask(Queries.consumers()));
    } catch (Talk.Refused refused) {
      answers.unreadKafka(refused.refusal().said());
    }
  }

  private void rights(Talk talk, Account account) {
    String user = account.login().user();
    try {
      boolean creates = talk.ask(Queries.GRANTS).stream().anyMatch(row -> creates(row.get(0)));
      answers.rights(user, creates, "");
    } catch (Talk.Refused refused) {
      answers.rights(user, false, refused.refusal().said());
    }
  }

  /** Whether a line such as {@code GRANT SELECT, CREATE ON *.* TO default} lets create one. */
  private static boolean creates(String grant) {
    int on = grant.indexOf(" ON *.* ");
    if (!grant.startsWith("GRANT ") || on < 0) {
      return false;
    }
    for (String right : grant.substring("GRANT ".length(), on).split(", ", -1)) {
      if (right.equals("ALL") || right.equals("CREATE") || right.equals("CREATE DATABASE")) {
        return true;
      }
    }
    return false;
  }

  private Refusal login(Account account) {
    try (Talk talk = open(account, 0.6)) {
      talk.ask(Queries.ONE);
      return new Refusal(0, "", "", false);
    } catch (Talk.Refused refused) {
      return refused.refusal();
    }
  }

  /** Without ZooKeeper this query can take long, so it comes last, with the time that is left. */
  private void keeper(Account account) {
    if (!answers.hasKeeper()) {
      return;
    }
    try (Talk talk = open(account, 1)) {
      talk.ask(Queries.KEEPER);
      answers.keeper(true, false, 0, "");
    } catch (Talk.Refused refused) {
      Refusal refusal = refused.refusal();
      answers.keeper(false, refusal.silent(), refusal.code(), refusal.said());
    }
  }

  /** The driver cannot ask such a server for its version; a plain GET can. */
  private void tooOld(Account account) {
    Optional<String> number = account.password().isEmpty() ? version() : Optional.of("");
    if (number.isEmpty()) {
      answers.reached(Contact.Stage.QUERY, "it does not answer a query as ClickHouse does");
      return;
    }
    answers.reached(
        Contact.Stage.QUERY, "the server is too old for the clients that PostHog uses today");
    answers.running(number.get(), true);
  }

  /** Asked without a password, which would stand in the request line, and so in a log. */
  private Optional<String> version() {
    try {
      Endpoint endpoint = Endpoint.tcp(contact.address(), contact.port());
      HttpAnswer answer = host.get(endpoint, "/?query=SELECT%20version()", LIMIT, deadline);
      String text = new String(answer.body(), StandardCharsets.UTF_8).strip();
      return answer.status() == 200 && text.matches("[0-9.]{1,40}")
          ? Optional.of(text)
          : Optional.empty();
    } catch (IOException silent) {
      return Optional.empty();
    }
  }
}
