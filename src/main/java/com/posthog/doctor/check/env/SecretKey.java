package com.posthog.doctor.check.env;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.model.Subject;
import com.posthog.doctor.model.Verdict;
import java.util.List;

/** Judges {@code env.secret-key}: the built-in key is for development mode only. */
public final class SecretKey implements Rule {
  private static final String NAME = "SECRET_KEY";
  private static final String DEBUG = "DEBUG";

  /** What Django's settings use when there is none. */
  private static final String DEFAULT = "<randomly generated secret key>";

  /** Without DEBUG there is no other fault than that: it belongs to it. */
  private static final Subject SUBJECT = new Subject(NAME, "DEBUG");

  @Override
  public Needs needs(Facts soFar) {
    Needs needs = Needs.of(SettingsFacts.KEY);
    return soFar
        .find(SettingsFacts.KEY)
        .filter(settings -> !isOwn(settings) && !settings.isOn(DEBUG))
        .map(settings -> new Variable(settings, DEBUG).needs(needs))
        .orElse(needs);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    SettingsFacts settings = facts.get(SettingsFacts.KEY);
    boolean debug = settings.isOn(DEBUG);
    Verdict verdict =
        isOwn(settings)
            ? Verdict.pass("own")
            : debug ? Verdict.pass("default") : Verdict.fail("default-in-production");
    Verdict seen =
        new Variable(settings, NAME)
            .seen(verdict)
            .about(SUBJECT)
            .seen(DEBUG, debug ? "on" : "off", debugSource(settings));
    return List.of(
        isOwn(settings) || debug ? seen : new Variable(settings, DEBUG).cured(seen, facts, "1"));
  }

  private static boolean isOwn(SettingsFacts settings) {
    return settings.find(NAME).isPresent() && !settings.reveal(NAME).equals(DEFAULT);
  }

  private static String debugSource(SettingsFacts settings) {
    return settings.find(DEBUG).map(SettingsFacts.Value::source).orElse("not set");
  }
}
