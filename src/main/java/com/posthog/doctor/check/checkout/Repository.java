package com.posthog.doctor.check.checkout;

import com.posthog.doctor.facts.GitFacts;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Verdict;
import java.util.List;
import java.util.Optional;

/** What holds of every question about git: without a repository, or its settings, there is none. */
final class Repository {
  private Repository() {}

  /** The verdict where there is no repository. */
  static Optional<List<Verdict>> absent(GitFacts git) {
    return git.folder().isEmpty()
        ? Optional.of(List.of(Verdict.skipped("no-git")))
        : Optional.empty();
  }

  /** The verdict where there is no repository, or where its settings could not be read. */
  static Optional<List<Verdict>> unreadable(GitFacts git) {
    Optional<List<Verdict>> absent = absent(git);
    if (absent.isPresent() || git.problem().isEmpty()) {
      return absent;
    }
    return Optional.of(
        List.of(Verdict.unknown("problem").at(Severity.ADVICE).with("problem", git.problem())));
  }
}
