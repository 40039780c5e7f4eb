package com.posthog.doctor.probe.checkout;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.FileState;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the PostHog checkout: the folder that the reader named, else the first one upwards from
 * here.
 */
public final class CheckoutProbe implements Probe<CheckoutFacts> {
  private static final List<String> LANDMARKS =
      List.of(
          "manage.py",
          "docker-compose.dev.yml",
          "bin/start",
          "package.json",
          "pyproject.toml",
          "posthog/settings",
          "frontend",
          "rust");

  /** How many landmarks make a checkout: an old or a sparse one lacks some. */
  private static final int ENOUGH = 4;

  private static final List<String> LAYERED_MARKS =
      List.of(".env.services", "tools/phrocs", "docker-compose.profiles.yml");

  private final Optional<Path> repo;

  public CheckoutProbe(Optional<Path> repo) {
    this.repo = repo;
  }

  @Override
  public CheckoutFacts read(FactKey<CheckoutFacts> key, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    Path start = repo.orElseGet(host::folder);
    if (repo.isPresent()) {
      return facts(host, host.real(start));
    }
    for (@Nullable Path folder = start; folder != null; folder = folder.getParent()) {
      if (present(host, folder).size() >= ENOUGH) {
        return facts(host, host.real(folder));
      }
    }
    // Java writes a question mark for what the locale cannot
    if (start.toString().indexOf('?') >= 0 && !host.state(start).exists()) {
      throw new IOException(
          "the name of this folder has letters that the locale cannot write;"
              + " start the doctor with LC_ALL=C.UTF-8");
    }
    return facts(host, host.real(start));
  }

  private CheckoutFacts facts(Host host, Path folder) {
    List<String> present = present(host, folder);
    List<String> missing = new ArrayList<>(LANDMARKS);
    missing.removeAll(present);
    boolean found = present.size() >= ENOUGH;
    String mark =
        LAYERED_MARKS.stream()
            .filter(name -> host.state(folder.resolve(name)).exists())
            .findFirst()
            .orElse("");
    String era = !found ? "" : mark.isEmpty() ? CheckoutFacts.HANDBOOK : CheckoutFacts.LAYERED;
    String git = found ? gitFolder(host, folder) : "";
    String main = git.isEmpty() ? "" : mainCheckout(host, Path.of(git));
    boolean worktree = !main.isEmpty();
    FileState state = host.state(folder);
    return new CheckoutFacts(
        found,
        folder.toString(),
        repo.isPresent(),
        era,
        mark.isEmpty() && found ? "no " + LAYERED_MARKS.get(0) : mark,
        present,
        missing,
        worktree,
        main,
        git,
        state.owner() < 0 || host.uid() < 0 || state.owner() == host.uid());
  }

  private static List<String> present(Host host, Path folder) {
    return LANDMARKS.stream().filter(name -> host.state(folder.resolve(name)).exists()).toList();
  }

  /** The folder of git's data: {@code .git}, or what the file {@code .git} of a worktree names. */
  private static String gitFolder(Host host, Path folder) {
    Path git = folder.resolve(".git");
    FileState state = host.state(git);
    if (state.isFolder()) {
      return git.toString();
    }
    if (!state.isFile()) {
      return "";
    }
    try {
      String text = host.readText(git, 4096).strip();
      return text.startsWith("gitdir:")
          ? folder.resolve(text.substring("gitdir:".length()).strip()).normalize().toString()
          : "";
    } catch (IOException | InvalidPathException noGitFile) {
      return ""; // whatever it is, it is no pointer to git's data
    }
  }

  /** The checkout that a worktree belongs to, as the file {@code commondir} tells; else empty. */
  private static String mainCheckout(Host host, Path git) {
    Path parent = git.getParent();
    if (parent == null || !parent.endsWith("worktrees")) {
      return "";
    }
    try {
      Path shared = git.resolve(host.readText(git.resolve("commondir"), 4096).strip()).normalize();
      Path main = shared.endsWith(".git") ? shared.getParent() : shared;
      return main == null ? "" : main.toString();
    } catch (IOException | InvalidPathException noWorktree) {
      return "";
    }
  }
}
