package com.posthog.doctor.probe.git;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.GitHistoryFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.support.SmallHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Git is asked to walk commits only where that starts nothing else. */
class GitHistoryProbeTest {
  private static final String ASK =
      "git -c core.fsmonitor=false -c core.hooksPath=/dev/null -C /home/u/posthog"
          + " rev-list --max-count=200 HEAD";

  @TempDir Path temporary;

  @Test
  void eachAnswerOfGitIsUnderstood() throws IOException {
    assertEquals(new GitHistoryFacts("whole", "", 2), read(git(0, "a\nb\n", "")));
    String missing = "error: Could not read 4b825dc642cb6eb9a060e54bf8d69288fbee4904";
    assertEquals(
        new GitHistoryFacts("broken", missing, 1),
        read(git(128, "a\n", missing + "\nfatal: Failed to traverse parents of commit a")));
    assertEquals(
        "empty",
        read(git(128, "", "fatal: ambiguous argument 'HEAD': unknown revision")).outcome());
    assertEquals(
        "refused",
        read(git(128, "", "fatal: detected dubious ownership in repository at '/p'")).outcome());
  }

  @Test
  void withoutGitNothingIsAsked() throws IOException {
    assertEquals("no-program", read(SmallHost.in(temporary)).outcome());
  }

  @Test
  void theShimOfAppleIsNotStartedWithoutDeveloperTools() throws IOException {
    SmallHost bare =
        mac()
            .answer(
                "/usr/bin/xcode-select -p",
                2,
                "",
                "xcode-select: error: Unable to get active developer directory.");
    assertEquals("no-program", read(bare).outcome());
    SmallHost tools =
        mac()
            .answer("/usr/bin/xcode-select -p", 0, "/Library/Developer/CommandLineTools\n", "")
            .answer(ASK, 0, "a\n", "");
    assertEquals("whole", read(tools).outcome());
  }

  private SmallHost mac() throws IOException {
    return SmallHost.in(temporary)
        .os("macos")
        .variable("PATH", "/usr/bin")
        .text("/usr/bin/git", "", "mode: \"755\"")
        .text("/usr/bin/xcode-select", "", "mode: \"755\"");
  }

  private SmallHost git(int code, String out, String err) throws IOException {
    return SmallHost.in(temporary)
        .variable("PATH", "/usr/bin")
        .text("/usr/bin/git", "", "mode: \"755\"")
        .answer(ASK, code, out, err);
  }

  private static GitHistoryFacts read(SmallHost host) throws IOException {
    Facts soFar = Facts.none().with(CheckoutFacts.KEY, SmallHost.checkout("layered"));
    return new GitHistoryProbe()
        .read(GitHistoryFacts.KEY, host.open(), soFar, Deadline.in(Duration.ofSeconds(5)));
  }
}
