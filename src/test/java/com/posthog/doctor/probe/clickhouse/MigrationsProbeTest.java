package com.posthog.doctor.probe.clickhouse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ClickHouseMigrationFacts;
import com.posthog.doctor.facts.Fact;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.support.RecordedMachine;
import com.posthog.doctor.support.SmallHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of the checkout are migrations of ClickHouse. */
class MigrationsProbeTest {
  private static final String FOLDER = "/home/u/posthog/posthog/clickhouse/migrations/";
  private static final Facts FACTS =
      Facts.of(Map.of(CheckoutFacts.KEY, Fact.of(SmallHost.checkout("layered"), Duration.ZERO)));

  @TempDir Path temporary;

  @Test
  void onlyNumberedPythonFilesAreMigrations() throws Exception {
    RecordedMachine machine = RecordedMachine.of("linux", temporary);
    for (String name :
        List.of(
            "0002_events.py",
            "0001_initial.py",
            "__init__.py",
            "max_migration.txt",
            "0003_x.pyc",
            "0004_.py~",
            "12_x.py",
            "notes.py")) {
      machine.file(FOLDER + name, "");
    }
    ClickHouseMigrationFacts migrations =
        machine.read(new MigrationsProbe(), ClickHouseMigrationFacts.KEY, FACTS);
    assertEquals(List.of("0001_initial", "0002_events"), migrations.names());
  }

  @Test
  void aCheckoutWithoutTheFolderSaysSo() {
    RecordedMachine machine = RecordedMachine.of("linux", temporary);
    IOException none =
        assertThrows(
            IOException.class,
            () -> machine.read(new MigrationsProbe(), ClickHouseMigrationFacts.KEY, FACTS));
    assertEquals(
        "posthog/clickhouse/migrations does not exist in this checkout", none.getMessage());
  }
}
