package com.posthog.doctor.facts;

import java.util.List;

/**
 * The Postgres that the effective {@code DATABASE_URL} leads to, as its own client sees it.
 *
 * @param contact how far the client came
 * @param login whom it says it is, and where that was read
 * @param refusal what the server said when it refused the login; empty when it did not
 * @param version the version of the server: {@code 15.12}; empty when it was not told
 * @param connections its connections
 * @param databases the names of its databases, without templates, sorted
 * @param role what the role of the login may do
 * @param app what the app keeps in the database
 */
public record PostgresFacts(
    Contact contact,
    Login login,
    Refusal refusal,
    String version,
    Connections connections,
    List<String> databases,
    Role role,
    App app) {
  public static final FactKey<PostgresFacts> KEY = FactKey.of("postgres", PostgresFacts.class);

  public PostgresFacts {
    databases = List.copyOf(databases);
  }

  /**
   * A login.
   *
   * @param sslMode the option of the URL; empty when it has none
   * @param encrypted whether the connection that came to be is encrypted
   * @param source where the URL was read
   * @param problem why no server is asked with it: a clause such as {@code it leads to a socket};
   *     empty when one is
   */
  public record Login(
      String user,
      String database,
      String sslMode,
      boolean encrypted,
      String source,
      String problem) {}

  /**
   * A refused login.
   *
   * @param reason one word: {@code password}, {@code no-password}, {@code role}, {@code login} (the
   *     role may not log in), {@code database}, {@code permission}, {@code rejected} (by its list
   *     of clients), {@code encryption} (it wants TLS), {@code no-tls}, {@code full}, {@code
   *     starting}, {@code stopping}, {@code recovering}, {@code authentication} (a kind that is not
   *     known), {@code refused} (anything else); empty for none
   * @param sqlState the code of the server: {@code 28P01}
   * @param said its own words, cut and redacted
   */
  public record Refusal(String reason, String sqlState, String said) {}

  /**
   * The connections of the server.
   *
   * @param most how many it allows
   * @param reserved how many of them it keeps for superusers
   * @param used how many clients are connected
   * @param idleInTransaction how many of those wait inside a transaction
   * @param clients who has most of them
   */
  public record Connections(
      int most, int reserved, int used, int idleInTransaction, List<Client> clients) {
    public Connections {
      clients = List.copyOf(clients);
    }

    /** How many more ordinary clients may connect. */
    public int free() {
      return Math.max(0, most - reserved - used);
    }
  }

  /**
   * Connections of one client.
   *
   * @param name as it calls itself; may be empty
   */
  public record Client(String name, int count) {}

  /** What a role may do. */
  public record Role(boolean superuser, boolean createsDatabases) {}

  /**
   * What the app keeps.
   *
   * @param present whether its tables are there
   * @param users how many users there are
   * @param activeUsers how many of them are active
   * @param staff how many of the active ones are staff
   * @param onlyUser the number of the only active user; 0 when there are none or several
   * @param organizations how many organisations there are; not counted beyond a thousand
   * @param teams how many teams there are; not counted beyond a thousand
   */
  public record App(
      boolean present,
      int users,
      int activeUsers,
      int staff,
      long onlyUser,
      int organizations,
      int teams) {}

  /** The facts of a server that did not come so far as to say anything about itself. */
  public static PostgresFacts unanswered(Contact contact, Login login, Refusal refusal) {
    return new PostgresFacts(
        contact,
        login,
        refusal,
        "",
        new Connections(0, 0, 0, 0, List.of()),
        List.of(),
        new Role(false, false),
        new App(false, 0, 0, 0, 0, 0, 0));
  }
}
