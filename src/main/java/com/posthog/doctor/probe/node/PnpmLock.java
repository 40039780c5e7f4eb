package com.posthog.doctor.probe.node;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The parts of a pnpm lock file that say what is installed: what each workspace folder asks for and
 * got, and the packages. Read line by line: the file is written by a program and has 40 000 lines.
 *
 * @param importers the text of each workspace folder's block, by the folder
 * @param packages the names with versions
 * @param conflict whether it has the marks of an unfinished merge
 */
record PnpmLock(Map<String, String> importers, Set<String> packages, boolean conflict) {

  static PnpmLock parse(String text) {
    Parser parser = new Parser();
    text.lines().forEach(parser::line);
    return parser.finish();
  }

  /** Whether a folder's block asks for nothing. */
  boolean asksForNothing(String importer) {
    String block = importers.getOrDefault(importer, "");
    return block.isBlank() || block.strip().equals("{}");
  }

  private static final class Parser {
    private final Map<String, String> importers = new LinkedHashMap<>();
    private final Set<String> packages = new LinkedHashSet<>();
    private final StringBuilder block = new StringBuilder();
    private String section = "";
    private String importer = "";
    private boolean conflict;

    void line(String line) {
      if (line.isEmpty()) {
        return;
      }
      if (line.startsWith("<<<<<<< ") || line.startsWith(">>>>>>> ")) {
        conflict = true;
      }
      if (line.charAt(0) != ' ') {
        endImporter();
        section = key(line);
        // a lock of one folder has that folder's dependencies at the top
        if (section.endsWith("ependencies")) {
          importer = ".";
          block.append(importers.getOrDefault(".", "")).append(section).append('\n');
        }
        return;
      }
      boolean entry = line.length() > 2 && line.charAt(1) == ' ' && line.charAt(2) != ' ';
      if (section.equals("importers")) {
        importerLine(line, entry);
      } else if (section.endsWith("ependencies")) {
        block.append(line).append('\n');
      } else if (entry && section.equals("packages")) {
        packages.add(key(line.substring(2)));
      }
    }

    private void importerLine(String line, boolean entry) {
      if (!entry) {
        block.append(line).append('\n');
        return;
      }
      endImporter();
      importer = key(line.substring(2));
      int colon = line.indexOf(": ");
      if (colon >= 0) {
        block.append(line.substring(colon + 2));
      }
    }

    private void endImporter() {
      if (!importer.isEmpty()) {
        importers.put(importer, block.toString());
      }
      importer = "";
      block.setLength(0);
    }

    PnpmLock finish() {
      endImporter();
      return new PnpmLock(importers, packages, conflict);
    }

    /** The key of a line such as {@code '@types/node@24.0.0':} or {@code products/x: {}}. */
    private static String key(String line) {
      int from = 0;
      int to;
      if (line.startsWith("'") || line.startsWith("\"")) {
        from = 1;
        to = line.indexOf(line.charAt(0), 1);
      } else {
        to = line.endsWith(":") ? line.length() - 1 : line.indexOf(": ");
      }
      return to < from ? line : line.substring(from, to);
    }
  }
}
