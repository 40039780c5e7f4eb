package com.posthog.doctor.probe.git;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.GitHistoryFacts;
import com.posthog.doctor.host.Answer;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lets git walk the newest commits, without hooks, without a monitor and without the network. */
public final class GitHistoryProbe implements Probe<GitHistoryFacts> {

  @Override
  public Set<FactKey<?>> needs(FactKey<GitHistoryFacts> key) {
    return Set.of(CheckoutFacts.KEY);
  }

  @Override
  public GitHistoryFacts read(
      FactKey<GitHistoryFacts> key, Host host, Facts soFar, Deadline deadline) throws IOException {
    CheckoutFacts checkout = soFar.get(CheckoutFacts.KEY);
    if (checkout.gitFolder().isEmpty()) {
      return new GitHistoryFacts("no-git", "", 0);
    }
    if (!canAsk(host, deadline)) {
      return new GitHistoryFacts("no-program", "", 0);
    }
    Answer answer =
        host.ask(
            List.of(
                "git",
                "-c",
                "core.fsmonitor=false",
                "-c",
                "core.hooksPath=/dev/null",
                "-C",
                checkout.path(),
                "rev-list",
                "--max-count=200",
                "HEAD"),
            deadline);
    return switch (answer.outcome()) {
      case ABSENT -> new GitHistoryFacts("no-program", "", 0);
      case TOO_SLOW -> throw new IOException("git did not walk 200 commits within the time limit");
      case TOO_MUCH -> throw new IOException("git printed more than 200 commits");
      case ENDED -> ended(answer);
    };
  }

  /** On a Mac without developer tools, Apple's git would open a dialogue instead of answering. */
  private static boolean canAsk(Host host, Deadline deadline) {
    Optional<Path> git = host.which("git");
    boolean shim = host.os().equals("macos") && git.equals(Optional.of(Path.of("/usr/bin/git")));
    return git.isPresent()
        && (!shim || host.ask(List.of("/usr/bin/xcode-select", "-p"), deadline).succeeded());
  }

  private static GitHistoryFacts ended(Answer answer) {
    int commits = (int) answer.out().lines().filter(line -> !line.isBlank()).count();
    if (answer.succeeded()) {
      return new GitHistoryFacts("whole", "", commits);
    }
    String error = answer.err().lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    if (answer.err().contains("dubious ownership")) {
      return new GitHistoryFacts("refused", error, commits);
    }
    boolean unborn =
        answer.err().contains("ambiguous argument 'HEAD'")
            || answer.err().contains("unknown revision");
    return new GitHistoryFacts(unborn ? "empty" : "broken", error, commits);
  }
}
