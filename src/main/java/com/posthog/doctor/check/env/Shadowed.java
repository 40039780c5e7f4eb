package com.posthog.doctor.check.env;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.facts.SettingsFacts.Definition;
import com.posthog.doctor.facts.SettingsFacts.Value;
import com.posthog.doctor.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Judges {@code env.shadowed}: whether the shell hides what a file says. */
public final class Shadowed implements Rule {
  private static final Set<String> YES = Set.of("1", "true", "t", "yes", "y", "on");
  private static final Set<String> NO = Set.of("0", "false", "f", "no", "n", "off");

  @Override
  public Needs needs(Facts soFar) {
    Needs needs = Needs.of(SettingsFacts.KEY);
    return soFar
        .find(SettingsFacts.KEY)
        .flatMap(
            settings ->
                hidden(settings).keySet().stream()
                    .findFirst()
                    .map(name -> new Variable(settings, name).needs(needs)))
        .orElse(needs);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    SettingsFacts settings = facts.get(SettingsFacts.KEY);
    List<Verdict> verdicts = new ArrayList<>();
    hidden(settings)
        .forEach(
            (name, definition) -> {
              Variable variable = new Variable(settings, name);
              Verdict verdict =
                  variable
                      .seen(Verdict.fail("hidden"))
                      .with("source", definition.source())
                      .seen("hidden", definition.setting().shown(), definition.source());
              verdicts.add(
                  settings.floxActive() && definition.layer().equals(".env")
                      ? verdict.curedBy("activate-again")
                      : variable.unset(verdict, facts));
            });
    return verdicts.isEmpty()
        ? List.of(Verdict.pass("none").with("order", String.join(", ", settings.order())))
        : verdicts;
  }

  /** The variables of the shell of which a file says something else, and what it says. */
  private static Map<String, Definition> hidden(SettingsFacts settings) {
    Map<String, Definition> hidden = new TreeMap<>();
    settings
        .values()
        .forEach(
            (name, value) -> {
              if (value.layer().equals(SettingsFacts.SHELL) && !value.setting().isEmpty()) {
                strongest(value)
                    .filter(definition -> differs(value, definition))
                    .ifPresent(definition -> hidden.put(name, definition));
              }
            });
    return hidden;
  }

  /** What would hold without the shell, when a file says it. */
  private static Optional<Definition> strongest(Value value) {
    return value.weaker().stream()
        .filter(one -> one.layer().startsWith(".env") && !one.layer().equals(".envrc"))
        .findFirst();
  }

  private static boolean differs(Value value, Definition definition) {
    if (definition.computed()
        || definition.setting().isEmpty()
        || value.setting().sameAs(definition.setting())) {
      return false;
    }
    String one = value.setting().shown().toLowerCase(Locale.ROOT);
    String other = definition.setting().shown().toLowerCase(Locale.ROOT);
    return !(YES.contains(one) && YES.contains(other) || NO.contains(one) && NO.contains(other));
  }
}
