package com.posthog.doctor.probe.env;

import com.posthog.doctor.facts.ExportFacts;
import com.posthog.doctor.facts.ExportFacts.Export;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks through the files that a shell reads at its start for lines that export variables. */
public final class ExportsProbe implements Probe<ExportFacts> {
  private static final int LARGEST = 1 << 20;
  private static final int MOST = 2000;

  /** In the order in which shells read them. */
  private static final List<String> FILES =
      List.of(
          ".zshenv",
          ".zprofile",
          ".zshrc",
          ".zlogin",
          ".profile",
          ".bash_profile",
          ".bash_login",
          ".bashrc",
          ".config/fish/config.fish");

  private static final Set<String> EXPORTING = Set.of("export", "declare", "typeset", "set");

  @Override
  public ExportFacts read(FactKey<ExportFacts> key, Host host, Facts soFar, Deadline deadline) {
    List<Export> exports = new ArrayList<>();
    List<String> files = new ArrayList<>();
    look(host, Path.of("/etc/environment"), "/etc/environment", exports, files);
    Optional<Path> home = host.home();
    for (String name : home.isPresent() ? FILES : List.<String>of()) {
      look(host, home.orElseThrow().resolve(name), "~/" + name, exports, files);
    }
    return new ExportFacts(exports, files);
  }

  private static void look(
      Host host, Path path, String name, List<Export> exports, List<String> files) {
    String text;
    try {
      text = host.readText(path, LARGEST);
    } catch (IOException unreadable) {
      return; // what cannot be read cannot be named, and the check says all that it knows without
    }
    files.add(name);
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String variable = exported(line.strip(), name.equals("/etc/environment"));
      if (!variable.isEmpty() && exports.size() < MOST) {
        exports.add(new Export(variable, name, number));
      }
    }
  }

  /** The variable that a line exports; empty when it exports none. */
  static String exported(String line, boolean everyLine) {
    if (line.isEmpty() || line.startsWith("#")) {
      return "";
    }
    String[] words = line.split("\\s+", -1);
    if (everyLine && !words[0].equals("export")) {
      return name(line);
    }
    if (words.length < 2 || !EXPORTING.contains(words[0])) {
      return "";
    }
    boolean fish = words[0].equals("set");
    boolean exports = words[0].equals("export");
    int at = 1;
    while (at < words.length && words[at].startsWith("-")) {
      exports |= words[at].indexOf('x') > 0 || words[at].equals("--export");
      at++;
    }
    if (!exports || at == words.length) {
      return "";
    }
    return fish ? words[at] : name(words[at]);
  }

  private static String name(String assignment) {
    int equal = assignment.indexOf('=');
    return (equal < 0 ? assignment : assignment.substring(0, equal)).strip();
  }
}
