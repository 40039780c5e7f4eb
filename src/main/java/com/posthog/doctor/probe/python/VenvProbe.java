package com.posthog.doctor.probe.python;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.VenvFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.FileState;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads the virtual environment of the checkout by its files: nothing of it is started. */
public final class VenvProbe implements Probe<VenvFacts> {
  private static final int MOST_NAMES = 10;
  private static final List<String> FOLDERS =
      List.of(".flox/cache/venv", ".venv", ".devenv/state/venv");

  @Override
  public Set<FactKey<?>> needs(FactKey<VenvFacts> key) {
    return Set.of(CheckoutFacts.KEY);
  }

  @Override
  public VenvFacts read(FactKey<VenvFacts> key, Host host, Facts soFar, Deadline deadline) {
    Path checkout = Path.of(soFar.get(CheckoutFacts.KEY).path());
    Place place = place(host, checkout);
    Path venv = place.path();
    FileState state = host.state(venv);
    Map<String, String> settings = settings(host, venv.resolve("pyvenv.cfg"));
    Path python = venv.resolve("bin/python");
    String home = settings.getOrDefault("home", "");
    String version = settings.getOrDefault("version", settings.getOrDefault("version_info", ""));
    boolean working = state.isFolder() && host.state(python).isFile();
    VenvScripts scripts = working ? VenvScripts.of(host, venv) : new VenvScripts("", "");
    VenvStep step =
        working
            ? VenvStep.of(host, checkout, venv)
            : new VenvStep("", List.of(), List.of(), Set.of());
    PythonRequirement required = PythonRequirement.of(host, checkout);
    String active = host.environment().getOrDefault("VIRTUAL_ENV", "");
    return new VenvFacts(
        venv.toString(),
        place.name(),
        place.source(),
        state.kind().word(),
        !settings.isEmpty(),
        working ? python.toString() : "",
        home,
        home.startsWith("/") && host.state(Path.of(home)).isFolder(),
        version,
        required.range(),
        required.source(),
        scripts.from(),
        scripts.script(),
        step.problem(),
        first(step.changed()),
        step.changed().size(),
        first(step.lacking()),
        step.lacking().size(),
        List.copyOf(step.locked().stream().filter(ImportsProbe::asksFor).toList()),
        active,
        active.startsWith("/") && host.real(Path.of(active)).equals(host.real(venv)));
  }

  private static List<String> first(List<String> names) {
    return names.subList(0, Math.min(MOST_NAMES, names.size()));
  }

  /** Where the environment is, or would be. */
  private record Place(Path path, String name, String source) {}

  private static Place place(Host host, Path checkout) {
    for (String variable : List.of("UV_PROJECT_ENVIRONMENT", "DEVENV_STATE")) {
      String value = host.environment().getOrDefault(variable, "");
      if (!value.isEmpty() && value.indexOf('\0') < 0) {
        Path path = checkout.resolve(value).normalize();
        path = variable.equals("DEVENV_STATE") ? path.resolve("venv") : path;
        if (variable.equals("UV_PROJECT_ENVIRONMENT") || host.state(path).isFolder()) {
          return new Place(path, name(checkout, path), variable);
        }
      }
    }
    for (String name : FOLDERS) {
      if (host.state(checkout.resolve(name)).kind() != FileState.Kind.MISSING) {
        return new Place(checkout.resolve(name), name, "folder");
      }
    }
    return new Place(checkout.resolve(".venv"), ".venv", "built in: uv's own choice");
  }

  private static String name(Path checkout, Path path) {
    return path.startsWith(checkout) ? checkout.relativize(path).toString() : path.toString();
  }

  /** The settings of {@code pyvenv.cfg}; empty when it cannot be read. */
  private static Map<String, String> settings(Host host, Path file) {
    Map<String, String> settings = new HashMap<>();
    try {
      for (String line : host.readText(file, 64 * 1024).lines().toList()) {
        int equal = line.indexOf('=');
        if (equal > 0) {
          settings.put(
              line.substring(0, equal).strip().toLowerCase(Locale.ROOT),
              line.substring(equal + 1).strip());
        }
      }
    } catch (IOException | InvalidPathException unreadable) {
      return Map.of();
    }
    return settings;
  }
}
