package com.posthog.doctor.report;

import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Risk;
import com.posthog.doctor.model.Step;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The one command to run next.
 *
 * @param purpose what it does, before a colon
 */
record NextStep(String purpose, String command) {

  /** What begins with a capital letter in the middle of a sentence too. */
  private static final Set<String> NAMES =
      Set.of(
          "Apple",
          "Docker",
          "Go",
          "Homebrew",
          "Linux",
          "Node",
          "Podman",
          "Postgres",
          "Python",
          "Redis",
          "Rosetta",
          "Rust",
          "Temporal",
          "Windows");

  /** The first cure of the worst headline; more checks when nothing is wrong. */
  static NextStep of(List<Finding> findings, String profile) {
    for (Rank rank : List.of(Rank.ERROR, Rank.WARNING, Rank.UNKNOWN)) {
      for (Finding finding : findings) {
        if (finding.isHeadline() && Rank.of(finding) == rank) {
          return cure(finding);
        }
      }
    }
    return profile.equals("services")
        ? new NextStep("To look at everything", "posthog-doctor check")
        : new NextStep("When the stack runs", "posthog-doctor check --profile services");
  }

  private static NextStep cure(Finding finding) {
    for (Remedy remedy : finding.remedies()) {
      if (remedy.risk() != Risk.DESTRUCTIVE) {
        Optional<String> command = command(remedy.steps().get(0));
        if (command.isPresent()) {
          return new NextStep("Next, " + decapitalized(remedy.title()), command.get());
        }
      }
    }
    return new NextStep("Next", "posthog-doctor explain " + finding.card().id());
  }

  /** A sentence as it goes on behind a comma; names and abbreviations stay as they are. */
  static String decapitalized(String title) {
    int blank = title.indexOf(' ');
    boolean word =
        title.length() > 1
            && blank != 1
            && title
                .substring(1, blank < 0 ? title.length() : blank)
                .chars()
                .allMatch(Character::isLowerCase)
            && !NAMES.contains(blank < 0 ? title : title.substring(0, blank));
    return word ? Character.toLowerCase(title.charAt(0)) + title.substring(1) : title;
  }

  /** What a shell would run for a step; empty when a person has to do it. */
  private static Optional<String> command(Step step) {
    if (step instanceof Step.SetEnv set) {
      Step.Run print = new Step.Run(List.of("echo", set.key() + "=" + set.value()), false);
      return Optional.of(print.describe() + " >> " + set.file());
    }
    if (step instanceof Step.EditBlock edit) {
      return line(edit);
    }
    return step instanceof Step.Tell ? Optional.empty() : Optional.of(step.describe());
  }

  /** One line can be put to the end of a file by a shell; more are left to an editor. */
  private static Optional<String> line(Step.EditBlock edit) {
    String text = edit.text().strip();
    if (text.lines().count() != 1) {
      return Optional.empty();
    }
    String print = new Step.Run(List.of("echo", text), false).describe();
    return Optional.of(print + (edit.privileged() ? " | sudo tee -a " : " >> ") + edit.file());
  }
}
