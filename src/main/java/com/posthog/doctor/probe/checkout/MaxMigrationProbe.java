package com.posthog.doctor.probe.checkout;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.MaxMigrationFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code max_migration.txt} of every app and the newest migrations beside it. Only those are
 * read: what nothing follows is new, and a large app has a thousand of them.
 */
public final class MaxMigrationProbe implements Probe<MaxMigrationFacts> {
  private static final String FILE = "max_migration.txt";
  private static final int NEWEST = 16;
  private static final int MOST_FOLDERS = 2000;
  private static final int SMALL = 512 * 1024;
  private static final Pattern MIGRATION = Pattern.compile("[0-9]{4}_\\w+\\.py");
  private static final Pattern REFERENCE =
      Pattern.compile("[\"']([a-z0-9_]+)[\"']\\s*,\\s*[\"']([0-9]{4}_\\w+)[\"']");
  private static final Pattern LABEL = Pattern.compile("label\\s*=\\s*[\"'](\\w+)[\"']");

  @Override
  public Set<FactKey<?>> needs(FactKey<MaxMigrationFacts> key) {
    return Set.of(CheckoutFacts.KEY);
  }

  @Override
  public MaxMigrationFacts read(
      FactKey<MaxMigrationFacts> key, Host host, Facts soFar, Deadline deadline) {
    Path checkout = Path.of(soFar.get(CheckoutFacts.KEY).path());
    List<MaxMigrationFacts.App> apps = new ArrayList<>();
    for (Path folder : folders(host, checkout)) {
      apps.add(app(host, checkout, folder));
    }
    return new MaxMigrationFacts(apps);
  }

  /**
   * The folders {@code migrations} with such a file: of apps, of products, and of their backends.
   */
  private static List<Path> folders(Host host, Path checkout) {
    List<Path> candidates = new ArrayList<>();
    for (String app : List.of("posthog", "ee", "common")) {
      candidates.add(checkout.resolve(app));
      names(host, checkout.resolve(app))
          .forEach(name -> candidates.add(checkout.resolve(app).resolve(name)));
    }
    for (String product : names(host, checkout.resolve("products"))) {
      candidates.add(checkout.resolve("products").resolve(product));
      candidates.add(checkout.resolve("products").resolve(product).resolve("backend"));
    }
    return candidates.stream()
        .limit(MOST_FOLDERS)
        .map(folder -> folder.resolve("migrations"))
        .filter(folder -> host.state(folder.resolve(FILE)).exists())
        .toList();
  }

  private static List<String> names(Host host, Path folder) {
    try {
      return host.list(folder, MOST_FOLDERS).stream()
          .filter(name -> name.indexOf('.') < 0 && !name.startsWith("__"))
          .toList();
    } catch (IOException none) {
      return List.of();
    }
  }

  private static MaxMigrationFacts.App app(Host host, Path checkout, Path folder) {
    String label = label(host, folder);
    String place = checkout.relativize(folder).toString();
    String text;
    List<String> names;
    try {
      text = host.readText(folder.resolve(FILE), SMALL);
      names = migrations(host.list(folder, 20_000));
    } catch (IOException unreadable) {
      String problem = String.valueOf(unreadable.getMessage());
      return new MaxMigrationFacts.App(label, place, "", problem, 0, false, List.of());
    }
    int conflict = conflict(text);
    String max = conflict > 0 ? "" : text.strip();
    return new MaxMigrationFacts.App(
        label,
        place,
        max.length() > 200 ? max.substring(0, 200) : max,
        max.indexOf('\n') >= 0 ? "has more than one line" : "",
        conflict,
        names.contains(max),
        leaves(host, folder, label, names));
  }

  private static List<String> migrations(List<String> files) {
    return files.stream()
        .filter(name -> MIGRATION.matcher(name).matches())
        .map(name -> name.substring(0, name.length() - ".py".length()))
        .toList();
  }

  private static String label(Host host, Path folder) {
    Path app = folder.resolve("..").normalize();
    try {
      Matcher declared = LABEL.matcher(host.readText(app.resolve("apps.py"), SMALL));
      if (declared.find()) {
        return declared.group(1);
      }
    } catch (IOException none) {
      return String.valueOf(app.getFileName());
    }
    return String.valueOf(app.getFileName());
  }

  private static int conflict(String text) {
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("<<<<<<<") || line.startsWith("=======") || line.startsWith(">>>>>>>")) {
        return i + 1;
      }
    }
    return 0;
  }

  /** The newest migrations that no other one names as what it follows or replaces. */
  private static List<String> leaves(Host host, Path folder, String label, List<String> names) {
    Set<String> leaves =
        new LinkedHashSet<>(names.subList(Math.max(0, names.size() - NEWEST), names.size()));
    boolean linked = false;
    for (String name : List.copyOf(leaves)) {
      try {
        String text = host.readText(folder.resolve(name + ".py"), SMALL);
        linked |= text.contains("dependencies");
        Matcher references = REFERENCE.matcher(text);
        while (references.find()) {
          if (references.group(1).equals(label) && !references.group(2).equals(name)) {
            leaves.remove(references.group(2));
          }
        }
      } catch (IOException unreadable) {
        return List.of(); // what it follows is not known, so nothing is said
      }
    }
    return linked ? List.copyOf(leaves) : highest(names);
  }

  /** ClickHouse's migrations name no other one: those with the highest number are the last. */
  private static List<String> highest(List<String> names) {
    String last = names.isEmpty() ? "" : names.get(names.size() - 1);
    return names.stream().filter(name -> name.regionMatches(0, last, 0, 5)).toList();
  }
}
