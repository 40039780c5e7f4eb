package com.posthog.doctor.probe.tool;

import com.posthog.doctor.facts.RequirementFacts.Need;
import com.posthog.doctor.facts.ToolFacts.Copy;
import com.posthog.doctor.facts.ToolboxFacts;
import com.posthog.doctor.facts.ToolboxFacts.Place;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.model.VersionRange;
import com.posthog.doctor.probe.tool.Candidates.Candidate;
import com.posthog.doctor.probe.tool.ToolProbe.Sighting;
import com.posthog.doctor.probe.tool.VersionManagers.Choice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the copy of a program that the checkout would run, and as much about it as is needed. */
final class Inspection {
  private final Host host;
  private final Path checkout;
  private final ToolboxFacts toolbox;
  private final Need need;
  private final Candidates candidates;
  private final VersionFiles files;
  private final VersionManagers managers;
  private final VersionQuestion question;

  Inspection(
      Host host,
      Path checkout,
      ToolboxFacts toolbox,
      Need need,
      boolean stubsWork,
      Deadline deadline) {
    this.host = host;
    this.checkout = checkout;
    this.toolbox = toolbox;
    this.need = need;
    this.candidates = new Candidates(host, stubsWork);
    this.files = new VersionFiles(host);
    this.managers = new VersionManagers(host, checkout);
    this.question = new VersionQuestion(host, deadline);
  }

  /** Any program but Python. */
  Sighting of(String tool) {
    Program program = Program.of(tool);
    for (Place place : toolbox.places()) {
      candidates.look(place, program.names());
    }
    List<Candidate> found = new ArrayList<>(candidates.found());
    if (tool.equals("node") && !inEnvironment(found)) {
      managers.nodeFor(need.pinned()).ifPresent(choice -> chooseFirst(found, choice));
    }
    if (found.isEmpty()) {
      return Sighting.NONE.with(List.of(), candidates.rejected());
    }
    Sighting first = sight(tool, program, found.get(0), true);
    return first.with(others(tool, program, found, first), candidates.rejected());
  }

  private boolean inEnvironment(List<Candidate> found) {
    return !found.isEmpty()
        && !toolbox.folder().isEmpty()
        && found.get(0).path().startsWith(Path.of(toolbox.folder()));
  }

  private void chooseFirst(List<Candidate> found, Choice choice) {
    Path real = host.real(choice.path());
    boolean onPath = found.stream().anyMatch(one -> one.real().equals(real) && one.onPath());
    found.removeIf(one -> one.real().equals(real));
    found.add(0, new Candidate(choice.path(), real, choice.manager(), onPath));
  }

  /** What a candidate is; it is started only when no file tells and the version matters. */
  private Sighting sight(String tool, Program program, Candidate candidate, boolean mayAsk) {
    Path path = candidate.path();
    Path real = candidate.real();
    String foundBy = candidate.foundBy();
    Optional<Choice> behind =
        tool.equals("cargo") && Rustup.isProxy(real)
            ? Optional.of(new Rustup(host, checkout).cargo())
            : managers.behind(path, real, program);
    if (behind.isPresent()) {
      foundBy = behind.get().manager();
      if (!behind.get().problem().isEmpty()) {
        boolean certain = behind.get().certain();
        return seen(path, foundBy, candidate, "", "", behind.get().problem(), certain);
      }
      path = behind.get().path();
      real = host.real(path);
    }
    if (tool.equals("pnpm") && real.toString().contains("corepack")) {
      return corepack(candidate);
    }
    Optional<VersionFiles.Told> told = files.find(tool, program, real);
    if (told.isPresent()) {
      return seen(path, foundBy, candidate, told.get().version(), told.get().source(), "", false);
    }
    if (!mayAsk || !program.always() && need.range().isEmpty()) {
      return seen(path, foundBy, candidate, "", "", "", false);
    }
    Optional<Path> safe = safe(program, path, real);
    if (safe.isEmpty()) {
      String why = "is inside the checkout, so it is not started";
      return seen(path, foundBy, candidate, "", "", why, false);
    }
    VersionQuestion.Said said = question.ask(program, safe.get());
    String source = safe.get().getFileName() + " " + program.option();
    return seen(path, foundBy, candidate, said.version(), source, said.problem(), said.broken());
  }

  /**
   * The path by which a program may be started: never one that the checkout's author has written.
   */
  private Optional<Path> safe(Program program, Path path, Path real) {
    Path own = host.real(checkout);
    if (real.startsWith(own)) {
      return Optional.empty();
    }
    if (!path.startsWith(checkout) && !path.startsWith(own)) {
      return Optional.of(path);
    }
    // a link out of the checkout, as flox makes it: its end is started, if it is what it is called
    String end = String.valueOf(real.getFileName());
    boolean same =
        program.names().stream().anyMatch(name -> end.equals(name) || end.startsWith(name));
    return same || real.startsWith("/nix/store") ? Optional.of(real) : Optional.empty();
  }

  private static Sighting seen(
      Path path,
      String foundBy,
      Candidate candidate,
      String version,
      String versionIn,
      String problem,
      boolean broken) {
    boolean offPath = candidate.foundBy().equals(SearchPath.ELSEWHERE);
    return new Sighting(
        path.toString(),
        foundBy,
        offPath,
        version,
        versionIn,
        problem,
        broken,
        List.of(),
        List.of());
  }

  /** Corepack's pnpm is the version that package.json names, fetched when it is first used. */
  private Sighting corepack(Candidate candidate) {
    String source = "corepack, which runs what package.json names";
    return seen(candidate.path(), "corepack", candidate, need.range(), source, "", false);
  }

  /** The other copies; the first of them is asked too when it may be the better one. */
  private List<Copy> others(String tool, Program program, List<Candidate> found, Sighting first) {
    List<Copy> others = new ArrayList<>();
    boolean wrong = !need.range().isEmpty() && !admits(need.range(), first.version());
    Optional<Path> shell = shell(program);
    for (Candidate candidate : found.subList(1, found.size())) {
      boolean earlier = shell.isPresent() && shell.get().equals(candidate.path());
      boolean ask = others.isEmpty() && (wrong || earlier && !need.range().isEmpty());
      Sighting other = sight(tool, program, candidate, ask && first.problem().isEmpty());
      if (!other.path().equals(first.path())) {
        others.add(new Copy(other.path(), other.version(), other.foundBy(), earlier));
      }
    }
    return others;
  }

  /** The copy that the shell would run. */
  private Optional<Path> shell(Program program) {
    return program.names().stream().flatMap(name -> host.which(name).stream()).findFirst();
  }

  private static boolean admits(String range, String version) {
    return VersionRange.of(range).admits(version).orElse(true);
  }

  /**
   * Python: the virtual environment's, one that uv manages, or any other; the first that will do.
   */
  Sighting python() {
    PythonSearch search = new PythonSearch(host, checkout, toolbox, need.range());
    return search.look(candidates, managers, files, question);
  }
}
