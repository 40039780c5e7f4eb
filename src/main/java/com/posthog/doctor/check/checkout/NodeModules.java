package com.posthog.doctor.check.checkout;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.NodeModulesFacts;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Status;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges {@code checkout.node-modules}: whether the packages at the top are installed and current.
 */
public final class NodeModules implements Rule {
  private static final Subject LOCK = new Subject("pnpm-lock.yaml", "pnpm-lock");

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(NodeModulesFacts.key("root"));
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    NodeModulesFacts modules = facts.get(NodeModulesFacts.key("root"));
    Subject folder = new Subject(modules.folder(), "node-modules");
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.add(installed(modules, "install-node-modules").about(folder));
    if (verdicts.get(0).status() == Status.PASS) {
      verdicts.add(current(modules, "install-node-modules").about(LOCK));
    }
    return verdicts;
  }

  /** Whether the folder is there and whole. */
  static Verdict installed(NodeModulesFacts modules, String remedy) {
    String folder = modules.folder();
    if (modules.kind().equals("missing")) {
      return Verdict.fail("missing").with("folder", folder).curedBy(remedy);
    }
    if (!modules.kind().equals("folder")) {
      return Verdict.fail("not-a-folder")
          .with("folder", folder)
          .with("kind", modules.kind().equals("file") ? "a file" : "a link to nothing")
          .curedBy(remedy);
    }
    if (!modules.lacking().isEmpty()) {
      return Verdict.fail("incomplete")
          .with("folder", folder)
          .with("lacking", String.join(", ", modules.lacking()))
          .curedBy(remedy);
    }
    return Verdict.pass("installed").with("folder", folder);
  }

  /** Whether what is installed is what the lock file asks for. */
  static Verdict current(NodeModulesFacts modules, String remedy) {
    if (!modules.lockProblem().isEmpty()) {
      return Verdict.unknown("not-compared")
          .at(Severity.WARNING)
          .with("problem", modules.lockProblem());
    }
    if (modules.changedCount() > 0) {
      int more = modules.changedCount() - modules.changed().size();
      return Verdict.fail("behind")
          .at(Severity.WARNING)
          .with("folder", modules.folder())
          .with("changed", String.join(", ", modules.changed()) + (more > 0 ? " and more" : ""))
          .seen("differs", modules.changedCount(), "node_modules/.pnpm/lock.yaml")
          .curedBy(remedy);
    }
    return Verdict.pass("current").with("folder", modules.folder());
  }
}
