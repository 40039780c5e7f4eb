package com.posthog.doctor.probe.git;

import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Git's configuration, read from its files: git itself is not asked, so that no program which the
 * configuration names can run. Later files win; plain includes are followed, conditional ones only
 * by {@code gitdir}.
 */
final class GitConfig {
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_FILES = 24;

  private final Host host;
  private final Path gitFolder;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private int files;

  /** A value and the file that sets it. */
  record Value(String text, String file) {}

  GitConfig(Host host, Path gitFolder) {
    this.host = host;
    this.gitFolder = gitFolder;
  }

  /** Reads a file, when it is there. */
  GitConfig read(Path file) throws IOException {
    if (files++ >= MOST_FILES || !host.state(file).exists()) {
      return this;
    }
    String text;
    try {
      text = host.readText(file, MOST_BYTES);
    } catch (IOException unreadable) {
      throw new IOException(file + " " + unreadable.getMessage(), unreadable);
    }
    String section = "";
    for (String raw : text.replace("\\\n", "").lines().toList()) {
      String line = raw.strip();
      if (line.startsWith("[")) {
        int close = line.lastIndexOf(']');
        section = close < 0 ? "" : section(line.substring(1, close));
        line = close < 0 ? "" : line.substring(close + 1).strip();
      }
      if (!line.isEmpty() && !line.startsWith("#") && !line.startsWith(";") && !section.isEmpty()) {
        set(section, line, file);
      }
    }
    return this;
  }

  private void set(String section, String line, Path file) throws IOException {
    int equal = line.indexOf('=');
    String name = (equal < 0 ? line : line.substring(0, equal)).strip().toLowerCase(Locale.ROOT);
    String value = equal < 0 ? "true" : value(line.substring(equal + 1).strip());
    values.put(section + "." + name, new Value(value, file.toString()));
    boolean include = section.equals("include") || here(section);
    if (include && name.equals("path")) {
      Optional<Path> more = path(value, file);
      if (more.isPresent()) {
        read(more.get());
      }
    }
  }

  /** {@code remote "origin"} becomes {@code remote.origin}: the second part keeps its case. */
  private static String section(String head) {
    int blank = head.indexOf(' ');
    if (blank < 0) {
      return head.toLowerCase(Locale.ROOT);
    }
    String name = head.substring(blank + 1).strip();
    boolean quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
    return head.substring(0, blank).toLowerCase(Locale.ROOT)
        + "."
        + (quoted ? name.substring(1, name.length() - 1) : name);
  }

  /** A value without its quotes and without a comment behind it. */
  private static String value(String text) {
    StringBuilder value = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        value.append(text.charAt(++i));
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '#' || c == ';')) {
        break;
      } else {
        value.append(c);
      }
    }
    return value.toString().strip();
  }

  /** Whether a condition on the place of the git folder holds; other conditions are left out. */
  private boolean here(String section) {
    for (String kind : new String[] {"includeif.gitdir:", "includeif.gitdir/i:"}) {
      if (section.startsWith(kind)) {
        String place = section.substring(kind.length()).replaceAll("/(\\*\\*)?$", "");
        Optional<Path> folder = path(place, gitFolder);
        return folder.isPresent() && gitFolder.startsWith(folder.get());
      }
    }
    return false;
  }

  private Optional<Path> path(String text, Path besides) {
    try {
      if (text.startsWith("~/")) {
        return host.home().map(home -> home.resolve(text.substring(2)));
      }
      return Optional.of(besides.resolveSibling(text).normalize());
    } catch (InvalidPathException impossible) {
      return Optional.empty();
    }
  }

  /** The value of a key such as {@code remote.origin.url}. */
  Optional<Value> find(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** The value of the first key that ends like this, such as {@code .partialclonefilter}. */
  Optional<Value> findEnding(String end) {
    return values.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith(end))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** Whether a value means yes. */
  boolean isOn(String key) {
    String value = find(key).map(Value::text).orElse("").toLowerCase(Locale.ROOT);
    return value.equals("true") || value.equals("yes") || value.equals("on") || value.equals("1");
  }
}
