package com.posthog.doctor.probe.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.TestCheckout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from indexes that a real git wrote. */
class GitIndexTest {
  @TempDir Path temporary;
  private TestCheckout checkout;

  @BeforeEach
  void aRepository() throws IOException {
    checkout = TestCheckout.of("layered", temporary);
  }

  private byte[] bytes() throws IOException {
    return Files.readAllBytes(checkout.at(".git/index"));
  }

  private boolean has(String path) throws IOException {
    return new GitIndex(bytes()).contains(path);
  }

  private void add(String path) throws IOException {
    checkout.write(path, "A=1\n");
    checkout.git("add", "-f", path);
  }

  @Test
  void eachVersionTellsWhatIsTracked() throws IOException {
    for (String version : List.of("2", "3", "4")) {
      checkout.git("update-index", "--index-version", version);
      assertTrue(has(".env.services"), version);
      assertTrue(has(".env.local.example"), version);
      assertTrue(has("pyproject.toml"), version);
      assertFalse(has(".env.local"), version);
      assertFalse(has(".env"), version);
      assertFalse(has("zzz"), version);
    }
    add(".env.local");
    checkout.git("update-index", "--skip-worktree", ".env.local");
    assertTrue(has(".env.local"));
  }

  @Test
  void namesBeyondAsciiAreComparedAndShortenedByBytes() throws IOException {
    add("\u00e4rger/\u00fc.env");
    add("\u00e4rger/\u00fcber.env");
    add("\ue000.env");
    add("\ud83d\ude00.env");
    for (String version : List.of("2", "4")) {
      checkout.git("update-index", "--index-version", version);
      assertTrue(has("\u00e4rger/\u00fc.env"), version);
      assertTrue(has("\u00e4rger/\u00fcber.env"), version);
      // by its letters the second would come before the first
      assertTrue(has("\ue000.env"), version);
      assertTrue(has("\ud83d\ude00.env"), version);
      assertEquals(
          Map.of("\u00e4rger", "folder", "\u00e4rger/\u00fcber.env", "file"),
          new GitIndex(bytes())
              .kinds(Set.of("\u00e4rger", "\u00e4rger/\u00fcber.env", "\u00e4rger/none")),
          version);
    }
  }

  @Test
  void whatStandsInTheOtherHalfOfASplitIndexIsNotCalledUntracked() throws IOException {
    checkout.git("update-index", "--split-index");
    add("new.env");
    assertTrue(has("new.env"));
    for (String path : List.of(".env.services", ".env.local", "zzz")) {
      IOException half = assertThrows(IOException.class, () -> has(path), path);
      assertTrue(String.valueOf(half.getMessage()).contains("split"), half.getMessage());
    }
    assertThrows(IOException.class, () -> new GitIndex(bytes()).kinds(Set.of("docker")));
    checkout.git("update-index", "--no-split-index");
    assertTrue(has(".env.services"));
    assertFalse(has(".env.local"));
  }

  @Test
  void whatIsNoIndexIsOneSentence() throws IOException {
    byte[] whole = bytes();
    assertThrows(IOException.class, () -> new GitIndex(new byte[3]));
    assertThrows(IOException.class, () -> new GitIndex(Arrays.copyOf(whole, 75)).contains("zzz"));
  }
}
