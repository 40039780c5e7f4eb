package com.posthog.doctor.check.tool;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.XmlsecFacts;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges whether xmlsec and lxml can be built, where no ready-made wheel fits. */
public final class XmlsecHeaders implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(XmlsecFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    XmlsecFacts xmlsec = facts.get(XmlsecFacts.KEY);
    Verdict full =
        verdict(xmlsec)
            .with("packages", String.join(" and ", xmlsec.mustBuild()))
            .with("missing", String.join(" and ", xmlsec.missing()))
            .with("source", xmlsec.source());
    if (!xmlsec.mustBuild().isEmpty()) {
      full = full.seen("must be built", String.join(", ", xmlsec.mustBuild()), xmlsec.source());
      full = full.seen("wheels looked for", xmlsec.platform(), "");
    }
    for (String library : xmlsec.found()) {
      full = full.seen("seen", library, "pkg-config");
    }
    return List.of(full);
  }

  private static Verdict verdict(XmlsecFacts xmlsec) {
    if (!xmlsec.used()) {
      return Verdict.skipped("unused");
    }
    if (xmlsec.installed()) {
      return Verdict.pass("installed");
    }
    if (xmlsec.mustBuild().isEmpty()) {
      return Verdict.pass("wheels");
    }
    return xmlsec.missing().isEmpty() ? Verdict.pass("headers") : Verdict.fail("missing");
  }
}
