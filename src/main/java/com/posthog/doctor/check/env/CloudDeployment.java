package com.posthog.doctor.check.env;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.model.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Judges {@code env.cloud-deployment}: Django refuses a cloud's name in development mode. */
public final class CloudDeployment implements Rule {
  private static final String NAME = "CLOUD_DEPLOYMENT";
  private static final Set<String> CLOUDS = Set.of("US", "EU", "DEV");

  @Override
  public Needs needs(Facts soFar) {
    Needs needs = Needs.of(SettingsFacts.KEY);
    return soFar
        .find(SettingsFacts.KEY)
        .filter(CloudDeployment::isRefused)
        .map(settings -> new Variable(settings, NAME).needs(needs))
        .orElse(needs);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    SettingsFacts settings = facts.get(SettingsFacts.KEY);
    Variable variable = new Variable(settings, NAME);
    if (!isRefused(settings)) {
      boolean unset = settings.find(NAME).isEmpty();
      return List.of(variable.seen(Verdict.pass(unset ? "unset" : "allowed")));
    }
    Verdict verdict =
        variable.seen(Verdict.fail("refused")).seen("DEBUG", "on", settings.source("DEBUG"));
    return List.of(variable.removed(verdict, facts));
  }

  private static boolean isRefused(SettingsFacts settings) {
    return settings.isOn("DEBUG")
        && CLOUDS.contains(settings.reveal(NAME).toUpperCase(Locale.ROOT));
  }
}
