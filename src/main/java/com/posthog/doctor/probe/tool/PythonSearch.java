package com.posthog.doctor.probe.tool;

import com.posthog.doctor.facts.ToolFacts.Copy;
import com.posthog.doctor.facts.ToolboxFacts;
import com.posthog.doctor.facts.ToolboxFacts.Place;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.model.VersionRange;
import com.posthog.doctor.probe.tool.Candidates.Candidate;
import com.posthog.doctor.probe.tool.ToolProbe.Sighting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for a Python that the checkout can use: uv takes any that fits, so the first that fits
 * counts.
 */
final class PythonSearch {
  private static final Pattern MINOR = Pattern.compile("([0-9]+\\.[0-9]+)");
  private static final int MOST_ENTRIES = 200;

  private final Host host;
  private final Path checkout;
  private final ToolboxFacts toolbox;
  private final String range;
  private final List<Copy> seen = new ArrayList<>();

  PythonSearch(Host host, Path checkout, ToolboxFacts toolbox, String range) {
    this.host = host;
    this.checkout = checkout;
    this.toolbox = toolbox;
    this.range = range;
  }

  /** The first Python that will do, else the first of all, with the others. */
  Sighting look(
      Candidates candidates,
      VersionManagers managers,
      VersionFiles files,
      VersionQuestion question) {
    if (!toolbox.venvPython().isEmpty()) {
      seen.add(
          new Copy(
              toolbox.venv() + "/bin/python",
              toolbox.venvPython(),
              "the virtual environment",
              false));
    }
    managedByUv();
    if (!enough()) {
      onPath(candidates, managers, files, question);
    }
    if (seen.isEmpty()) {
      return Sighting.NONE.with(List.of(), candidates.rejected());
    }
    Copy best = seen.stream().filter(this::fits).findFirst().orElse(seen.get(0));
    List<Copy> others = new ArrayList<>(seen);
    others.remove(best);
    return new Sighting(
            best.path(), best.foundBy(), false, best.version(), "", "", false, List.of(), List.of())
        .with(others, candidates.rejected());
  }

  private boolean enough() {
    return seen.stream().anyMatch(this::fits);
  }

  private boolean fits(Copy copy) {
    return !copy.version().isEmpty()
        && (range.isEmpty() || VersionRange.python(range).admits(copy.version()).orElse(false));
  }

  private void managedByUv() {
    String named = host.environment().getOrDefault("UV_PYTHON_INSTALL_DIR", "");
    Optional<Path> folder =
        named.startsWith("/")
            ? Optional.of(Path.of(named))
            : host.home().map(home -> home.resolve(".local/share/uv/python"));
    if (folder.isEmpty()) {
      return;
    }
    try {
      for (String name : host.list(folder.get(), MOST_ENTRIES)) {
        Path python = folder.get().resolve(name).resolve("bin/python3");
        Matcher version =
            Pattern.compile("cpython-([0-9]+\\.[0-9]+\\.[0-9]+\\S*?)-.*").matcher(name);
        if (version.matches()
            && host.state(python).isFile()
            && host.link(folder.get().resolve(name)).isEmpty()) {
          seen.add(new Copy(python.toString(), version.group(1), "uv", false));
        }
      }
    } catch (IOException noneManaged) {
      return;
    }
  }

  private void onPath(
      Candidates candidates,
      VersionManagers managers,
      VersionFiles files,
      VersionQuestion question) {
    Program program = Program.of("python");
    List<String> names = new ArrayList<>();
    Matcher minor = MINOR.matcher(range);
    if (minor.find()) {
      names.add("python" + minor.group(1));
    }
    names.addAll(program.names());
    for (Place place : toolbox.places()) {
      candidates.look(place, names);
    }
    boolean asked = false;
    for (Candidate candidate : candidates.found()) {
      Optional<VersionManagers.Choice> behind =
          managers.behind(candidate.path(), candidate.real(), program);
      Path path = behind.isPresent() ? behind.get().path() : candidate.path();
      if (behind.isPresent() && !behind.get().problem().isEmpty()) {
        continue;
      }
      Path real = host.real(path);
      String foundBy = behind.map(VersionManagers.Choice::manager).orElse(candidate.foundBy());
      String version =
          files.find("python", program, real).map(VersionFiles.Told::version).orElse("");
      boolean foreign = !real.startsWith(host.real(checkout)) && !path.startsWith(checkout);
      if (version.isEmpty() && !asked && foreign) {
        asked = true;
        version = question.ask(program, path).version();
      }
      seen.add(new Copy(path.toString(), version, foundBy, false));
    }
  }
}
