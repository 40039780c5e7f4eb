package com.posthog.doctor.check.tool;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.XcodeFacts;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges Apple's command line tools and their licence. */
public final class XcodeClt implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(XcodeFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    XcodeFacts tools = facts.get(XcodeFacts.KEY);
    Verdict full = verdict(tools).with("folder", tools.folder()).with("problem", tools.problem());
    if (!tools.problem().isEmpty()) {
      full =
          full.seen(
              "seen",
              tools.problem(),
              tools.folder().isEmpty() ? "xcode-select -p" : "xcrun --find clang");
    }
    return List.of(full);
  }

  private static Verdict verdict(XcodeFacts tools) {
    if (tools.installed() && tools.licensed()) {
      return Verdict.pass("installed");
    }
    if (tools.installed()) {
      return Verdict.fail("licence").curedBy("accept-xcode-licence");
    }
    return Verdict.fail(tools.folder().isEmpty() ? "missing" : "gone").curedBy("install-clt");
  }
}
