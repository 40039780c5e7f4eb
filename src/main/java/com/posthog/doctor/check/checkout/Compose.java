package com.posthog.doctor.check.checkout;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Judges {@code checkout.compose}: whether the stack's files are whole and fit together. */
public final class Compose implements Rule {
  /** A problem begins with the file that has it, and the line where that is known. */
  private static final Pattern FILE = Pattern.compile("([A-Za-z0-9_./-]+\\.ya?ml)(:[0-9]+)?\\b.*");

  /** What the process manager reads; a check of its own judges it. */
  private static final String GENERATED = ".posthog/.generated/";

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(CheckoutFacts.KEY).and(ComposeFacts.KEY);
  }

  @Override
  public Set<FactKey<?>> answersFor() {
    return Set.of(ComposeFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    Optional<String> failure = facts.failure(ComposeFacts.KEY);
    if (failure.isPresent()) {
      return List.of(verdict(failure.get()));
    }
    ComposeFacts compose = facts.get(ComposeFacts.KEY);
    List<Verdict> problems =
        compose.problems().stream()
            .filter(problem -> !problem.startsWith(GENERATED))
            .map(problem -> verdict(problem).about(Subject.of(place(problem))))
            .toList();
    if (!problems.isEmpty()) {
      return problems;
    }
    return List.of(
        Verdict.pass("readable")
            .with("files", String.join(", ", compose.files()))
            .with("services", compose.services().size()));
  }

  private static Verdict verdict(String problem) {
    Matcher named = FILE.matcher(problem);
    if (!named.matches()) {
      // what names no file is about the reading, such as a limit of time
      return Verdict.unknown("unread").with("problem", problem);
    }
    return Verdict.fail("unreadable").with("problem", problem).with("file", named.group(1));
  }

  private static String place(String problem) {
    Matcher named = FILE.matcher(problem);
    return named.matches() ? problem.substring(0, named.end(named.group(2) == null ? 1 : 2)) : "";
  }
}
