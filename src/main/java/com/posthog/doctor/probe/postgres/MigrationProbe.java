package com.posthog.doctor.probe.postgres;

import com.posthog.doctor.facts.AppliedMigrations;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.FactTree;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.MigrationFacts;
import com.posthog.doctor.facts.MigrationFacts.Ledger;
import com.posthog.doctor.facts.PostgresFacts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lays the migrations of the checkout beside what each database says was applied to it: one
 * connection and one question for each.
 */
public final class MigrationProbe implements Probe<MigrationFacts> {
  private static final int LARGEST = 256 * 1024;

  @Override
  public Set<FactKey<?>> needs(FactKey<MigrationFacts> key) {
    return Set.of(PostgresFacts.KEY, SettingsFacts.KEY, CheckoutFacts.KEY);
  }

  @Override
  public Set<FactKey<?>> uses(FactKey<MigrationFacts> key) {
    return Set.of(ComposeFacts.KEY);
  }

  @Override
  public MigrationFacts read(
      FactKey<MigrationFacts> key, Host host, Facts soFar, Deadline deadline) {
    PostgresFacts postgres = soFar.get(PostgresFacts.KEY);
    if (!postgres.contact().ready()) {
      return new MigrationFacts(List.of());
    }
    Path checkout = Path.of(soFar.get(CheckoutFacts.KEY).path());
    String main = postgres.login().database();
    Map<String, List<DjangoApps.App>> django = django(host, checkout, postgres);
    List<SqlxFolders.Folder> sqlx =
        SqlxFolders.of(host, checkout, soFar.get(SettingsFacts.KEY)).stream()
            .filter(folder -> postgres.databases().contains(folder.database()))
            .toList();
    Set<String> sqlxNames = new LinkedHashSet<>();
    sqlx.forEach(folder -> sqlxNames.add(folder.database()));
    Optional<Object> recorded = host.recorded(key.text());
    AppliedMigrations applied =
        recorded.isPresent()
            ? FactTree.read(AppliedMigrations.class, recorded.get())
            : Ledgers.ask(
                Access.of(soFar, host.user()), postgres, django.keySet(), sqlxNames, deadline);
    List<Ledger> ledgers = new ArrayList<>();
    django.forEach(
        (database, apps) -> {
          AppliedMigrations.Database rows = rows(applied, database);
          if (database.equals(main) || rows.hasDjango() || !rows.problem().isEmpty()) {
            ledgers.add(new DjangoLedger(host, deadline, apps, rows).ledger(rows));
          }
        });
    for (SqlxFolders.Folder folder : sqlx) {
      ledgers.add(SqlxLedger.ledger(host, checkout, folder, rows(applied, folder.database())));
    }
    return new MigrationFacts(ledgers);
  }

  private static AppliedMigrations.Database rows(AppliedMigrations applied, String database) {
    return applied
        .find(database)
        .orElse(
            new AppliedMigrations.Database(
                database, List.of(), List.of(), false, false, "it was not asked"));
  }

  /**
   * The apps by the database that keeps their list: the main one, but for products that have a
   * database of their own and are migrated there.
   */
  private static Map<String, List<DjangoApps.App>> django(
      Host host, Path checkout, PostgresFacts postgres) {
    Map<String, String> routes =
        migratesProducts(host, checkout) ? Routing.of(host, checkout) : Map.of();
    Map<String, List<DjangoApps.App>> apps = new LinkedHashMap<>();
    for (DjangoApps.App app : DjangoApps.of(host, checkout)) {
      String routed = "posthog_" + routes.getOrDefault(app.label(), "");
      boolean own = routes.containsKey(app.label());
      if (!own || postgres.databases().contains(routed)) {
        String database = own ? routed : postgres.login().database();
        apps.computeIfAbsent(database, name -> new ArrayList<>()).add(app);
      }
    }
    return apps;
  }

  private static boolean migratesProducts(Host host, Path checkout) {
    try {
      return host.readText(checkout.resolve("bin/migrate"), LARGEST)
          .contains("migrate_product_databases");
    } catch (IOException none) {
      return false;
    }
  }

  /** Apart, so that a recorded machine needs no class of the driver. */
  private static final class Ledgers {
    static AppliedMigrations ask(
        Access access,
        PostgresFacts postgres,
        Set<String> django,
        Set<String> sqlx,
        Deadline deadline) {
      Set<String> databases = new LinkedHashSet<>(django);
      databases.addAll(sqlx);
      Contact contact = postgres.contact();
      String sslMode = postgres.login().encrypted() ? "require" : access.sslMode();
      List<AppliedMigrations.Database> answers = new ArrayList<>();
      for (String database : databases) {
        answers.add(
            new LedgerQuestion(access, contact, sslMode, deadline)
                .ask(database, django.contains(database), sqlx.contains(database)));
      }
      return new AppliedMigrations(answers);
    }
  }
}
