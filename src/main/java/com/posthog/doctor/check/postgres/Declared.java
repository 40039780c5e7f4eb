package com.posthog.doctor.check.postgres;

import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.DatabaseUrl;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.PostgresFacts;
import com.posthog.doctor.facts.Setting;
import com.posthog.doctor.facts.SettingsFacts;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The login that compose makes Postgres with, beside the one that the settings hold. */
final class Declared {
  private Declared() {}

  /**
   * The {@code DATABASE_URL} that fits the Postgres of compose, when the effective one does not and
   * nothing of it is a secret; empty when they agree.
   */
  static Optional<String> url(PostgresFacts postgres, Facts facts) {
    String user = environment(facts, "POSTGRES_USER");
    String password = password(facts).orElse("");
    String database = environment(facts, "POSTGRES_DB");
    Optional<SettingsFacts> settings = facts.find(SettingsFacts.KEY);
    boolean known = !user.isEmpty() && !password.isEmpty() && !database.isEmpty();
    if (!known || settings.isEmpty() || !settings.get().databaseUrl().given()) {
      return Optional.empty();
    }
    DatabaseUrl url = settings.get().databaseUrl();
    boolean same =
        url.user().equals(user)
            && url.database().equals(database)
            && url.password().raw().reveal().equals(password);
    return same
        ? Optional.empty()
        : Optional.of(
            "postgres://"
                + user
                + ":"
                + password
                + "@"
                + postgres.contact().place()
                + "/"
                + database);
  }

  /** The password that compose gives to Postgres, when it may be shown. */
  static Optional<String> password(Facts facts) {
    String shown = environment(facts, "POSTGRES_PASSWORD");
    return Optional.of(shown).filter(text -> text.matches("[A-Za-z0-9_]+"));
  }

  private static String environment(Facts facts, String name) {
    Optional<ComposeFacts> compose = facts.find(ComposeFacts.KEY);
    @Nullable Setting value =
        compose.stream()
            .flatMap(all -> all.services().stream())
            .filter(service -> service.environment().containsKey("POSTGRES_DB"))
            .findFirst()
            .map(service -> service.environment().get(name))
            .orElse(null);
    return value == null || value.hidden() ? "" : value.shown();
  }
}
