package com.posthog.doctor.probe.postgres;

import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Django apps of a checkout and the names of their migrations, from the names of folders and
 * files. No migration is opened here: a large checkout has thousands.
 */
final class DjangoApps {
  private static final int MOST_FOLDERS = 2000;
  private static final int MOST_FILES = 50_000;
  private static final int SMALL = 512 * 1024;
  private static final String WEB = "posthog/settings/web.py";
  private static final Pattern MIGRATION = Pattern.compile("[0-9]{4,}_\\w+\\.py");
  private static final Pattern LABEL =
      Pattern.compile("(?m)^\\s*label\\s*(?::\\s*str\\s*)?=\\s*[\"'](\\w+)[\"']");
  private static final Pattern NAME =
      Pattern.compile("(?m)^\\s*name\\s*(?::\\s*str\\s*)?=\\s*[\"']([\\w.]+)[\"']");

  private final Host host;
  private final Path checkout;
  private final List<App> apps = new ArrayList<>();
  private String installed = "";

  private DjangoApps(Host host, Path checkout) {
    this.host = host;
    this.checkout = checkout;
  }

  /**
   * One app.
   *
   * @param label as Django knows it
   * @param folder of its migrations
   * @param names of its migrations, without {@code .py}, sorted
   */
  record App(String label, Path folder, List<String> names) {}

  /** The apps of a checkout that have migrations of their own. */
  static List<App> of(Host host, Path checkout) {
    DjangoApps apps = new DjangoApps(host, checkout);
    apps.read();
    return apps.apps;
  }

  private void read() {
    installed = text(checkout.resolve(WEB)).orElse("");
    add("posthog", "posthog");
    add("ee", "ee");
    for (String parent : List.of("posthog", "common", "ee")) {
      // only what declares itself as an app: others keep migrations of other systems there
      for (String name : names(checkout.resolve(parent))) {
        String folder = parent + "/" + name;
        if (exists(folder + "/apps.py") && isInstalled(parent + "." + name)) {
          add(folder, name);
        }
      }
    }
    for (String product : names(checkout.resolve("products"))) {
      if (isInstalled("products." + product)) {
        add("products/" + product, product);
        add("products/" + product + "/backend", product);
      }
    }
  }

  /** Whether the settings name it; with other settings than those known, whatever is there is. */
  private boolean isInstalled(String module) {
    return !installed.contains("products.") || installed.contains(module);
  }

  private boolean exists(String path) {
    return host.state(checkout.resolve(path)).exists();
  }

  private void add(String folder, String usualLabel) {
    Path migrations = checkout.resolve(folder).resolve("migrations");
    if (!host.state(migrations).isFolder()) {
      return;
    }
    List<String> names;
    try {
      names =
          host.list(migrations, MOST_FILES).stream()
              .filter(name -> MIGRATION.matcher(name).matches())
              .map(name -> name.substring(0, name.length() - ".py".length()))
              .toList();
    } catch (IOException unreadable) {
      return;
    }
    if (!names.isEmpty()) {
      apps.add(new App(label(folder, usualLabel), migrations, names));
    }
  }

  private String label(String folder, String usual) {
    Optional<String> text = text(checkout.resolve(folder).resolve("apps.py"));
    if (text.isEmpty()) {
      return usual;
    }
    Matcher label = LABEL.matcher(text.get());
    if (label.find()) {
      return label.group(1);
    }
    Matcher name = NAME.matcher(text.get());
    return name.find() ? name.group(1).substring(name.group(1).lastIndexOf('.') + 1) : usual;
  }

  private Optional<String> text(Path file) {
    try {
      return Optional.of(host.readText(file, SMALL));
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  private List<String> names(Path folder) {
    try {
      return host.list(folder, MOST_FOLDERS).stream()
          .filter(name -> name.indexOf('.') < 0 && !name.startsWith("__"))
          .toList();
    } catch (IOException none) {
      return List.of();
    }
  }
}
