package com.posthog.doctor.check.checkout;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.BindMountFacts;
import com.posthog.doctor.facts.BindMountFacts.Source;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/** Judges {@code checkout.bind-mounts}: whether files that containers mount are files. */
public final class BindMounts implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(BindMountFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    BindMountFacts mounts = facts.get(BindMountFacts.KEY);
    if (!mounts.git()) {
      return List.of(Verdict.skipped("no-git"));
    }
    List<Verdict> verdicts = new ArrayList<>();
    int files = 0;
    for (Source source : mounts.mounts()) {
      boolean file = source.tracked().equals("file");
      files += file ? 1 : 0;
      if (file && !source.kind().equals("file")) {
        verdicts.add(
            verdict(source)
                .about(new Subject(source.path(), source.service()))
                .with("path", source.path())
                .with("service", source.service())
                .seen("seen", source.kind(), source.path())
                .seen("needed", "a file", source.declaredIn()));
      }
    }
    return verdicts.isEmpty() ? List.of(Verdict.pass("files").with("count", files)) : verdicts;
  }

  private static Verdict verdict(Source source) {
    return switch (source.kind()) {
      case "missing" -> Verdict.fail("missing").curedBy("restore-mounted-file");
      case "folder" -> Verdict.fail("folder").curedBy("replace-mounted-folder");
      case "denied" -> Verdict.unknown("denied");
      default -> Verdict.fail("other").curedBy("replace-mounted-folder");
    };
  }
}
