package com.posthog.doctor.probe.git;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.GitFacts;
import com.posthog.doctor.facts.Setting;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.FileState;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Reads git's files: its configuration, its packs and its locks. Git is not started. */
public final class GitProbe implements Probe<GitFacts> {
  private static final int MOST_NAMES = 40_000;

  @Override
  public Set<FactKey<?>> needs(FactKey<GitFacts> key) {
    return Set.of(CheckoutFacts.KEY);
  }

  @Override
  public GitFacts read(FactKey<GitFacts> key, Host host, Facts soFar, Deadline deadline) {
    CheckoutFacts facts = soFar.get(CheckoutFacts.KEY);
    Path checkout = Path.of(facts.path());
    Instant now = host.now();
    if (facts.gitFolder().isEmpty()) {
      return none(now);
    }
    Path own = Path.of(facts.gitFolder());
    Path git = shared(host, own);
    GitConfig config = new GitConfig(host, git);
    String problem = "";
    try {
      read(host, config, git, own);
    } catch (IOException | InvalidPathException unreadable) {
      problem = String.valueOf(unreadable.getMessage());
    }
    Optional<GitConfig.Value> hooks = config.find("core.hookspath");
    String wanted = host.state(checkout.resolve(".husky")).isFolder() ? ".husky" : "";
    FileState lock = host.state(git.resolve("objects/maintenance.lock"));
    return new GitFacts(
        git.toString(),
        problem,
        Setting.withoutPasswords(text(config.find("remote.origin.url"))),
        filter(config),
        host.state(git.resolve("shallow")).exists(),
        text(hooks),
        hooks.map(GitConfig.Value::file).orElse(""),
        hooks.isPresent() && hooksThere(host, checkout, hooks.get().text()),
        wanted,
        config.isOn("commit.gpgsign"),
        config.find("commit.gpgsign").map(GitConfig.Value::file).orElse(""),
        packs(host, git),
        lock.exists(),
        lock.exists() ? lock.modified() : now,
        now);
  }

  private static GitFacts none(Instant now) {
    return new GitFacts("", "", "", "", false, "", "", false, "", false, "", 0, false, now, now);
  }

  /** A worktree's folder names the one that it shares with the others. */
  private static Path shared(Host host, Path own) {
    try {
      return own.resolve(host.readText(own.resolve("commondir"), 4096).strip()).normalize();
    } catch (IOException | InvalidPathException notAWorktree) {
      return own;
    }
  }

  private static void read(Host host, GitConfig config, Path git, Path own) throws IOException {
    config.read(Path.of("/etc/gitconfig"));
    Optional<Path> home = host.home();
    String xdg = host.environment().getOrDefault("XDG_CONFIG_HOME", "");
    if (xdg.startsWith("/")) {
      config.read(Path.of(xdg, "git/config"));
    } else if (home.isPresent()) {
      config.read(home.get().resolve(".config/git/config"));
    }
    if (home.isPresent()) {
      config.read(home.get().resolve(".gitconfig"));
    }
    config.read(git.resolve("config"));
    if (config.isOn("extensions.worktreeconfig")) {
      config.read(own.resolve("config.worktree"));
    }
  }

  private static String filter(GitConfig config) {
    String filter = text(config.findEnding(".partialclonefilter"));
    if (!filter.isEmpty()) {
      return filter;
    }
    boolean promised =
        config.find("extensions.partialclone").isPresent() || config.isOn("remote.origin.promisor");
    return promised ? "some" : "";
  }

  private static boolean hooksThere(Host host, Path checkout, String path) {
    try {
      Path folder =
          path.startsWith("~/")
              ? host.home().orElse(checkout).resolve(path.substring(2))
              : checkout.resolve(path);
      return host.state(folder).isFolder();
    } catch (InvalidPathException impossible) {
      return false;
    }
  }

  private static int packs(Host host, Path git) {
    try {
      return (int)
          host.list(git.resolve("objects/pack"), MOST_NAMES).stream()
              .filter(name -> name.endsWith(".pack"))
              .count();
    } catch (IOException none) {
      return 0;
    }
  }

  private static String text(Optional<GitConfig.Value> value) {
    return value.map(GitConfig.Value::text).orElse("");
  }
}
