package com.posthog.doctor.check.checkout;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.FrontendFacts;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code checkout.frontend-built}: whether the first page has something to be made of. */
public final class FrontendBuilt implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(FrontendFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    FrontendFacts frontend = facts.get(FrontendFacts.KEY);
    // without installed packages nothing can be built: that is the cause then
    Subject subject = new Subject("frontend/dist", "node-modules");
    Verdict verdict;
    if (frontend.serving()) {
      verdict = Verdict.pass("serving");
    } else if (!frontend.page().isEmpty()) {
      verdict = Verdict.pass("built").with("page", frontend.page());
    } else if (frontend.dist().equals("missing") || frontend.dist().equals("folder")) {
      verdict = Verdict.fail("not-built").curedBy("build-frontend");
    } else {
      verdict = Verdict.fail("no-folder").curedBy("replace-frontend-dist");
    }
    return List.of(
        verdict
            .about(subject)
            .with("port", frontend.port())
            .seen("vite", frontend.serving() ? "answers" : "does not answer", frontend.portSource())
            .seen("frontend/dist", frontend.dist(), ""));
  }
}
