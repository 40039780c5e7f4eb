package com.posthog.doctor.probe.python;

import com.posthog.doctor.host.FileState;
import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The path that the scripts of a virtual environment were written for. They hold it in full, so
 * that an environment cannot be moved.
 *
 * @param from the other path; empty when it was not moved
 * @param script the script that says so
 */
record VenvScripts(String from, String script) {
  private static final int SMALL = 64 * 1024;
  private static final int MOST_SCRIPTS = 12;
  private static final VenvScripts HERE = new VenvScripts("", "");

  static VenvScripts of(Host host, Path venv) {
    Path bin = venv.resolve("bin");
    String activate = activated(text(host, bin.resolve("activate")));
    if (!activate.isEmpty() && elsewhere(host, activate, venv)) {
      return new VenvScripts(activate, "bin/activate");
    }
    List<String> names;
    try {
      names = host.list(bin, 2000);
    } catch (IOException unreadable) {
      return HERE;
    }
    int looked = 0;
    for (String name : names) {
      Path script = bin.resolve(name);
      FileState state = host.state(script);
      if (looked >= MOST_SCRIPTS || !state.isFile() || state.sizeBytes() > SMALL) {
        continue;
      }
      String interpreter = interpreter(text(host, script));
      if (!interpreter.isEmpty()) {
        looked++;
        if (!host.state(Path.of(interpreter)).exists()) {
          return new VenvScripts(interpreter, "bin/" + name);
        }
      }
    }
    return HERE;
  }

  private static boolean elsewhere(Host host, String path, Path venv) {
    return !host.real(Path.of(path)).equals(host.real(venv));
  }

  /** What {@code bin/activate} sets VIRTUAL_ENV to, when it is a plain path. */
  private static String activated(String script) {
    for (String line : script.lines().toList()) {
      String text = line.strip();
      text = text.startsWith("export ") ? text.substring("export ".length()).strip() : text;
      if (text.startsWith("VIRTUAL_ENV=")) {
        String value = text.substring("VIRTUAL_ENV=".length()).replaceAll("^[\"']|[\"']$", "");
        if (value.startsWith("/")) {
          return value;
        }
      }
    }
    return "";
  }

  /** The Python that a script asks for in its first line. */
  private static String interpreter(String script) {
    if (!script.startsWith("#!/")) {
      return "";
    }
    int end = script.indexOf('\n');
    String path = script.substring(2, end < 0 ? script.length() : end).strip();
    boolean python = path.indexOf(' ') < 0 && path.contains("/bin/python");
    return python ? path : "";
  }

  private static String text(Host host, Path file) {
    try {
      return host.readText(file, SMALL);
    } catch (IOException unreadable) {
      return "";
    }
  }
}
