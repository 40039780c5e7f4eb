package com.posthog.doctor.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.host.LocalHost;
import com.posthog.doctor.model.Change;
import com.posthog.doctor.model.Prospect;
import com.posthog.doctor.model.Prospect.Effect;
import com.posthog.doctor.model.Remedy;
import com.posthog.doctor.model.Risk;
import com.posthog.doctor.model.Step;
import com.posthog.doctor.support.StageHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a step would do is worked out without doing it, and what could do harm is refused. */
class PreparationTest {
  @TempDir Path temporary;
  private Path checkout;
  private Path home;

  @BeforeEach
  void folders() throws IOException {
    temporary = temporary.toRealPath();
    checkout = Files.createDirectories(temporary.resolve("posthog"));
    home = Files.createDirectories(temporary.resolve("home"));
  }

  private Preparation preparation(String... tracked) {
    return Checkouts.preparation(
        new LocalHost(Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin"), checkout),
        checkout,
        tracked);
  }

  private static Remedy remedy(Step... steps) {
    return new Remedy("r", "R", "", Risk.SAFE, List.of(), List.of(steps));
  }

  @Test
  void aFileOfSeveralNamesIsSaid() throws IOException {
    Path file = Files.writeString(checkout.resolve(".env.twice"), "A=1\n");
    Files.createLink(checkout.resolve("other"), file);
    Prospect prospect = preparation().prepare(new Step.SetEnv(".env.twice", "A", "2"));
    assertEquals(
        "the file has 2 names (hard links): under the other one the old content stays",
        prospect.note());
  }

  @Test
  void twoSettingsOfOneFileFollowEachOther() throws IOException {
    Files.writeString(checkout.resolve(".env"), "A=0\n");
    Preparation preparation = preparation();
    List<Prospect> first = preparation.prepare(remedy(new Step.SetEnv(".env", "A", "1")));
    preparation.accept(first);
    List<Prospect> second =
        preparation.prepare(
            remedy(new Step.SetEnv(".env", "B", "2"), new Step.SetEnv(".env", "B", "2")));
    Change.Rewrite change = (Change.Rewrite) second.get(0).change();
    assertEquals(
        "A=1\nB=2\n", new String(change.after().bytes(), java.nio.charset.StandardCharsets.UTF_8));
    assertEquals(Effect.NOTHING, second.get(1).effect());
    assertEquals("A=0\n", Files.readString(checkout.resolve(".env")));
  }

  @Test
  void aFileThatGitTracksIsRefused() {
    Prospect prospect = preparation(".env").prepare(new Step.SetEnv(".env", "A", "1"));
    assertRefused(prospect, "git tracks .env");
  }

  @Test
  void aPathThatLeadsOutIsRefused() throws IOException {
    Files.writeString(temporary.resolve("outside"), "A=1\n");
    for (String file :
        List.of(
            "../outside",
            temporary.resolve("outside").toString(),
            "~/../outside",
            "a\nb",
            "",
            ".",
            "\0")) {
      for (Step step :
          List.of(
              new Step.SetEnv(file, "A", "2"),
              new Step.SetMode(file, "0600"),
              new Step.MoveAside(file),
              new Step.EditBlock(file, "m", "t", false))) {
        assertEquals(Effect.REFUSED, preparation().prepare(step).effect(), step.toString());
      }
    }
    assertRefused(
        preparation().prepare(new Step.EditBlock("/etc/../root/x", "m", "t", true)),
        "outside of /etc");
  }

  /** Renaming over it fails, and writing into it could be stopped half way. */
  @Test
  void aFileThatIsAMountOfItsOwnIsRefused() throws IOException {
    Path file = Files.writeString(checkout.resolve("a file"), "A=1\n");
    String point = file.toString().replace(" ", "\\040");
    Path table =
        Files.writeString(
            temporary.resolve("mountinfo"),
            "24 1 254:1 / / rw - ext4 /dev/root rw\n31 24 254:2 /x " + point + " rw - ext4 y rw\n");
    StageHost host =
        new StageHost(new LocalHost(Map.of("HOME", home.toString()), checkout))
            .place("/proc/self/mountinfo", table);
    Prospect prospect =
        Checkouts.preparation(host, checkout).prepare(new Step.SetEnv("a file", "A", "2"));
    assertRefused(prospect, "mounted from elsewhere");
    Files.writeString(checkout.resolve("b"), "A=1\n");
    Prospect other = Checkouts.preparation(host, checkout).prepare(new Step.SetEnv("b", "A", "2"));
    assertEquals(Effect.CHANGES, other.effect());
  }

  @Test
  void aFolderThatIsALinkToElsewhereIsNotEntered() throws IOException {
    Path elsewhere = Files.createDirectories(temporary.toRealPath().resolve("elsewhere/deep"));
    Files.writeString(elsewhere.resolve("a"), "A=1\n");
    Files.createSymbolicLink(checkout.resolve("way"), elsewhere.getParent());
    for (Step step :
        List.of(
            new Step.SetEnv("way/deep/a", "A", "2"),
            new Step.SetEnv("way/new/a", "A", "2"),
            new Step.MoveAside("way/deep/a"),
            new Step.SetMode("way/deep/a", "0600"),
            new Step.Run(List.of("true"), false, List.of("way/deep/a")))) {
      Prospect prospect = preparation().prepare(step);
      assertEquals(Effect.REFUSED, prospect.effect(), step.toString());
      assertTrue(prospect.note().contains("leads out of the checkout"), prospect.note());
    }
    Path inside = Files.createDirectories(checkout.resolve("inside"));
    Files.createSymbolicLink(checkout.resolve("short"), inside);
    assertEquals(
        Effect.CHANGES, preparation().prepare(new Step.SetEnv("short/a", "A", "2")).effect());
  }

  @Test
  void aLinkIsFollowedOnPurposeAndSaid() throws IOException {
    Files.writeString(home.resolve("shared.env"), "A=1\n");
    Files.createSymbolicLink(checkout.resolve(".env"), home.resolve("shared.env"));
    Prospect prospect = preparation().prepare(new Step.SetEnv(".env", "A", "2"));
    assertEquals(home.resolve("shared.env"), prospect.change().file());
    assertEquals(".env is a link to ~/shared.env", prospect.note());
  }

  @Test
  void whatIsNoFileIsRefused() throws IOException {
    Files.createDirectories(checkout.resolve("folder"));
    Files.createSymbolicLink(checkout.resolve("dangling"), checkout.resolve("nothing"));
    Files.createSymbolicLink(checkout.resolve("loop"), checkout.resolve("loop"));
    Files.writeString(checkout.resolve("readonly"), "A=1\n");
    Files.setPosixFilePermissions(
        checkout.resolve("readonly"), PosixFilePermissions.fromString("r--r--r--"));
    assertRefused(preparation().prepare(new Step.SetEnv("folder", "A", "2")), "it is a folder");
    assertRefused(preparation().prepare(new Step.SetEnv("dangling", "A", "2")), "link to nothing");
    assertRefused(preparation().prepare(new Step.SetEnv("loop", "A", "2")), "leads to itself");
    assertRefused(preparation().prepare(new Step.SetEnv("readonly", "A", "2")), "read-only");
    assertRefused(
        preparation().prepare(new Step.SetEnv("none/x", "A", "2")), "folder does not exist");
  }

  @Test
  void aModeIsShownAndNonsenseIsRefused() throws IOException {
    Path file = Files.writeString(checkout.resolve("f"), "x");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Prospect prospect = preparation().prepare(new Step.SetMode("f", "0755"));
    assertEquals(new Change.Mode(file, 0600, 0755), prospect.change());
    assertEquals(Effect.NOTHING, preparation().prepare(new Step.SetMode("f", "600")).effect());
    assertRefused(preparation().prepare(new Step.SetMode("f", "4755")), "no mode");
    assertRefused(preparation().prepare(new Step.SetMode("f", "u+x")), "no mode");
  }

  @Test
  void aFileIsMovedAsideToANameThatIsFree() throws IOException {
    Files.writeString(checkout.resolve("f"), "x");
    Files.writeString(checkout.resolve("f.broken"), "older");
    Prospect prospect = preparation().prepare(new Step.MoveAside("f"));
    assertEquals(
        new Change.Move(checkout.resolve("f"), checkout.resolve("f.broken-2")), prospect.change());
    assertEquals(Effect.NOTHING, preparation().prepare(new Step.MoveAside("none")).effect());
  }

  @Test
  void behindAProgramNothingIsForetold() {
    List<Prospect> prospects =
        preparation()
            .prepare(
                remedy(new Step.Run(List.of("ls"), false), new Step.SetMode("made-by-it", "0755")));
    assertEquals(Effect.RUNS, prospects.get(0).effect());
    assertEquals(Effect.LATER, prospects.get(1).effect());
  }

  @Test
  void aProgramThatIsNotThereIsRefused() {
    assertRefused(
        preparation().prepare(new Step.Run(List.of("no-such-program-here"), false)),
        "is not there");
    assertRefused(
        preparation().prepare(new Step.Run(List.of("./bin/none"), false)), "is not there");
  }

  @Test
  void aValueThatAShellWouldRunTurnsABlockIntoAdvice() {
    Step block = new Step.EditBlock("~/.zshrc", "m", "export no_proxy=\"${list}\"", false);
    for (String value : List.of("$(touch x)", "`id`", "a\"; rm -rf /; \"", "a\nb", "'", "\\")) {
      Step filled = block.fill(text -> text.replace("${list}", value));
      assertEquals("tell", filled.kind(), value);
    }
    assertEquals("edit-block", block.fill(text -> text.replace("${list}", "localhost,db")).kind());
  }

  private static void assertRefused(Prospect prospect, String part) {
    assertEquals(Effect.REFUSED, prospect.effect(), prospect.toString());
    assertTrue(prospect.note().contains(part), prospect.note());
  }
}
