package com.posthog.doctor.check.env;

import com.posthog.doctor.check.Needs;
import com.posthog.doctor.check.Rule;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.facts.SettingsFacts.Definition;
import com.posthog.doctor.facts.SettingsFacts.Value;
import com.posthog.doctor.model.Verdict;
import java.util.List;
import java.util.Optional;

/** Judges {@code env.clickhouse-database}: whether queries go to the database of the stack. */
public final class ClickhouseDatabase implements Rule {
  private static final String NAME = "CLICKHOUSE_DATABASE";
  private static final String BUILT_IN = "posthog";

  @Override
  public Needs needs(Facts soFar) {
    Needs needs = Needs.of(SettingsFacts.KEY, CheckoutFacts.KEY);
    return soFar
        .find(SettingsFacts.KEY)
        .filter(settings -> !wanted(settings).equals(settings.shown(NAME)))
        .map(settings -> new Variable(settings, NAME).needs(needs))
        .orElse(needs);
  }

  @Override
  public List<Verdict> judge(Facts facts) {
    SettingsFacts settings = facts.get(SettingsFacts.KEY);
    Variable variable = new Variable(settings, NAME);
    String wanted = wanted(settings);
    Optional<Value> value = settings.find(NAME);
    if (value.isEmpty() && !facts.get(CheckoutFacts.KEY).isLayered()) {
      return List.of(variable.seen(Verdict.pass("default")));
    }
    if (value.isPresent() && value.get().computed()) {
      return List.of(variable.seen(Verdict.unknown("computed")));
    }
    if (settings.shown(NAME).equals(wanted)) {
      return List.of(variable.seen(Verdict.pass("set")));
    }
    Optional<Verdict> withoutFile = Variable.withoutFile(settings, NAME);
    if (value.isEmpty() && withoutFile.isPresent()) {
      return List.of(withoutFile.get());
    }
    Verdict verdict =
        variable
            .seen(Verdict.fail(value.isEmpty() ? "unset" : "other"))
            .seen("needed", wanted, declared(settings).map(Definition::source).orElse("built in"));
    return List.of(variable.cured(verdict, facts, wanted));
  }

  private static String wanted(SettingsFacts settings) {
    return declared(settings).map(one -> one.setting().shown()).orElse(BUILT_IN);
  }

  /** What the checkout declares, when something stronger says otherwise. */
  private static Optional<Definition> declared(SettingsFacts settings) {
    return settings.find(NAME).stream()
        .flatMap(value -> value.weaker().stream())
        .filter(one -> one.layer().equals(".env.services"))
        .findFirst();
  }
}
