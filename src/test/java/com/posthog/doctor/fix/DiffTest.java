package com.posthog.doctor.fix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.model.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A diff is real: git applies it, and what comes out is the new file to the byte. */
class DiffTest {
  @TempDir Path temporary;

  @Test
  void gitAppliesWhatIsShown() throws Exception {
    Random random = new Random(4);
    for (int round = 0; round < 40; round++) {
      assertApplies(text(random), text(random));
    }
    assertApplies("", "a\n");
    assertApplies("a", "a\n");
    assertApplies("a\n", "a");
    assertApplies("a\r\nb\r\n", "a\r\nc\r\n");
    assertApplies("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\nx\n3\n4\n5\n6\n7\n8\ny\n");
  }

  @Test
  void anEditShowsThreeLinesAround() {
    assertEquals(
        "--- a/f\n+++ b/f\n@@ -2,6 +2,7 @@\n 2\n 3\n 4\n+x\n 5\n 6\n 7\n",
        Diff.of(
            "f",
            Content.of("1\n2\n3\n4\n5\n6\n7\n8\n"),
            Content.of("1\n2\n3\n4\nx\n5\n6\n7\n8\n")));
  }

  @Test
  void aNewFileComesFromNothingAndTheSameFileHasNoDiff() {
    assertEquals(
        "--- /dev/null\n+++ b/.env\n@@ -0,0 +1 @@\n+A=1\n",
        Diff.of(".env", null, Content.of("A=1\n")));
    assertEquals("", Diff.of(".env", Content.of("A=1\n"), Content.of("A=1\n")));
  }

  @Test
  void secretsAreMaskedAndPublishedPasswordsAreNot() {
    String diff =
        Diff.of(
            ".env",
            Content.of(
                "API_TOKEN=hunter2\nexport OPENAI_API_KEY = abc\nX=postgres://a:hunter3@h/d\n"
                    + "POSTGRES_PASSWORD=posthog\n# see https://u:hunter4@h/\n"),
            Content.of("DEBUG=1\n"));
    assertFalse(diff.contains("hunter"), diff);
    assertFalse(diff.contains("abc"), diff);
    assertTrue(diff.contains("-POSTGRES_PASSWORD=posthog\n"), diff);
  }

  @Test
  void aSecretOverSeveralLinesIsMaskedAsAWhole() {
    String key = "-----BEGIN RSA PRIVATE KEY-----\nhunter1\nhunter2\n-----END RSA PRIVATE KEY-----";
    for (String text :
        List.of(
            "MY_KEY=\"" + key + "\"\n",
            "MY_KEY='" + key + "' # mine\r\n",
            "MY_KEY=\"a\\\"\nhunter1\nhunter2\"\n",
            "export NOTES='one\nhunter1\nhunter2'\n",
            "MY_KEY=" + key + "\n",
            key + "\n",
            "-----BEGIN OPENSSH PRIVATE KEY-----\nhunter1\nhunter2\n")) {
      for (String end : List.of("DEBUG=0\n", "DEBUG=0")) {
        String diff = Diff.of("f", Content.of(text + end), Content.of(text + "DEBUG=1\n"));
        assertFalse(diff.contains("hunter"), diff);
        boolean open = text.contains("OPENSSH");
        assertTrue(open || diff.contains("-DEBUG=0\n"), diff);
        assertTrue(open || diff.contains("+DEBUG=1\n"), diff);
      }
    }
  }

  @Test
  void aSecretThatIsCommentedOutIsMaskedToo() {
    Content before = Content.of("API_TOKEN=hunter2\n");
    String diff = Diff.of(".env", before, Content.of("# API_TOKEN=hunter2\n"));
    assertFalse(diff.contains("hunter"), diff);
    assertTrue(diff.contains("+# API_TOKEN="), diff);
  }

  private void assertApplies(String before, String after) throws Exception {
    if (before.equals(after)) {
      return;
    }
    Path folder = Files.createTempDirectory(temporary, "repo");
    Path file = Files.writeString(folder.resolve("f"), before);
    Content wanted = Content.of(after);
    Files.writeString(folder.resolve("patch"), Diff.of("f", Content.of(before), wanted));
    Process git =
        new ProcessBuilder("git", "apply", "--unidiff-zero", "--whitespace=nowarn", "patch")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    try (InputStream said = git.getInputStream()) {
      String output = new String(said.readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, git.waitFor(), () -> output + "\n" + before + "\n→\n" + after);
    }
    assertArrayEquals(wanted.bytes(), read(file));
  }

  private static byte[] read(Path file) throws IOException {
    return Files.readAllBytes(file);
  }

  /** Few different lines, so that many are common to both texts. */
  private static String text(Random random) {
    StringBuilder text = new StringBuilder("start\n");
    int lines = random.nextInt(20);
    for (int i = 0; i < lines; i++) {
      text.append((char) ('a' + random.nextInt(4))).append('\n');
    }
    return random.nextBoolean() ? text.toString() : text + "end";
  }
}
