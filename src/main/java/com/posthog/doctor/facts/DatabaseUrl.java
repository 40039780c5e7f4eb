package com.posthog.doctor.facts;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The address of a Postgres database as a URL says it. Reading one never fails: what is wrong
 * stands in {@code problems}, in which no part of a password appears.
 *
 * @param given whether there is a value at all
 * @param scheme {@code postgres} or {@code postgresql}; another one is a problem
 * @param user unescaped; empty when the URL names none
 * @param password unescaped; empty when the URL has none
 * @param hasPassword whether the URL has a password
 * @param servers the servers it names, in order; one without a name when it names none
 * @param database unescaped; empty when the URL names none
 * @param sslMode the option {@code sslmode}; empty when it is not given
 * @param problems what is wrong with it, one clause each: {@code it names no port number}
 */
public record DatabaseUrl(
    boolean given,
    String scheme,
    String user,
    Setting password,
    boolean hasPassword,
    List<Server> servers,
    String database,
    String sslMode,
    List<String> problems) {

  /** The port of a URL that names none. */
  public static final int DEFAULT_PORT = 5432;

  /** A server on this machine, by a loopback address or by {@code localhost}. */
  public static final String LOOPBACK = "loopback";

  /** A server by a name that the hosts file leads to this machine. */
  public static final String HOSTS_FILE = "hosts-file";

  /** A server by another name or address of this machine. */
  public static final String OWN = "own";

  /** A server by an address that Docker gives. */
  public static final String DOCKER = "docker";

  /** A folder with a socket instead of a server. */
  public static final String SOCKET = "socket";

  /** A server by a name or an address that is not known to be of this machine. */
  public static final String ELSEWHERE = "elsewhere";

  private static final Set<String> SCHEMES = Set.of("postgres", "postgresql");

  public DatabaseUrl {
    servers = List.copyOf(servers);
    problems = List.copyOf(problems);
  }

  /**
   * One server.
   *
   * @param host a name, an address without brackets, or the folder of a socket; may be empty
   * @param port the port; 5432 when none is named
   * @param place where the host leads: {@code loopback}, {@code hosts-file}, {@code own}, {@code
   *     docker}, {@code socket}, {@code elsewhere}; empty before it was looked up
   */
  public record Server(String host, int port, String place) {

    /** The host and port as people write them: {@code [::1]:5432}. */
    public String endpoint() {
      if (host.startsWith("/")) {
        return host;
      }
      return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /** Reads a value. */
  public static DatabaseUrl parse(String value) {
    return new Reader(value).read();
  }

  /** A value that is there and says nothing, because of this problem. */
  public static DatabaseUrl unclear(String problem) {
    Setting none = Setting.of("password", "");
    return new DatabaseUrl(true, "", "", none, false, List.of(), "", "", List.of(problem));
  }

  /** The same with the place of each server's host. */
  public DatabaseUrl placed(UnaryOperator<String> place) {
    List<Server> known =
        servers.stream()
            .map(server -> new Server(server.host(), server.port(), place.apply(server.host())))
            .toList();
    return new DatabaseUrl(
        given, scheme, user, password, hasPassword, known, database, sslMode, problems);
  }

  /** Reads one value from left to right, noting what is wrong. */
  private static final class Reader {
    private final String value;
    private final List<String> problems = new ArrayList<>();
    private final List<Server> servers = new ArrayList<>();
    private String scheme = "";
    private String user = "";
    private String password = "";
    private boolean hasPassword;
    private String database = "";
    private String sslMode = "";
    private String hostOption = "";
    private String portOption = "";

    Reader(String value) {
      this.value = value;
    }

    DatabaseUrl read() {
      if (!value.isEmpty()) {
        readValue();
      }
      return new DatabaseUrl(
          !value.isEmpty(),
          scheme,
          Setting.of("user", user).shown(),
          Setting.of("password", password),
          hasPassword,
          servers,
          database,
          sslMode,
          problems);
    }

    private void readValue() {
      char first = value.charAt(0);
      if (first == '"' || first == '\'') {
        problems.add("it begins with a quote, which reaches the app as part of the value");
        return;
      }
      if (value.chars().anyMatch(letter -> letter <= ' ' || letter == 127)) {
        problems.add("it has a blank or a control character in it");
        return;
      }
      int mark = value.indexOf("://");
      if (mark <= 0) {
        problems.add("it is no URL: postgres://user:password@host:port/database is the form");
        return;
      }
      scheme = lower(value.substring(0, mark));
      if (!SCHEMES.contains(scheme)) {
        scheme = scheme.matches("[a-z][a-z0-9+.-]{0,20}") ? scheme : "";
        problems.add("it begins with another scheme than postgres://");
        return;
      }
      readRest(value.substring(mark + "://".length()));
    }

    private void readRest(String rest) {
      int end = firstOf(rest, "/?#");
      String authority = rest.substring(0, end);
      int at = authority.lastIndexOf('@');
      if (at < 0 && authority.indexOf(':') > 0 && rest.indexOf('@') > 0) {
        problems.add("its password has a /, ? or # that must be written as %2F, %3F or %23");
        return;
      }
      readLogin(at < 0 ? "" : authority.substring(0, at));
      String tail = rest.substring(end);
      int hash = tail.indexOf('#');
      tail = hash < 0 ? tail : tail.substring(0, hash);
      int question = tail.indexOf('?');
      String path = question < 0 ? tail : tail.substring(0, question);
      database = unescape(path.startsWith("/") ? path.substring(1) : path);
      if (question >= 0) {
        readOptions(tail.substring(question + 1));
      }
      readServers(authority.substring(at + 1));
    }

    private void readLogin(String login) {
      int colon = login.indexOf(':');
      user = unescape(colon < 0 ? login : login.substring(0, colon));
      password = colon < 0 ? "" : unescape(login.substring(colon + 1));
      hasPassword = !password.isEmpty();
    }

    private void readOptions(String query) {
      for (String option : query.split("&", -1)) {
        int equal = option.indexOf('=');
        String text = equal < 0 ? "" : unescape(option.substring(equal + 1));
        switch (equal < 0 ? option : option.substring(0, equal)) {
          case "host" -> hostOption = text;
          case "port" -> portOption = text;
          case "user" -> user = text;
          case "dbname" -> database = text;
          case "sslmode" -> sslMode = text;
          case "password" -> {
            password = text;
            hasPassword = !text.isEmpty();
          }
          default -> {
            // other options do not say where the database is
          }
        }
      }
    }

    private void readServers(String hosts) {
      String all = hosts.isEmpty() && !hostOption.isEmpty() ? hostOption : hosts;
      boolean fromOption = hosts.isEmpty() && !hostOption.isEmpty();
      for (String one : all.split(",", -1)) {
        readServer(fromOption ? one : unescapeHost(one), fromOption);
      }
    }

    private void readServer(String text, boolean fromOption) {
      if (text.startsWith("/")) {
        servers.add(new Server(text, port(portOption), ""));
        return;
      }
      int close = text.indexOf(']');
      if (text.startsWith("[") && close < 0) {
        problems.add("its IPv6 address has no closing bracket");
        return;
      }
      String host = text.startsWith("[") ? text.substring(1, close) : text;
      String after = text.startsWith("[") ? text.substring(close + 1) : "";
      if (!text.startsWith("[") && !fromOption) {
        int colon = text.lastIndexOf(':');
        if (colon >= 0 && text.indexOf(':') != colon) {
          problems.add("an IPv6 address in it needs brackets: [::1]");
          return;
        }
        host = colon < 0 ? text : text.substring(0, colon);
        after = colon < 0 ? "" : text.substring(colon);
      }
      servers.add(
          new Server(
              lower(host), port(after.startsWith(":") ? after.substring(1) : portOption), ""));
    }

    private int port(String text) {
      if (text.isEmpty()) {
        return DEFAULT_PORT;
      }
      boolean digits = text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
      int port = digits ? Integer.parseInt(text) : 0;
      if (port < 1 || port > 65535) {
        problems.add("its port is no number from 1 to 65535");
        return 0;
      }
      return port;
    }

    /** A socket's folder is escaped in the place of the host; nothing else there is. */
    private String unescapeHost(String text) {
      return text.regionMatches(true, 0, "%2F", 0, 3) ? unescape(text) : text;
    }

    private String unescape(String text) {
      if (text.indexOf('%') < 0) {
        return text;
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] raw = text.getBytes(StandardCharsets.UTF_8);
      boolean bad = false;
      for (int i = 0; i < raw.length; i++) {
        int high = i + 2 < raw.length ? Character.digit((char) raw[i + 1], 16) : -1;
        int low = i + 2 < raw.length ? Character.digit((char) raw[i + 2], 16) : -1;
        if (raw[i] == '%' && high >= 0 && low >= 0) {
          bytes.write(high * 16 + low);
          i += 2;
        } else {
          bad |= raw[i] == '%';
          bytes.write(raw[i]);
        }
      }
      if (bad) {
        problems.add("it has a % without two hexadecimal digits behind it (a plain % is %25)");
      }
      return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int firstOf(String text, String letters) {
      for (int i = 0; i < text.length(); i++) {
        if (letters.indexOf(text.charAt(i)) >= 0) {
          return i;
        }
      }
      return text.length();
    }

    private static String lower(String text) {
      return text.toLowerCase(java.util.Locale.ROOT);
    }
  }
}
