package com.posthog.doctor.probe.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.GitFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.support.SmallHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Git's configuration is read from its files in git's own order, and nothing it names is run. */
class GitProbeTest {
  private static final String GIT = "/home/u/posthog/.git/";

  @TempDir Path temporary;

  @Test
  void aPartialCloneIsToldByItsFilter() throws IOException {
    GitFacts facts =
        read(
            config(
                """
                [remote "origin"]
                \turl = https://u:secret@github.com/PostHog/posthog.git
                \tpromisor = true
                \tpartialclonefilter = blob:none
                """));
    assertEquals("blob:none", facts.filter());
    assertFalse(facts.origin().contains("secret"), facts.origin());
  }

  @Test
  void quotesCommentsAndOddSpacesAreUnderstood() throws IOException {
    GitFacts facts =
        read(config("[CORE] HooksPath = \".husky/_\" ; why\n[commit]\n  GPGSign # on\n"));
    assertEquals(".husky/_", facts.hooksPath());
    assertFalse(facts.signs(), "a comment is no value");
    assertTrue(read(config("[commit]\n\tgpgSign\n")).signs());
  }

  @Test
  void theCheckoutWinsOverTheUserAndTheUserOverTheSystem() throws IOException {
    SmallHost host =
        config("[core]\nhooksPath = mine\n")
            .variable("HOME", "/home/u")
            .text("/etc/gitconfig", "[core]\nhooksPath = system\n[commit]\ngpgsign = true\n")
            .text("/home/u/.gitconfig", "[core]\nhooksPath = user\n[commit]\ngpgsign = false\n");
    GitFacts facts = read(host);
    assertEquals("mine", facts.hooksPath());
    assertFalse(facts.signs());
    assertEquals("/home/u/.gitconfig", facts.signsIn());
  }

  @Test
  void includesAreFollowedAndCirclesOfThemEnd() throws IOException {
    SmallHost host =
        config("[include]\npath = more\n")
            .text(GIT + "more", "[include]\npath = config\n[commit]\ngpgsign = true\n");
    assertTrue(read(host).signs());
  }

  @Test
  void aConditionOnThePlaceIsUnderstood() throws IOException {
    SmallHost here =
        config("")
            .variable("HOME", "/home/u")
            .text("/home/u/.gitconfig", "[includeIf \"gitdir:~/posthog/\"]\npath = ~/work\n")
            .text("/home/u/work", "[commit]\ngpgsign = true\n");
    assertTrue(read(here).signs());
    SmallHost elsewhere =
        config("")
            .variable("HOME", "/home/u")
            .text("/home/u/.gitconfig", "[includeIf \"gitdir:~/other/\"]\npath = ~/work\n")
            .text("/home/u/work", "[commit]\ngpgsign = true\n");
    assertFalse(read(elsewhere).signs());
  }

  @Test
  void aGiganticConfigurationIsAProblem() throws IOException {
    SmallHost host = SmallHost.in(temporary).text(GIT + "config", "", "size: 1073741824");
    assertEquals(GIT + "config is larger than 1024 KiB", read(host).problem());
  }

  @Test
  void packsAndTheAgeOfALockAreTold() throws IOException {
    SmallHost host =
        config("")
            .now("2026-10-21T00:00:00Z")
            .text(GIT + "objects/pack/a.pack", "")
            .text(GIT + "objects/pack/a.idx", "")
            .text(GIT + "objects/maintenance.lock", "", "modified: \"2026-10-20T00:00:00Z\"");
    GitFacts facts = read(host);
    assertEquals(1, facts.packs());
    assertEquals(Instant.parse("2026-10-20T00:00:00Z"), facts.lockedAt());
    assertEquals(Duration.ofDays(1), facts.lockAge());
  }

  private SmallHost config(String text) throws IOException {
    return SmallHost.in(temporary).text(GIT + "config", text);
  }

  private static GitFacts read(SmallHost host) throws IOException {
    Facts soFar = Facts.none().with(CheckoutFacts.KEY, SmallHost.checkout("layered"));
    return new GitProbe()
        .read(GitFacts.KEY, host.open(), soFar, Deadline.in(Duration.ofSeconds(5)));
  }
}
