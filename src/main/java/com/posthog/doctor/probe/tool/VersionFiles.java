package com.posthog.doctor.probe.tool;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells versions from where programs are installed, where that is sure: starting them costs more.
 */
final class VersionFiles {
  private static final int MOST_BYTES = 256 * 1024;
  private static final Pattern NUMBER = Pattern.compile("v?([0-9]+(?:\\.[0-9]+){1,3})(?:_[0-9]+)?");
  private static final Pattern NODE_LINE =
      Pattern.compile("#define NODE_(MAJOR|MINOR|PATCH)_VERSION ([0-9]+)");

  private final Host host;

  VersionFiles(Host host) {
    this.host = host;
  }

  /** A version and what told it. */
  record Told(String version, String source) {}

  /** The version of a program, when its place or a file beside it tells. */
  Optional<Told> find(String tool, Program program, Path real) {
    Optional<Told> told = byFolder(program, real);
    if (told.isEmpty() && tool.equals("node")) {
      told = nodeHeader(real);
    }
    if (told.isEmpty() && tool.equals("pnpm")) {
      told = packageJson(real, "pnpm");
    }
    if (told.isEmpty() && tool.equals("python")) {
      told = virtualEnvironment(real);
    }
    return told;
  }

  /** Folder names that package and version managers make: {@code Cellar/node/24.9.0}. */
  private static Optional<Told> byFolder(Program program, Path real) {
    for (int i = 2; i < real.getNameCount() - 1; i++) {
      String above = real.getName(i - 2).toString();
      String name = real.getName(i - 1).toString();
      boolean brewed = above.equals("Cellar") && isFormula(program, name);
      boolean managed =
          (above.equals("installs") || above.equals("image") || above.equals("versions"))
              && program.plugins().contains(name);
      boolean plain =
          name.equals("node-versions") && program.plugins().contains("node")
              || name.equals("versions")
                  && above.equals(".pyenv")
                  && program.plugins().contains("python");
      Optional<String> version = number(real.getName(i).toString());
      if ((brewed || managed || plain) && version.isPresent()) {
        return Optional.of(new Told(version.get(), "folder name"));
      }
      if (name.equals("python") && real.getName(i).toString().startsWith("cpython-")) {
        return number(real.getName(i).toString().split("-", -1)[1])
            .map(number -> new Told(number, "folder name"));
      }
    }
    return Optional.empty();
  }

  private static boolean isFormula(Program program, String name) {
    return program.formulas().stream()
        .anyMatch(formula -> name.equals(formula) || name.startsWith(formula + "@"));
  }

  private static Optional<String> number(String folder) {
    Matcher matcher = NUMBER.matcher(folder);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private Optional<Told> nodeHeader(Path real) {
    Path prefix = ancestor(real, 2);
    Path header = prefix.resolve("include/node/node_version.h");
    if (prefix.getNameCount() < 2 || !host.state(header).isFile()) {
      return Optional.empty(); // headers in /usr may belong to another package than the program
    }
    try {
      Matcher lines = NODE_LINE.matcher(host.readText(header, MOST_BYTES));
      String[] numbers = {"", "", ""};
      while (lines.find()) {
        numbers[List.of("MAJOR", "MINOR", "PATCH").indexOf(lines.group(1))] = lines.group(2);
      }
      String version = String.join(".", numbers);
      return number(version).map(number -> new Told(number, "include/node/node_version.h"));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /** The version of the npm package that a script belongs to. */
  Optional<Told> packageJson(Path real, String name) {
    for (int up = 1; up <= 3; up++) {
      Path file = ancestor(real, up).resolve("package.json");
      if (host.state(file).isFile()) {
        return declared(file, name);
      }
    }
    return Optional.empty();
  }

  private Optional<Told> declared(Path file, String name) {
    try {
      JsonElement root = JsonParser.parseString(host.readText(file, MOST_BYTES));
      if (root instanceof JsonObject fields && text(fields, "name").equals(name)) {
        return number(text(fields, "version"))
            .map(number -> new Told(number, "package.json of " + name));
      }
      return Optional.empty();
    } catch (IOException | JsonParseException | StackOverflowError unreadable) {
      return Optional.empty();
    }
  }

  private static String text(JsonObject fields, String name) {
    JsonElement value = fields.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }

  private Optional<Told> virtualEnvironment(Path program) {
    String version = VirtualEnvironment.version(host, ancestor(program, 2));
    return version.isEmpty() ? Optional.empty() : Optional.of(new Told(version, "pyvenv.cfg"));
  }

  private static Path ancestor(Path path, int levels) {
    Path at = path;
    for (int i = 0; i < levels; i++) {
      @Nullable Path parent = at.getParent();
      at = parent == null ? at : parent;
    }
    return at;
  }
}
