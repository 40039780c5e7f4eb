package com.posthog.doctor.check.env;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code env.personal-api-key}: the earlier era evaluates its own flags with a key. */
public final class PersonalApiKey implements Rule {
  private static final String NAME = "POSTHOG_PERSONAL_API_KEY";

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(SettingsFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    SettingsFacts settings = facts.get(SettingsFacts.KEY);
    boolean set = settings.find(NAME).isPresent();
    return List.of(
        new Variable(settings, NAME)
            .seen(set ? Verdict.pass("set") : Verdict.fail("unset"))
            .with("file", settings.ownFile()));
  }
}
