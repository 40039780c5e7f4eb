package com.posthog.doctor.check.env;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/** Judges {@code env.slack}: the settings of a Slack app come together or not at all. */
public final class Slack implements Rule {
  private static final List<String> NAMES =
      List.of("SLACK_APP_CLIENT_ID", "SLACK_APP_CLIENT_SECRET", "SLACK_APP_SIGNING_SECRET");

  @Override
  public Needs needs(Facts soFar) {
    return Needs.of(SettingsFacts.KEY);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    SettingsFacts settings = facts.get(SettingsFacts.KEY);
    List<String> missing = new ArrayList<>(NAMES);
    missing.removeIf(name -> isGiven(settings, name));
    if (missing.size() == NAMES.size()) {
      return List.of(Verdict.pass("none"));
    }
    if (missing.isEmpty()) {
      return List.of(Verdict.pass("complete"));
    }
    Verdict verdict =
        Verdict.fail("incomplete")
            .with("missing", String.join(" and ", missing))
            .with("given", String.join(" and ", given(missing)))
            .with("file", settings.ownFile());
    for (String name : NAMES) {
      if (isGiven(settings, name)) {
        verdict =
            verdict.seen(
                "seen", name, settings.find(name).map(SettingsFacts.Value::source).orElse(""));
      }
    }
    return List.of(verdict);
  }

  private static List<String> given(List<String> missing) {
    return NAMES.stream().filter(name -> !missing.contains(name)).toList();
  }

  private static boolean isGiven(SettingsFacts settings, String name) {
    return settings.find(name).isPresent()
        || settings.references().stream().anyMatch(reference -> reference.name().equals(name));
  }
}
