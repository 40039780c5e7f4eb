package com.posthog.doctor.check.checkout;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.WorktreeFacts;
import com.posthog.doctor.facts.WorktreeFacts.Item;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Judges {@code checkout.worktree}: whether a worktree has what git does not copy into it. */
public final class Worktree implements Rule {

  /** Without these nothing starts: their lack is as bad here as where it is seen. */
  private static final Set<String> STOPPING =
      Set.of("feature-flags", "node-modules", "nodejs-modules", "venv");

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(WorktreeFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    WorktreeFacts worktree = facts.get(WorktreeFacts.KEY);
    if (!worktree.worktree()) {
      return List.of(Verdict.pass("none"));
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (Item item : worktree.items()) {
      if (item.there() && !item.here()) {
        verdicts.add(
            Verdict.fail("lacks")
                .at(STOPPING.contains(item.service()) ? Severity.ERROR : Severity.WARNING)
                .about(new Subject(item.path(), item.service()))
                .with("path", item.path())
                .with("main", worktree.main())
                .seen("main checkout", worktree.main() + "/" + item.path(), ".git")
                .curedBy(cure(item)));
      }
    }
    return verdicts.isEmpty()
        ? List.of(Verdict.pass("whole").with("main", worktree.main()))
        : verdicts;
  }

  private static String cure(Item item) {
    return switch (item.service()) {
      case "feature-flags" -> "copy-mmdb";
      case "node-modules" -> "install-node-modules";
      case "venv" -> "uv-sync";
      default -> "copy-from-main";
    };
  }
}
