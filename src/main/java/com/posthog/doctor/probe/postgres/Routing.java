package com.posthog.doctor.probe.postgres;

import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The products that have a database of their own, from {@code products/db_routing.yaml}: the words
 * after its keys are enough, as the init script takes them too.
 */
final class Routing {
  private static final String FILE = "products/db_routing.yaml";
  private static final int LARGEST = 256 * 1024;
  private static final Pattern ENTRY =
      Pattern.compile("^[\\s-]*(app_label|database)\\s*:\\s*[\"']?([A-Za-z0-9_-]{1,60})");

  private Routing() {}

  /** The short name of the database by app label; empty without such a file. */
  static Map<String, String> of(Host host, Path checkout) {
    Map<String, String> routes = new LinkedHashMap<>();
    String text;
    try {
      text = host.readText(checkout.resolve(FILE), LARGEST);
    } catch (IOException none) {
      return routes;
    }
    String label = "";
    String database = "";
    for (String line : text.split("\n", -1)) {
      if (line.strip().startsWith("- ")) {
        label = "";
        database = "";
      }
      Matcher entry = ENTRY.matcher(line);
      if (entry.find()) {
        boolean app = entry.group(1).equals("app_label");
        label = app ? entry.group(2) : label;
        database = app ? database : entry.group(2);
      }
      if (!label.isEmpty() && !database.isEmpty()) {
        routes.put(label, database);
      }
    }
    return routes;
  }
}
