package com.posthog.doctor.probe.postgres;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.DatabaseUrl;
import com.posthog.doctor.facts.DatabasesFacts;
import com.posthog.doctor.facts.DatabasesFacts.Database;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Collects the databases that the checkout declares: the one of compose, those of the variables,
 * and those of the scripts that the container runs on an empty volume.
 */
public final class DatabasesProbe implements Probe<DatabasesFacts> {
  private static final String SCRIPTS = "docker/postgres-init-scripts";
  private static final String INSIDE = "/docker-entrypoint-initdb.d";
  private static final String REQUIREMENTS = "posthog/settings/service_requirements.py";
  private static final Pattern REQUIREMENT =
      Pattern.compile(
          "service\\s*=\\s*[\"']postgres(?:ql)?[\"']\\s*,\\s*"
              + "supported_version\\s*=\\s*[\"']([^\"'\\n]{1,60})[\"']");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_$-]{0,62}");
  private static final int MOST_SCRIPTS = 200;
  private static final int LARGEST = 256 * 1024;

  @Override
  public Set<FactKey<?>> needs(FactKey<DatabasesFacts> key) {
    return Set.of(CheckoutFacts.KEY, SettingsFacts.KEY);
  }

  @Override
  public Set<FactKey<?>> uses(FactKey<DatabasesFacts> key) {
    return Set.of(ComposeFacts.KEY);
  }

  @Override
  public DatabasesFacts read(
      FactKey<DatabasesFacts> key, Host host, Facts soFar, Deadline deadline) {
    return new Reading(host, soFar).facts();
  }

  /** One reading: what was found so far, each name once. */
  private static final class Reading {
    private final Host host;
    private final Path checkout;
    private final SettingsFacts settings;
    private final Optional<ComposeFacts.Service> service;
    private final Map<String, Database> found = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    Reading(Host host, Facts facts) {
      this.host = host;
      this.checkout = Path.of(facts.get(CheckoutFacts.KEY).path());
      this.settings = facts.get(SettingsFacts.KEY);
      Optional<ComposeFacts> compose = facts.find(ComposeFacts.KEY);
      this.service = compose.flatMap(all -> all.find(Access.service(compose)));
    }

    DatabasesFacts facts() {
      service.ifPresent(this::addMain);
      addVariables();
      addScripts();
      String required = "";
      String requiredIn = "";
      try {
        String text = host.readText(checkout.resolve(REQUIREMENTS), LARGEST);
        Matcher matcher = REQUIREMENT.matcher(text);
        if (matcher.find()) {
          required = matcher.group(1).strip();
          requiredIn = REQUIREMENTS + ":" + line(text, matcher.start());
        }
      } catch (IOException none) {
        required = "";
      }
      return new DatabasesFacts(List.copyOf(found.values()), required, requiredIn, problems);
    }

    private void addMain(ComposeFacts.Service one) {
      String name = environment(one, "POSTGRES_DB");
      if (!name.isEmpty()) {
        add(name, one.source(), "POSTGRES_DB");
      }
    }

    private static String environment(ComposeFacts.Service one, String name) {
      return Optional.ofNullable(one.environment().get(name))
          .map(value -> value.raw().reveal())
          .orElse("");
    }

    /** The databases to which variables lead that are named for one, as those of bin/start are. */
    private void addVariables() {
      for (Map.Entry<String, SettingsFacts.Value> entry :
          new TreeMap<>(settings.values()).entrySet()) {
        boolean url = entry.getKey().endsWith("DATABASE_URL");
        if (!url || entry.getValue().computed()) {
          continue;
        }
        DatabaseUrl value = DatabaseUrl.parse(entry.getValue().setting().raw().reveal());
        if (value.problems().isEmpty() && leadsHere(value)) {
          add(value.database(), entry.getValue().source(), entry.getKey());
        }
      }
    }

    /** Whether it leads to the same server as the main one. */
    private boolean leadsHere(DatabaseUrl url) {
      DatabaseUrl main = settings.databaseUrl();
      if (!main.given() || main.servers().isEmpty() || url.servers().isEmpty()) {
        return url.given();
      }
      DatabaseUrl.Server ours = main.servers().get(0);
      DatabaseUrl.Server its = url.servers().get(0);
      return its.port() == ours.port() && (its.host().equals(ours.host()) || local(its, ours));
    }

    private static boolean local(DatabaseUrl.Server one, DatabaseUrl.Server other) {
      return isLocal(one.host()) && !other.place().equals(DatabaseUrl.ELSEWHERE);
    }

    private static boolean isLocal(String host) {
      return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("db");
    }

    private void addScripts() {
      String folder = scripts();
      List<String> names;
      try {
        names = host.list(checkout.resolve(folder), MOST_SCRIPTS);
      } catch (IOException none) {
        return;
      }
      for (String name : names) {
        if (name.endsWith(".sh") || name.endsWith(".sql")) {
          addScript(folder + "/" + name);
        }
      }
    }

    /** The folder that the container sees as its folder of init scripts. */
    private String scripts() {
      return service.stream()
          .flatMap(one -> one.mounts().stream())
          .filter(mount -> mount.target().equals(INSIDE))
          .map(mount -> Path.of(mount.path()))
          .filter(path -> path.startsWith(checkout))
          .map(path -> checkout.relativize(path).toString())
          .findFirst()
          .orElse(SCRIPTS);
    }

    private void addScript(String file) {
      String text;
      try {
        text = host.readText(checkout.resolve(file), LARGEST);
      } catch (IOException unreadable) {
        problems.add(file + " " + unreadable.getMessage());
        return;
      }
      InitScript script =
          new InitScript(text, name -> service.map(one -> environment(one, name)).orElse(""));
      for (InitScript.Statement statement : script.statements()) {
        String source = file + ":" + statement.line();
        if (!statement.name().contains("$")) {
          add(statement.name(), source, "");
        } else if (text.contains("db_routing.yaml")) {
          routed().forEach(name -> add(script.fill(statement.name(), name), source, ""));
        } else {
          problems.add(source + " creates a database whose name only a shell can work out");
        }
      }
    }

    private List<String> routed() {
      return Routing.of(host, checkout).values().stream().distinct().toList();
    }

    /** Test suites make their own databases anew, so that these may be missing. */
    private void add(String name, String source, String usedBy) {
      if (NAME.matcher(name).matches() && !name.startsWith("test_")) {
        found.putIfAbsent(name, new Database(name, source, usedBy));
      }
    }

    private static int line(String text, int at) {
      return (int) text.substring(0, at).chars().filter(letter -> letter == '\n').count() + 1;
    }
  }
}
