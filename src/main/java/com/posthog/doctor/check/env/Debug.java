package com.posthog.doctor.check.env;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code env.debug}: whether Django would start in development mode. */
public final class Debug implements Rule {
  private static final String NAME = "DEBUG";

  @Override
  public Needs needs(Facts soFar) {
    Needs needs = Needs.of(SettingsFacts.KEY);
    return soFar
        .find(SettingsFacts.KEY)
        .filter(settings -> !settings.isOn(NAME))
        .map(settings -> new Variable(settings, NAME).needs(needs))
        .orElse(needs);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    SettingsFacts settings = facts.get(SettingsFacts.KEY);
    Variable variable = new Variable(settings, NAME);
    if (settings.isOn(NAME)) {
      return List.of(variable.seen(Verdict.pass("on")));
    }
    if (settings.find(NAME).map(SettingsFacts.Value::computed).orElse(false)) {
      return List.of(variable.seen(Verdict.unknown("computed")));
    }
    Verdict verdict = variable.seen(Verdict.fail(settings.find(NAME).isEmpty() ? "unset" : "off"));
    return List.of(variable.cured(verdict.seen("needed", "1", "Django's settings"), facts, "1"));
  }
}
