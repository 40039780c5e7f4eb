package com.posthog.doctor.check.env;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code env.fork-safety}: whether Celery's workers may fork on macOS. */
public final class ForkSafety implements Rule {
  private static final String NAME = "OBJC_DISABLE_INITIALIZE_FORK_SAFETY";

  @Override
  public Needs needs(Facts soFar) {
    Needs needs = Needs.of(SettingsFacts.KEY);
    return soFar
        .find(SettingsFacts.KEY)
        .filter(settings -> !isSet(settings))
        .map(settings -> new Variable(settings, NAME).needs(needs))
        .orElse(needs);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    SettingsFacts settings = facts.get(SettingsFacts.KEY);
    Variable variable = new Variable(settings, NAME);
    return List.of(
        isSet(settings)
            ? variable.seen(Verdict.pass("set"))
            : variable.cured(variable.seen(Verdict.fail("unset")), facts, "YES"));
  }

  /** The runtime of Objective-C looks at the first letter only. */
  private static boolean isSet(SettingsFacts settings) {
    String value = settings.reveal(NAME);
    return !value.isEmpty() && "Yy1Tt".indexOf(value.charAt(0)) >= 0;
  }
}
