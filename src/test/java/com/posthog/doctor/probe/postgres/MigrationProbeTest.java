package com.posthog.doctor.probe.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.FactTree;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.MigrationFacts;
import com.posthog.doctor.facts.MigrationFacts.Ledger;
import com.posthog.doctor.facts.PostgresFacts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.support.SmallHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and rows of migrations are compared as Django's loader and as sqlx compare them. */
class MigrationProbeTest {
  private static final String EE = "/home/u/posthog/ee/migrations/";
  private static final String SQUASHED =
      "class Migration(migrations.Migration):\n"
          + "    replaces: list[tuple[str, str]] = [\n        ('ee', '0001_a'),\n"
          + "        (\"ee\", \"0002_b\"),  # and no more\n    ]\n    dependencies = [('x', '0009_y')]\n";

  @TempDir Path temporary;

  private static Ledger django(SmallHost host, String rows) throws IOException {
    return read(
            host.server(
                "migrations",
                "{ databases: [{ name: posthog, has-django: true, django: [" + rows + "] }] }"),
            "posthog")
        .ledgers()
        .get(0);
  }

  private static MigrationFacts read(SmallHost host, String... databases) throws IOException {
    PostgresFacts postgres =
        FactTree.read(
            PostgresFacts.class,
            Map.of(
                "contact",
                Map.of("stage", "ready"),
                "login",
                Map.of("database", "posthog"),
                "databases",
                List.of(databases)));
    Facts facts =
        Facts.none()
            .with(CheckoutFacts.KEY, SmallHost.checkout("layered"))
            .with(PostgresFacts.KEY, postgres)
            .with(SettingsFacts.KEY, FactTree.read(SettingsFacts.class, null));
    return new MigrationProbe()
        .read(MigrationFacts.KEY, host.open(), facts, Deadline.in(Duration.ofSeconds(20)));
  }

  private SmallHost host(String... files) throws IOException {
    SmallHost host = SmallHost.in(temporary);
    for (String file : files) {
      host.text(EE + file + ".py", file.contains("squashed") ? SQUASHED : "pass\n");
    }
    return host;
  }

  @Test
  void filesWithoutARowArePendingAndRowsWithoutAFileAreOrphaned() throws IOException {
    Ledger ledger = django(host("0001_a", "0002_b"), "ee.0001_a, ee.0003_c, auth.0001_initial");
    assertEquals(List.of("ee.0002_b"), ledger.pending().first());
    assertEquals(List.of("ee.0003_c"), ledger.orphaned().first());
    assertEquals(2, ledger.applied());
  }

  @Test
  void aSquashedFileIsAppliedWhenAllThatItReplacesIs() throws IOException {
    Ledger ledger =
        django(host("0001_a_squashed_0002_b", "0003_c"), "ee.0001_a, ee.0002_b, ee.0003_c");
    assertTrue(ledger.pending().isEmpty(), ledger::toString);
    assertTrue(ledger.orphaned().isEmpty(), ledger::toString);
  }

  @Test
  void aSquashedFileStandsForAllThatItReplacesWhenNoneIsApplied() throws IOException {
    Ledger ledger =
        django(host("0001_a", "0001_a_squashed_0002_b", "0002_b", "0003_c"), "ee.0003_c");
    assertEquals(List.of("ee.0001_a_squashed_0002_b"), ledger.pending().first());
  }

  @Test
  void ofAHalfReplacedListTheOldFilesArePending() throws IOException {
    Ledger ledger = django(host("0001_a", "0001_a_squashed_0002_b", "0002_b"), "ee.0001_a");
    assertEquals(List.of("ee.0002_b"), ledger.pending().first());
  }

  @Test
  void aHalfReplacedListWithoutTheOldFilesIsPendingAsAWhole() throws IOException {
    Ledger ledger = django(host("0001_a_squashed_0002_b", "0003_c"), "ee.0001_a");
    assertEquals(List.of("ee.0001_a_squashed_0002_b", "ee.0003_c"), ledger.pending().first());
  }

  @Test
  void rowsFromBeforeTheFirstFileAreHistory() throws IOException {
    Ledger ledger = django(host("0100_a"), "ee.0001_old, ee.0099_old, ee.0100_a");
    assertTrue(ledger.orphaned().isEmpty(), ledger::toString);
  }

  @Test
  void aFileThatReplacesWithoutSayingSoInItsNameIsFound() throws IOException {
    SmallHost host = host("0005_c").text(EE + "0001_all.py", SQUASHED);
    Ledger ledger = django(host, "ee.0001_all, ee.0001_a, ee.0002_b, ee.0005_c");
    assertTrue(ledger.orphaned().isEmpty(), ledger::toString);
  }

  @Test
  void anAppWithoutFilesInTheCheckoutIsNotJudged() throws IOException {
    Ledger ledger = django(host("0001_a"), "ee.0001_a, other.0001_x");
    assertEquals(1, ledger.applied());
    assertTrue(ledger.orphaned().isEmpty());
  }

  @Test
  void migrationsOfOtherSystemsBesideTheAppsAreLeftOut() throws IOException {
    SmallHost host =
        host("0001_a")
            .text("/home/u/posthog/posthog/clickhouse/migrations/0001_x.py", "")
            .text("/home/u/posthog/posthog/async_migrations/migrations/0001_x.py", "");
    assertEquals(1, django(host, "ee.0001_a").files());
  }

  @Test
  void aProductTakesItsLabelFromItsOwnFile() throws IOException {
    SmallHost host =
        SmallHost.in(temporary)
            .text("/home/u/posthog/products/tasks/backend/migrations/0001_x.py", "")
            .text(
                "/home/u/posthog/products/tasks/backend/apps.py",
                "class C(AppConfig):\n    name = \"products.tasks.backend\"\n    label = \"jobs\"\n");
    assertEquals(List.of("jobs.0001_x"), django(host, "").pending().first());
  }

  @Test
  void fiveThousandMigrationsAreComparedQuickly() throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("real/ee/migrations"));
    StringBuilder rows = new StringBuilder();
    for (int i = 1; i <= 5000; i++) {
      String name = String.format(java.util.Locale.ROOT, "%04d_step", i);
      Files.writeString(folder.resolve(name + ".py"), "");
      rows.append(i == 1 ? "" : ", ").append(i == 2500 ? "ee.0001_other" : "ee." + name);
    }
    SmallHost host = SmallHost.in(temporary).mount("/home/u/posthog", temporary.resolve("real"));
    Ledger ledger =
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> django(host, rows.toString()));
    assertEquals(5000, ledger.files());
    assertEquals(List.of("ee.2500_step"), ledger.pending().first());
    assertEquals(List.of("ee.0001_other"), ledger.orphaned().first());
  }

  @Test
  void theScriptsSayWhichFolderOfSqlxIsForWhichDatabase() throws IOException {
    SmallHost host =
        SmallHost.in(temporary)
            .text(
                "/home/u/posthog/rust/bin/migrate-jobs",
                "URL=${JOBS_DATABASE_URL:-postgres://posthog:posthog@localhost:5432/jobs}\n"
                    + "# sqlx migrate run -D \"$URL\" --source ../old/migrations\n"
                    + "sqlx migrate run -D \"$URL\" --source \"$SCRIPT_DIR/../jobs/migrations\"\n")
            .text("/home/u/posthog/rust/jobs/migrations/0001_a.sql", "a")
            .text("/home/u/posthog/rust/jobs/migrations/0002_b.up.sql", "b")
            .text("/home/u/posthog/rust/jobs/migrations/0002_b.down.sql", "b")
            .text("/home/u/posthog/rust/jobs/migrations/0003_c.sql", "c")
            .server(
                "migrations",
                "{ databases: [{ name: jobs, has-sqlx: true, sqlx: ["
                    + "{ version: 1, success: true, checksum: other },"
                    + "{ version: 2, success: false },"
                    + "{ version: 9, success: true }] }] }");
    Ledger ledger = read(host, "posthog", "jobs").ledgers().get(0);
    assertEquals("rust/jobs/migrations", ledger.folder());
    assertEquals(3, ledger.files());
    assertEquals(List.of("0001_a.sql"), ledger.changed().first());
    assertEquals(List.of("0002_b.up.sql"), ledger.unfinished().first());
    assertEquals(List.of("0003_c.sql"), ledger.pending().first());
    assertEquals(List.of("9"), ledger.orphaned().first());
  }
}
