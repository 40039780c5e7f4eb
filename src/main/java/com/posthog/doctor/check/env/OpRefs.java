package com.posthog.doctor.check.env;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.facts.SettingsFacts.Reference;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code env.op-refs}: whether something turns references to 1Password into values. */
public final class OpRefs implements Rule {

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(SettingsFacts.KEY).and(HostFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    SettingsFacts settings = facts.get(SettingsFacts.KEY);
    if (settings.references().isEmpty()) {
      return List.of(Verdict.pass("none"));
    }
    Reference first = settings.references().get(0);
    Verdict verdict = verdict(settings);
    for (Reference reference : settings.references()) {
      verdict = verdict.seen("reference", reference.name(), reference.source());
    }
    return List.of(
        verdict
            .with("name", first.name())
            .with("source", first.source())
            .with("count", settings.references().size())
            .with("op", settings.opPath()));
  }

  private static Verdict verdict(SettingsFacts settings) {
    if (!settings.opResolves()) {
      return Verdict.fail("as-written").curedBy("write-value");
    }
    return settings.opPath().isEmpty()
        ? Verdict.fail("no-op").curedBy("install-op", "install-op-linux", "write-value")
        : Verdict.pass("resolved");
  }
}
