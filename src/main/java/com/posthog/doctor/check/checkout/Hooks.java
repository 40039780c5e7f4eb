package com.posthog.doctor.check.checkout;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.GitFacts;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Judges {@code checkout.hooks}: whether the git hooks are installed, and commits are signed. */
public final class Hooks implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(GitFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    GitFacts git = facts.get(GitFacts.KEY);
    return Repository.unreadable(git).orElseGet(() -> judge(git));
  }

  private static List<Verdict> judge(GitFacts git) {
    List<Verdict> verdicts = new ArrayList<>();
    if (!git.hooksWanted().isEmpty()) {
      verdicts.add(hooks(git).about(Subject.of("hooks")));
    }
    if (git.origin().toLowerCase(Locale.ROOT).matches(".*github\\.com[:/]posthog/.*")) {
      verdicts.add(
          (git.signs() ? Verdict.pass("signed") : Verdict.fail("unsigned").curedBy("sign-commits"))
              .about(Subject.of("signing"))
              .seen("commit.gpgSign", git.signs(), git.signsIn()));
    }
    return verdicts.isEmpty() ? List.of(Verdict.pass("none")) : verdicts;
  }

  private static Verdict hooks(GitFacts git) {
    Verdict verdict;
    if (git.hooksPath().isEmpty()) {
      verdict = Verdict.fail("not-installed").curedBy("install-hooks");
    } else if (!git.hooksPath().contains(git.hooksWanted())) {
      verdict = Verdict.fail("elsewhere").curedBy("install-hooks");
    } else if (!git.hooksThere()) {
      verdict = Verdict.fail("not-there").curedBy("install-hooks");
    } else {
      verdict = Verdict.pass("installed");
    }
    return verdict
        .with("seen", git.hooksPath())
        .with("wanted", git.hooksWanted())
        .seen(
            "core.hooksPath",
            git.hooksPath().isEmpty() ? "not set" : git.hooksPath(),
            git.hooksPathIn())
        .seen("needed", git.hooksWanted(), "package.json");
  }
}
