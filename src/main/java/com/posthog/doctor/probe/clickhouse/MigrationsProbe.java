package com.posthog.doctor.probe.clickhouse;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ClickHouseMigrationFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Lists the migrations of ClickHouse that the checkout has. */
public final class MigrationsProbe implements Probe<ClickHouseMigrationFacts> {
  private static final String FOLDER = "posthog/clickhouse/migrations";
  private static final int MOST = 20_000;

  @Override
  public Set<FactKey<?>> needs(FactKey<ClickHouseMigrationFacts> key) {
    return Set.of(CheckoutFacts.KEY);
  }

  @Override
  public ClickHouseMigrationFacts read(
      FactKey<ClickHouseMigrationFacts> key, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    Path folder = Path.of(soFar.get(CheckoutFacts.KEY).path()).resolve(FOLDER);
    if (!host.state(folder).exists()) {
      throw new IOException(FOLDER + " does not exist in this checkout");
    }
    List<String> names =
        host.list(folder, MOST).stream()
            .filter(MigrationsProbe::isMigration)
            .map(name -> name.substring(0, name.length() - ".py".length()))
            .toList();
    return new ClickHouseMigrationFacts(FOLDER, names);
  }

  /** {@code 0042_sessions.py}. */
  private static boolean isMigration(String name) {
    return name.endsWith(".py")
        && name.length() > "0000_.py".length()
        && name.charAt(4) == '_'
        && name.chars().limit(4).allMatch(c -> c >= '0' && c <= '9');
  }
}
