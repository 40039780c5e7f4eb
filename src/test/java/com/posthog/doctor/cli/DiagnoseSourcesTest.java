package com.posthog.doctor.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.ChildDoctor;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.Fixtures;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where {@code diagnose} reads from, however odd. */
class DiagnoseSourcesTest {
  private static final String TAKEN = "Bind for 0.0.0.0:5432 failed: port is already allocated";

  @TempDir Path folder;

  @Test
  void severalSourcesAreReadInTheirOrder() throws IOException {
    Files.writeString(folder.resolve("empty.log"), "");
    Files.writeString(folder.resolve("up.log"), TAKEN + "\n");
    assertEquals(0, diagnose("empty.log").code());
    Doctor.Run twice = diagnose("empty.log", "up.log", "up.log");
    assertTrue(twice.out().replaceAll("\\s+", " ").contains("(up.log:1, 2 times)"), twice::out);
    ChildDoctor.Ended both =
        child().runIn("< up.log", "diagnose", "--no-confirm", "-", "empty.log", "up.log");
    assertTrue(both.out().replaceAll("\\s+", " ").contains("(-:1, 2 times)"), both::out);
    ChildDoctor.Ended nothing = child().runIn("< /dev/null", "diagnose", "--no-confirm", "-");
    assertEquals("Nothing bad was recognised\n", nothing.out());
  }

  /** A name says nothing: what a file begins with does. */
  @Test
  void aPackedFileIsReadFromAPipeAndUnderAnyName() throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("a.txt")))) {
      out.write((TAKEN + "\n").getBytes(UTF_8));
    }
    Files.writeString(folder.resolve("plain.gz"), TAKEN + "\n");
    assertEquals(1, diagnose("a.txt").code());
    assertEquals(1, diagnose("plain.gz").code());
    for (String tail : new String[] {"< a.txt", "< <(cat a.txt)"}) {
      ChildDoctor.Ended piped = child().runIn(tail, "diagnose", "--no-confirm");
      assertTrue(piped.out().contains("(-:1)"), () -> piped.out() + piped.err());
    }
  }

  @Test
  void whatMayNotBeReadIsSaid() throws IOException {
    Path closed = Files.writeString(folder.resolve("closed.log"), TAKEN + "\n");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    Doctor.Run run = diagnose("closed.log");
    if (!Files.isReadable(closed)) { // the administrator may read it
      assertEquals("posthog-doctor: closed.log may not be read by this user\n", run.err());
      assertEquals(2, run.code());
    } else {
      assertEquals(1, run.code());
    }
    Doctor.Run folderItself = diagnose(".");
    assertEquals("posthog-doctor: . is a folder; name the log files in it\n", folderItself.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b]0;title\u0007",
        "\u001b]52;c;ZWNobw==\u001b\\",
        "\u001b]8;;http://evil\u001b\\",
        "\u001b]0;without end ",
        "\u001b[2J\u001b[1;1H",
        "\u001bPq#0\u001b\\",
        "\u001bc",
        "\u009b2J",
        "\u0090x\u009c",
        "\u00c2\u009b31m",
        "\u0008\u0008\u007f\u000e",
        "gone\rnow ",
        "\u00e2\u0080\u00ae", // from right to left, as UTF-8
        "\u00e2\u0081\u00a6",
        "\u00e2\u0080\u00a8",
        "\u00ff\u00fe\u0000",
      })
  void noAttackOnTheTerminalIsShown(String attack) throws IOException {
    String log = "error: it " + attack + TAKEN + "\nerror: odd " + attack + "thing\n";
    Files.write(folder.resolve("evil\u001b[2J.log"), log.getBytes(ISO_8859_1));
    for (String format : new String[] {"text", "json"}) {
      Doctor.Run run = diagnose("--format", format, "evil\u001b[2J.log");
      assertEquals(1, run.code(), run::err);
      for (String said : new String[] {run.out(), run.err()}) {
        said.codePoints()
            .forEach(letter -> assertTrue(harmless(letter), () -> letter + " in " + said));
      }
    }
  }

  private static boolean harmless(int letter) {
    int type = Character.getType(letter);
    return letter == '\n'
        || type != Character.CONTROL
            && type != Character.FORMAT
            && type != Character.LINE_SEPARATOR
            && type != Character.PARAGRAPH_SEPARATOR;
  }

  @Test
  void aPipeThatNeverEndsIsReadUntilItIsInterrupted() throws Exception {
    Path out = folder.resolve("out");
    Path script = folder.resolve("flood");
    Files.writeString(script, "#!/bin/sh\necho '" + TAKEN + "'\nexec yes 'all is well'\n");
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Process child =
        child().start(out, folder.resolve("err"), "diagnose", "--no-confirm", pipe.toString());
    Process flood =
        new ProcessBuilder("sh", script.toString()).redirectOutput(pipe.toFile()).start();
    try {
      long began = System.nanoTime();
      while (System.nanoTime() - began < TimeUnit.SECONDS.toNanos(3)) {
        assertTrue(child.isAlive(), "it ended by itself");
        Thread.onSpinWait();
      }
      new ProcessBuilder("kill", "-INT", Long.toString(child.pid())).start().waitFor();
      assertTrue(child.waitFor(40, TimeUnit.SECONDS), "it did not end");
    } finally {
      child.destroyForcibly();
      flood.destroyForcibly();
    }
    assertEquals(130, child.exitValue());
    assertTrue(Files.readString(out).contains("explain ports.free"), Files.readString(out));
  }

  /** Or java would take the number of the closed stream for a file of its own, and read that. */
  @ParameterizedTest
  @ValueSource(strings = {"0<&-", "1>&-", "2>&-", "0<&- 1>&- 2>&-"})
  void theLauncherOpensWhatIsClosed(String closing) throws Exception {
    Path launcher = Fixtures.project().resolve("posthog-doctor");
    String script =
        "eval \"$(sed -n '/^open_closed_streams() {/,/^}/p' '"
            + launcher
            + "')\"; open_closed_streams; for n in 0 1 2; do { : 9<&$n; } && echo $n >>open; done";
    new ProcessBuilder("bash", "-c", "bash -c \"$1\" " + closing, "bash", script)
        .directory(folder.toFile())
        .start()
        .waitFor();
    assertEquals("0\n1\n2\n", Files.readString(folder.resolve("open")));
  }

  private Doctor.Run diagnose(String... more) {
    String[] args = new String[2 + more.length];
    System.arraycopy(new String[] {"diagnose", "--no-confirm"}, 0, args, 0, 2);
    System.arraycopy(more, 0, args, 2, more.length);
    return Doctor.in(folder).run(args);
  }

  private ChildDoctor child() {
    return ChildDoctor.in(folder).withHome(folder);
  }
}
