package com.posthog.doctor.probe.tool;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.model.VersionRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What nvm, fnm, volta, mise, asdf and pyenv would run in a folder, read from their own files. */
final class VersionManagers {
  private static final int MOST_ENTRIES = 500;
  private static final int MOST_BYTES = 256 * 1024;

  private final Host host;
  private final Path checkout;

  VersionManagers(Host host, Path checkout) {
    this.host = host;
    this.checkout = checkout;
  }

  /**
   * What a manager would run.
   *
   * @param problem why it would run nothing; empty when it would run {@code path}
   * @param certain whether that is sure, rather than that its files do not tell
   */
  record Choice(String manager, Path path, String problem, boolean certain) {

    /** The program that it would run. */
    static Choice of(String manager, Path path) {
      return new Choice(manager, path, "", true);
    }

    /** Nothing would be run, as is sure or only as far as its files tell. */
    static Choice nothing(String manager, String problem, boolean certain) {
      return new Choice(manager, Path.of("/"), problem, certain);
    }
  }

  /** The Node that nvm or fnm have installed for the version of {@code .nvmrc}. */
  Optional<Choice> nodeFor(String wanted) {
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    for (Path folder : homes("NVM_DIR", ".nvm")) {
      Optional<Choice> node = node("nvm", folder.resolve("versions/node"), wanted, "bin/node");
      if (node.isPresent()) {
        return node;
      }
    }
    for (Path folder :
        homes("FNM_DIR", ".local/share/fnm", "Library/Application Support/fnm", ".fnm")) {
      Path versions = folder.resolve("node-versions");
      Optional<Choice> node = node("fnm", versions, wanted, "installation/bin/node");
      if (node.isPresent()) {
        return node;
      }
    }
    return Optional.empty();
  }

  /** The program of an installed version; a folder without it is what a broken download left. */
  private Optional<Choice> node(String manager, Path versions, String wanted, String program) {
    return installed(versions, wanted)
        .map(name -> versions.resolve(name).resolve(program))
        .filter(node -> host.state(node).isFile())
        .map(node -> Choice.of(manager, node));
  }

  /** What a shim on PATH leads to; empty when the program is no shim. */
  Optional<Choice> behind(Path program, Path real, Program wanted) {
    String path = program.toString();
    String end = real.getFileName() == null ? "" : real.getFileName().toString();
    if (end.equals("volta-shim") && wanted.plugins().contains("node")) {
      return Optional.of(volta());
    }
    if (path.contains("/mise/shims/") || end.equals("mise")) {
      return Optional.of(managed("mise", wanted));
    }
    if (path.contains("/.asdf/shims/")) {
      return Optional.of(managed("asdf", wanted));
    }
    if (path.contains("/.pyenv/shims/") || path.contains("/pyenv/shims/")) {
      return Optional.of(pyenv(program));
    }
    return Optional.empty();
  }

  private Choice volta() {
    Path home = homes("VOLTA_HOME", ".volta").stream().findFirst().orElse(Path.of("/"));
    String version = json(checkout.resolve("package.json"), "volta", "node");
    if (version.isEmpty()) {
      version = json(home.resolve("tools/user/platform.json"), "node", "runtime");
    }
    if (version.isEmpty()) {
      return none("volta", "node");
    }
    Path node = home.resolve("tools/image/node").resolve(version).resolve("bin/node");
    return host.state(node).isFile() ? Choice.of("volta", node) : absent("volta", version);
  }

  private Choice managed(String manager, Program program) {
    Path installs =
        manager.equals("mise")
            ? homes("MISE_DATA_DIR", ".local/share/mise").stream().findFirst().orElse(Path.of("/"))
            : homes("ASDF_DATA_DIR", ".asdf").stream().findFirst().orElse(Path.of("/"));
    Optional<String> version = Optional.empty();
    for (String plugin : program.plugins()) {
      version = version.or(() -> selected(plugin));
    }
    if (version.isEmpty() && program.plugins().contains("node")) {
      Pattern number = Pattern.compile("^\\s*v?([0-9][0-9.]*)");
      version = match(text(checkout.resolve(NodeRequirements.NVMRC)), number);
    }
    if (version.isPresent()) {
      return installed(manager, installs.resolve("installs"), program, version.get());
    }
    return none(manager, program.plugins().get(0));
  }

  private Choice installed(String manager, Path installs, Program program, String version) {
    for (String plugin : program.plugins()) {
      Optional<String> name = installed(installs.resolve(plugin), version);
      for (String file : program.names()) {
        Path path = installs.resolve(plugin).resolve(name.orElse("none")).resolve("bin/" + file);
        if (name.isPresent() && host.state(path).isFile()) {
          return Choice.of(manager, host.real(path));
        }
      }
    }
    return absent(manager, version);
  }

  private static Choice none(String manager, String tool) {
    String problem =
        "is a shim of " + manager + ", whose files do not tell which " + tool + " it runs here";
    return Choice.nothing(manager, problem, false);
  }

  private static Choice absent(String manager, String version) {
    String problem = "is a shim of " + manager + ", which has not installed " + version;
    return Choice.nothing(manager, problem, true);
  }

  /**
   * The version of a plugin that {@code .tool-versions} or mise's files select, upwards, then at
   * home.
   */
  private Optional<String> selected(String plugin) {
    for (@Nullable Path folder = checkout; folder != null; folder = folder.getParent()) {
      Optional<String> version = selectedIn(folder, plugin);
      if (version.isPresent()) {
        return version;
      }
    }
    for (Path home : homes("", "", ".config/mise")) {
      Optional<String> version = selectedIn(home, plugin);
      if (version.isPresent()) {
        return version;
      }
    }
    return Optional.empty();
  }

  private Optional<String> selectedIn(Path folder, String plugin) {
    String word = Pattern.quote(plugin);
    Pattern line = Pattern.compile("(?m)^" + word + "\\s+([0-9][0-9.]*)");
    Pattern assignment = Pattern.compile("(?m)^\"?" + word + "\"?\\s*=\\s*\"([0-9][0-9.]*)\"");
    Optional<String> version = match(text(folder.resolve(".tool-versions")), line);
    for (String file : List.of("mise.toml", ".mise.toml", "config.toml")) {
      if (version.isEmpty() && (!file.equals("config.toml") || folder.endsWith("mise"))) {
        version = match(text(folder.resolve(file)), assignment);
      }
    }
    return version;
  }

  private Choice pyenv(Path shim) {
    Path home = homes("PYENV_ROOT", ".pyenv").stream().findFirst().orElse(Path.of("/"));
    List<Path> files = new ArrayList<>();
    for (@Nullable Path folder = checkout; folder != null; folder = folder.getParent()) {
      files.add(folder.resolve(".python-version"));
    }
    files.add(home.resolve("version"));
    for (Path file : files) {
      Optional<String> version = match(text(file), Pattern.compile("^\\s*([0-9][0-9.]*)"));
      if (version.isPresent()) {
        Optional<String> name = installed(home.resolve("versions"), version.get());
        Path python =
            home.resolve("versions").resolve(name.orElse("none")).resolve("bin").resolve("python3");
        return host.state(python).isFile()
            ? Choice.of("pyenv", python)
            : absent("pyenv", version.get());
      }
    }
    return none("pyenv", String.valueOf(shim.getFileName()));
  }

  /** The newest installed version that is the wanted one or begins with it. */
  private Optional<String> installed(Path folder, String wanted) {
    try {
      String best = "";
      for (String name : host.list(folder, MOST_ENTRIES)) {
        String version = name.startsWith("v") ? name.substring(1) : name;
        boolean fits = version.equals(wanted) || version.startsWith(wanted + ".");
        if (fits && VersionRange.numbers(version).isPresent()) {
          boolean newer =
              best.isEmpty()
                  || VersionRange.compare(
                          VersionRange.numbers(version).get(),
                          VersionRange.numbers(best).orElse(List.of()))
                      > 0;
          best = newer ? name : best;
        }
      }
      return best.isEmpty() ? Optional.empty() : Optional.of(best);
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  /** The folder that a variable names, else these below the home folder. */
  private List<Path> homes(String variable, String... below) {
    String named = host.environment().getOrDefault(variable, "");
    List<Path> folders = new ArrayList<>();
    if (named.startsWith("/")) {
      folders.add(Path.of(named));
    } else {
      host.home()
          .ifPresent(
              home -> {
                for (String name : below) {
                  folders.add(home.resolve(name));
                }
              });
    }
    return folders;
  }

  private String json(Path file, String outer, String inner) {
    try {
      JsonElement root = JsonParser.parseString(text(file));
      JsonElement value = root instanceof JsonObject object ? object.get(outer) : null;
      value = value instanceof JsonObject object ? object.get(inner) : null;
      return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    } catch (JsonParseException malformed) {
      return "";
    }
  }

  private static Optional<String> match(String text, Pattern pattern) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private String text(Path file) {
    try {
      return host.readText(file, MOST_BYTES);
    } catch (IOException unreadable) {
      return "";
    }
  }
}
