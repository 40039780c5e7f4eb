package com.posthog.doctor.probe.postgres;

import com.posthog.doctor.facts.AppliedMigrations;
import com.posthog.doctor.facts.MigrationFacts;
import com.posthog.doctor.facts.MigrationFacts.Ledger;
import com.posthog.doctor.facts.MigrationFacts.Names;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lays the migration files of apps beside the rows of {@code django_migrations}, as Django's loader
 * does. A file is opened only where the names alone do not agree: it may replace others.
 */
final class DjangoLedger {
  private static final int MOST_OPENED = 400;
  private static final int LARGEST = 2 << 20;
  private static final Pattern REPLACES =
      Pattern.compile("(?m)^\\s*replaces\\s*(?::[^=\\n]*)?=\\s*\\[");
  private static final Pattern PAIR =
      Pattern.compile("[\\[(]\\s*[\"'](\\w+)[\"']\\s*,\\s*[\"'](\\w+)[\"']\\s*,?\\s*[\\])]");
  private static final Pattern SQUASHED = Pattern.compile("([0-9]{4,})_.*_squashed_([0-9]{4,}).*");

  private final Host host;
  private final Deadline deadline;
  private final List<DjangoApps.App> apps;
  private final Set<String> rows;
  private final Map<String, Set<String>> replaces = new LinkedHashMap<>();
  private int opened;

  DjangoLedger(
      Host host, Deadline deadline, List<DjangoApps.App> apps, AppliedMigrations.Database applied) {
    this.host = host;
    this.deadline = deadline;
    this.apps = apps;
    this.rows = new HashSet<>(applied.django());
  }

  Ledger ledger(AppliedMigrations.Database applied) {
    Set<String> labels = new HashSet<>();
    Set<String> files = new LinkedHashSet<>();
    for (DjangoApps.App app : apps) {
      labels.add(app.label());
      app.names().forEach(name -> files.add(app.label() + "." + name));
    }
    List<String> known =
        applied.django().stream().filter(row -> labels.contains(label(row))).toList();
    boolean fresh = known.isEmpty();
    if (!fresh) {
      openWhereNamesDiffer(files, known);
    }
    return new Ledger(
        applied.name(),
        MigrationFacts.DJANGO,
        "",
        applied.hasDjango(),
        files.size(),
        known.size(),
        Names.of(fresh ? List.copyOf(files) : pending(files)),
        Names.of(orphaned(files, known)),
        Names.of(List.of()),
        Names.of(List.of()),
        applied.problem());
  }

  private static String label(String row) {
    return row.substring(0, Math.max(0, row.indexOf('.')));
  }

  /** Files without a row may replace applied ones; so may others, where rows have no file. */
  private void openWhereNamesDiffer(Set<String> files, List<String> known) {
    Set<String> odd = new HashSet<>();
    known.stream().filter(row -> !files.contains(row)).forEach(row -> odd.add(label(row)));
    for (DjangoApps.App app : apps) {
      for (String name : app.names()) {
        String file = app.label() + "." + name;
        boolean squashed = odd.contains(app.label()) && name.contains("squashed");
        if (!rows.contains(file) || squashed) {
          open(app, name);
        }
      }
    }
    for (DjangoApps.App app : apps) {
      boolean unexplained =
          odd.contains(app.label())
              && known.stream()
                  .anyMatch(
                      row ->
                          label(row).equals(app.label())
                              && !files.contains(row)
                              && !isReplaced(row));
      // what replaces others without saying so in its name is old: it is among the first files
      app.names().stream()
          .filter(name -> unexplained && !replaces.containsKey(app.label() + "." + name))
          .limit(50)
          .forEach(name -> open(app, name));
    }
  }

  private void open(DjangoApps.App app, String name) {
    if (opened >= MOST_OPENED || deadline.isOver()) {
      return;
    }
    opened++;
    try {
      String text = host.readText(app.folder().resolve(name + ".py"), LARGEST);
      Matcher start = REPLACES.matcher(text);
      Set<String> replaced = new LinkedHashSet<>();
      if (start.find()) {
        addPairs(text, start.end(), replaced);
      }
      replaces.put(app.label() + "." + name, replaced);
    } catch (IOException unreadable) {
      replaces.put(app.label() + "." + name, Set.of());
    }
  }

  /** The pairs of names up to the end of the list, which is data and is not evaluated. */
  private static void addPairs(String text, int from, Set<String> replaced) {
    int depth = 1;
    int end = from;
    while (end < text.length() && depth > 0) {
      char letter = text.charAt(end++);
      depth += letter == '[' ? 1 : letter == ']' ? -1 : 0;
    }
    Matcher pair = PAIR.matcher(text).region(from, end);
    while (pair.find()) {
      replaced.add(pair.group(1) + "." + pair.group(2));
    }
  }

  private boolean isReplaced(String name) {
    return replaces.values().stream().anyMatch(names -> names.contains(name));
  }

  private List<String> pending(Set<String> files) {
    Set<String> settled = new HashSet<>();
    Set<String> broken = new HashSet<>();
    replaces.forEach(
        (file, replaced) -> {
          if (replaced.isEmpty()) {
            return;
          }
          long applied = replaced.stream().filter(rows::contains).count();
          if (rows.contains(file) || applied == replaced.size()) {
            settled.add(file);
            settled.addAll(replaced);
          } else if (applied == 0) {
            settled.addAll(replaced); // the new one stands for all of them
          } else if (files.containsAll(replaced)) {
            settled.add(file); // Django goes on with the old ones
          } else {
            broken.add(file);
          }
        });
    List<String> pending = new ArrayList<>();
    for (String file : files) {
      if (!rows.contains(file) && (broken.contains(file) || !settled.contains(file))) {
        pending.add(file);
      }
    }
    return pending;
  }

  private List<String> orphaned(Set<String> files, List<String> known) {
    List<String> orphaned = new ArrayList<>();
    for (String row : known) {
      if (!files.contains(row) && !isReplaced(row) && !isHistory(row)) {
        orphaned.add(row);
      }
    }
    return orphaned;
  }

  /**
   * Whether it lies before the first file of its app, or in a range that a squashed file names:
   * such rows stay behind when the files that they came from are taken away.
   */
  private boolean isHistory(String row) {
    long number = number(row.substring(row.indexOf('.') + 1));
    for (DjangoApps.App app : apps) {
      if (!app.label().equals(label(row))) {
        continue;
      }
      if (number < number(app.names().get(0))) {
        return true;
      }
      for (String name : app.names()) {
        Matcher squashed = name.contains("_squashed_") ? SQUASHED.matcher(name) : null;
        if (squashed != null
            && squashed.matches()
            && number(squashed.group(1)) <= number
            && number <= number(squashed.group(2))) {
          return true;
        }
      }
    }
    return false;
  }

  private static long number(String name) {
    int end = 0;
    while (end < name.length() && end < 9 && Character.isDigit(name.charAt(end))) {
      end++;
    }
    return end == 0 ? Long.MAX_VALUE : Long.parseLong(name.substring(0, end));
  }
}
