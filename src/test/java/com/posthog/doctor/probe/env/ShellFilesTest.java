package com.posthog.doctor.probe.env;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.facts.ExportFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.support.SmallHost;
import com.posthog.doctor.support.TestCheckout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a shell gets its variables from, and which files git tracks. */
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

  @Test
  void gitsIndexTellsWhatIsTrackedInEachOfItsVersions() throws IOException {
    TestCheckout checkout = TestCheckout.of("layered", temporary);
    for (String version : List.of("2", "3", "4")) {
      checkout.git("update-index", "--index-version", version);
      byte[] index = Files.readAllBytes(checkout.at(".git/index"));
      assertTrue(TrackedProbe.contains(index, ".env.services"), version);
      assertTrue(TrackedProbe.contains(index, ".env.local.example"), version);
      assertTrue(TrackedProbe.contains(index, "pyproject.toml"), version);
      assertFalse(TrackedProbe.contains(index, ".env.local"), version);
      assertFalse(TrackedProbe.contains(index, ".env"), version);
      assertFalse(TrackedProbe.contains(index, "zzz"), version);
    }
    checkout.write(".env.local", "A=1\n");
    checkout.git("add", "-f", ".env.local");
    checkout.git("update-index", "--skip-worktree", ".env.local");
    assertTrue(TrackedProbe.contains(Files.readAllBytes(checkout.at(".git/index")), ".env.local"));
  }

  @Test
  void whatIsNoIndexIsOneSentence() {
    assertThrows(IOException.class, () -> TrackedProbe.contains(new byte[3], ".env"));
  }
}
