package com.posthog.doctor.probe.env;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.DatabaseUrl;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.facts.SettingsFacts.EnvFile;
import com.posthog.doctor.facts.SettingsFacts.Value;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Works out the effective value of every variable from the shell, the dotenv files and what the
 * checkout's own {@code bin/start} does with them. Nothing is run.
 */
public final class SettingsProbe implements Probe<SettingsFacts> {

  @Override
  public Set<FactKey<?>> needs(FactKey<SettingsFacts> key) {
    return Set.of(CheckoutFacts.KEY);
  }

  @Override
  public SettingsFacts read(FactKey<SettingsFacts> key, Host host, Facts soFar, Deadline deadline) {
    CheckoutFacts checkout = soFar.get(CheckoutFacts.KEY);
    Sources sources = new Sources(host, Path.of(checkout.path()));
    Startup startup = new Startup(sources, checkout, host);
    startup.run();
    Map<String, Value> values = startup.values();
    return new SettingsFacts(
        startup.order(),
        startup.orderSource(),
        values,
        startup.files().stream().map(file -> seen(sources, file)).toList(),
        startup.ownFile(),
        startup.floxActive(),
        path(host, "flox"),
        path(host, "op"),
        startup.opResolves(),
        startup.references(),
        databaseUrl(host, values.get("DATABASE_URL")),
        sources.problems());
  }

  private static EnvFile seen(Sources sources, Startup.Loaded file) {
    return new EnvFile(
        file.name(),
        sources.kind(file.name()),
        file.readBy(),
        sources.unreadable(file.name()),
        file.problems());
  }

  private static String path(Host host, String program) {
    return host.which(program).map(Path::toString).orElse("");
  }

  private static DatabaseUrl databaseUrl(Host host, @Nullable Value value) {
    if (value == null) {
      return DatabaseUrl.parse("");
    }
    String text = value.setting().raw().reveal();
    if (!value.computed() && !text.contains("$(") && text.indexOf('`') < 0) {
      Places places = new Places(host);
      return DatabaseUrl.parse(text).placed(places::of);
    }
    return DatabaseUrl.unclear("it has a command in it, which was not run");
  }
}
