package com.posthog.doctor.probe.env;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.facts.ExportFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.support.SmallHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a shell gets its variables from. */
class ShellFilesTest {
  @TempDir Path temporary;

  @Test
  void theLinesThatExportAreFoundWithoutTheirValues() throws IOException {
    ExportFacts exports =
        new ExportsProbe()
            .read(
                ExportFacts.KEY,
                SmallHost.in(temporary)
                    .variable("HOME", "/home/u")
                    .text("/home/u/.zshrc", "# export NOT=1\nexport DATABASE_URL=canary\n")
                    .text("/home/u/.bashrc", "  export PGHOST=x # c\nLOCAL=1\n")
                    .text("/home/u/.config/fish/config.fish", "set -gx EDITOR vi\nset LOCAL 1\n")
                    .text("/etc/environment", "LANG=\"C\"\n")
                    .open(),
                Facts.none(),
                Deadline.in(Duration.ofSeconds(3)));
    assertEquals("~/.zshrc:2", exports.find("DATABASE_URL").orElseThrow().source());
    assertEquals("~/.bashrc:1", exports.find("PGHOST").orElseThrow().source());
    assertEquals("~/.config/fish/config.fish:1", exports.find("EDITOR").orElseThrow().source());
    assertEquals("/etc/environment:1", exports.find("LANG").orElseThrow().source());
    assertTrue(exports.find("LOCAL").isEmpty());
    assertTrue(exports.find("NOT").isEmpty());
    assertFalse(exports.toString().contains("canary"));
  }
}
