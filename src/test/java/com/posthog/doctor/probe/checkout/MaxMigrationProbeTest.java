package com.posthog.doctor.probe.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.MaxMigrationFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.support.SmallHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last migration of every app is found by what follows what. */
class MaxMigrationProbeTest {
  private static final String HOME = "/home/u/posthog/";

  @TempDir Path temporary;

  @Test
  void whatNothingFollowsIsLast() throws IOException {
    SmallHost host =
        app("ee", "0002_b\n")
            .text(HOME + "ee/migrations/0001_a.py", "dependencies = []")
            .text(HOME + "ee/migrations/0002_b.py", "dependencies = [('ee', '0001_a')]");
    MaxMigrationFacts.App app = only(host);
    assertEquals(List.of("0002_b"), app.leaves());
    assertEquals("0002_b", app.max());
    assertTrue(app.exists());
  }

  @Test
  void aSquashedMigrationStandsForWhatItReplaces() throws IOException {
    SmallHost host =
        app("ee", "0003_c")
            .text(
                HOME + "ee/migrations/0001_a_squashed_0002_b.py",
                "replaces = [('ee', '0001_a'), ('ee', '0002_b')]\ndependencies = []")
            .text(HOME + "ee/migrations/0001_a.py", "dependencies = []")
            .text(HOME + "ee/migrations/0002_b.py", "dependencies = [('ee', '0001_a')]")
            .text(
                HOME + "ee/migrations/0003_c.py",
                "dependencies = [('ee', '0001_a_squashed_0002_b')]");
    assertEquals(List.of("0003_c"), only(host).leaves());
  }

  @Test
  void whatAnotherAppFollowsIsStillLastHere() throws IOException {
    SmallHost host =
        app("ee", "0001_a")
            .text(HOME + "ee/migrations/0001_a.py", "dependencies = [('posthog', '0001_a')]");
    assertEquals(List.of("0001_a"), only(host).leaves());
  }

  @Test
  void migrationsOfClickhouseGoByTheirNumber() throws IOException {
    SmallHost host =
        app("posthog/clickhouse", "0002_b")
            .text(HOME + "posthog/clickhouse/migrations/0001_a.py", "operations = []")
            .text(HOME + "posthog/clickhouse/migrations/0002_b.py", "operations = []");
    assertEquals(List.of("0002_b"), only(host).leaves());
  }

  @Test
  void theLabelComesFromTheApp() throws IOException {
    SmallHost host =
        app("products/x/backend", "0001_a")
            .text(HOME + "products/x/backend/apps.py", "    label = \"ex\"\n")
            .text(HOME + "products/x/backend/migrations/0001_a.py", "dependencies = []");
    assertEquals("ex", only(host).label());
  }

  @Test
  void conflictMarksAndFoldersAreTold() throws IOException {
    assertEquals(2, only(app("ee", "\n<<<<<<< HEAD\n0001_a\n=======\n")).conflictLine());
    SmallHost folder = SmallHost.in(temporary).text(HOME + "ee/migrations/max_migration.txt/x", "");
    assertEquals("is a folder, not a file", only(folder).problem());
  }

  private SmallHost app(String folder, String max) throws IOException {
    return SmallHost.in(temporary).text(HOME + folder + "/migrations/max_migration.txt", max);
  }

  private static MaxMigrationFacts.App only(SmallHost host) throws IOException {
    List<MaxMigrationFacts.App> apps = read(host).apps();
    assertEquals(1, apps.size());
    return apps.get(0);
  }

  private static MaxMigrationFacts read(SmallHost host) throws IOException {
    Facts soFar = Facts.none().with(CheckoutFacts.KEY, SmallHost.checkout("layered"));
    return new MaxMigrationProbe()
        .read(MaxMigrationFacts.KEY, host.open(), soFar, Deadline.in(Duration.ofSeconds(5)));
  }
}
