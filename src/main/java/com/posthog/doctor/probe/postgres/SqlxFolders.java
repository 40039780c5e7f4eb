package com.posthog.doctor.probe.postgres;

import com.posthog.doctor.facts.DatabaseUrl;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which folder of sqlx migrations belongs to which database: the scripts that migrate name both in
 * one line. The scripts are read and never run.
 */
final class SqlxFolders {
  private static final int MOST_SCRIPTS = 100;
  private static final int LARGEST = 256 * 1024;
  private static final String LITERAL =
      "built in: the scripts of the checkout do not say which database it is for";
  private static final Pattern FOLDER =
      Pattern.compile("[\\w$(){}./-]*?((?:[\\w.-]+/)*[\\w.-]*migrations)(?=[\\s\"';)]|$)");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Za-z_][A-Za-z0-9_]*)");
  private static final Pattern ASSIGNMENT =
      Pattern.compile("^\\s*(?:export\\s+|local\\s+)?([A-Za-z_]\\w*)=[\"']?(.{1,300}?)[\"']?\\s*$");
  private static final Pattern URL = Pattern.compile("postgres(?:ql)?://[^\\s\"'}]+");

  /** The databases of folders that have long been there, for scripts that cannot be understood. */
  private static final Map<String, String> USUAL =
      Map.of(
          "rust/cyclotron-core/migrations", "cyclotron",
          "rust/cyclotron-node-migrations", "cyclotron_node",
          "rust/persons_migrations", "posthog_persons",
          "rust/behavioral_cohorts_migrations", "behavioral_cohorts",
          "rust/flags_read_store_migrations", "flags_read_store");

  private final Host host;
  private final Path checkout;
  private final SettingsFacts settings;
  private final Map<String, Folder> found = new LinkedHashMap<>();

  private SqlxFolders(Host host, Path checkout, SettingsFacts settings) {
    this.host = host;
    this.checkout = checkout;
    this.settings = settings;
  }

  /**
   * A folder and its database.
   *
   * @param path relative to the checkout
   * @param source the line that says so
   */
  record Folder(String path, String database, String source) {}

  /** The folders of a checkout, each with the database that it is for. */
  static List<Folder> of(Host host, Path checkout, SettingsFacts settings) {
    SqlxFolders folders = new SqlxFolders(host, checkout, settings);
    folders.read();
    return List.copyOf(folders.found.values());
  }

  private void read() {
    readScript("bin/migrate");
    for (String name : names("rust/bin")) {
      if (name.startsWith("migrate")) {
        readScript("rust/bin/" + name);
      }
    }
    new TreeMap<>(USUAL)
        .forEach(
            (folder, database) -> {
              if (isFolder(folder)) {
                found.putIfAbsent(folder, new Folder(folder, database, LITERAL));
              }
            });
  }

  private List<String> names(String folder) {
    try {
      return host.list(checkout.resolve(folder), MOST_SCRIPTS);
    } catch (IOException none) {
      return List.of();
    }
  }

  private boolean isFolder(String path) {
    return host.state(checkout.resolve(path)).isFolder();
  }

  private void readScript(String file) {
    String text;
    try {
      text = host.readText(checkout.resolve(file), LARGEST);
    } catch (IOException none) {
      return;
    }
    Map<String, String> assigned = new HashMap<>();
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].stripTrailing();
      if (line.stripLeading().startsWith("#")) {
        continue;
      }
      Matcher assignment = ASSIGNMENT.matcher(line);
      if (assignment.matches()) {
        assigned.put(assignment.group(1), assignment.group(2));
      }
      readLine(line, assigned, file + ":" + (i + 1));
    }
  }

  private void readLine(String line, Map<String, String> assigned, String source) {
    if (!line.contains("migrations") || line.indexOf('$') < 0) {
      return;
    }
    Matcher folder = FOLDER.matcher(line);
    while (folder.find()) {
      String path = place(folder.group(1));
      String database = path.isEmpty() ? "" : database(line, assigned);
      if (!database.isEmpty()) {
        found.putIfAbsent(path, new Folder(path, database, source));
      }
    }
  }

  /** The folder that a script's word means, from its own folder or from that of the checkout. */
  private String place(String word) {
    int up = word.lastIndexOf("../");
    String bare = up < 0 ? word : word.substring(up + "../".length());
    // the name of a variable that holds a folder may stand in front
    String inner = bare.substring(bare.indexOf('/') + 1);
    for (String candidate : List.of(bare, "rust/" + bare, inner, "rust/" + inner)) {
      if (isFolder(candidate)) {
        return candidate;
      }
    }
    return "";
  }

  private String database(String line, Map<String, String> assigned) {
    Matcher variable = VARIABLE.matcher(line);
    while (variable.find()) {
      String database = resolve(variable.group(1), assigned, 0);
      if (!database.isEmpty()) {
        return database;
      }
    }
    Matcher url = URL.matcher(line);
    return url.find() ? DatabaseUrl.parse(url.group()).database() : "";
  }

  private String resolve(String name, Map<String, String> assigned, int depth) {
    DatabaseUrl effective = DatabaseUrl.parse(settings.reveal(name));
    if (effective.given() && effective.problems().isEmpty()) {
      return effective.database();
    }
    String value = assigned.getOrDefault(name, "");
    if (value.isEmpty() || depth > 3) {
      return "";
    }
    Matcher variable = VARIABLE.matcher(value);
    while (variable.find()) {
      String database = resolve(variable.group(1), assigned, depth + 1);
      if (!database.isEmpty()) {
        return database;
      }
    }
    Matcher url = URL.matcher(value);
    String literal = url.find() ? DatabaseUrl.parse(url.group()).database() : "";
    return literal.contains("$") ? "" : literal;
  }
}
