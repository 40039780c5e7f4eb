package com.posthog.doctor.probe.postgres;

import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.DatabaseUrl;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.PostgresFacts.Login;
import com.posthog.doctor.facts.Setting;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.probe.ServerProbe.Place;
import java.util.List;
import java.util.Optional;

/**
 * Where Postgres is and how to log in, as the effective {@code DATABASE_URL} says; without one, as
 * the app's own default does.
 *
 * @param places the servers to try, in order; empty when {@code problem} says why
 * @param password empty for none
 * @param sslMode the option of the URL; empty when it has none
 * @param problem why no server is asked; empty when one is
 */
record Access(
    List<Place> places,
    String user,
    Setting password,
    String database,
    String sslMode,
    String source,
    String problem) {
  private static final String DEFAULT = "posthog";

  Access {
    places = List.copyOf(places);
  }

  /** From the settings, and from compose for what they leave out. */
  static Access of(Facts facts, String osUser) {
    SettingsFacts settings = facts.get(SettingsFacts.KEY);
    Optional<ComposeFacts> compose = facts.find(ComposeFacts.KEY);
    String service = service(compose);
    DatabaseUrl url = settings.databaseUrl();
    if (!url.given()) {
      return byDefault(settings, compose, service);
    }
    String source = "DATABASE_URL, " + settings.source("DATABASE_URL");
    String user = url.user().isEmpty() ? osUser : url.user();
    String database = url.database().isEmpty() ? user : url.database();
    List<Place> places =
        url.servers().stream()
            .map(server -> new Place(service, server.host(), server.port(), source))
            .toList();
    String problem = problem(url, compose);
    return new Access(
        problem.isEmpty() ? places : List.of(),
        user,
        url.password(),
        database,
        url.sslMode(),
        source,
        problem);
  }

  /** A server that is not this machine's is not logged in to: it may be anybody's. */
  private static String problem(DatabaseUrl url, Optional<ComposeFacts> compose) {
    if (!url.problems().isEmpty()) {
      return url.problems().get(0);
    }
    for (DatabaseUrl.Server server : url.servers()) {
      if (server.place().equals(DatabaseUrl.SOCKET)) {
        return "it leads to a socket, and the stack's Postgres is on a port";
      }
      boolean elsewhere = server.place().equals(DatabaseUrl.ELSEWHERE);
      if (elsewhere && !isOfTheStack(server.host(), compose)) {
        return "it leads to " + server.endpoint() + ", which is not this machine";
      }
    }
    return url.servers().isEmpty() ? "it names no server" : "";
  }

  private static boolean isOfTheStack(String host, Optional<ComposeFacts> compose) {
    return host.equals("db")
        || compose
            .map(all -> all.services().stream().anyMatch(service -> isNamed(service, host)))
            .orElse(false);
  }

  private static boolean isNamed(ComposeFacts.Service service, String host) {
    return service.name().equals(host)
        || service.hostname().equals(host)
        || service.containerName().equals(host)
        || service.aliases().contains(host);
  }

  private static Access byDefault(
      SettingsFacts settings, Optional<ComposeFacts> compose, String service) {
    int port =
        compose.flatMap(all -> all.find(service)).stream()
            .flatMap(one -> one.ports().stream())
            .filter(one -> one.container() == DatabaseUrl.DEFAULT_PORT)
            .mapToInt(ComposeFacts.Port::host)
            .findFirst()
            .orElse(DatabaseUrl.DEFAULT_PORT);
    String source = "built in: DATABASE_URL is not set, and this is Django's default";
    String given = settings.reveal("PGPORT");
    boolean digits = given.matches("[0-9]{1,5}");
    Place place =
        new Place(
            service,
            orElse(settings.reveal("PGHOST"), "localhost"),
            digits ? Integer.parseInt(given) : port,
            source);
    return new Access(
        List.of(place),
        orElse(settings.reveal("PGUSER"), DEFAULT),
        settings.databasePassword(),
        orElse(settings.reveal("PGDATABASE"), DEFAULT),
        "",
        source,
        "");
  }

  private static String orElse(String value, String other) {
    return value.isEmpty() ? other : value;
  }

  /** The compose service that is the main Postgres; {@code db} when compose does not say. */
  static String service(Optional<ComposeFacts> compose) {
    return compose
        .flatMap(
            all ->
                all.services().stream()
                    .filter(one -> one.image().contains("postgres"))
                    .filter(
                        one ->
                            one.ports().stream()
                                .anyMatch(port -> port.container() == DatabaseUrl.DEFAULT_PORT))
                    .map(ComposeFacts.Service::name)
                    .findFirst())
        .orElse("db");
  }

  /** The login as facts tell it. */
  Login login(boolean encrypted) {
    return new Login(user, database, sslMode, encrypted, source, problem);
  }
}
