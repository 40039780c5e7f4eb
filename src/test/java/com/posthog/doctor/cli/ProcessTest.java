package com.posthog.doctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.ChildDoctor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only a process can show: signals, closed streams and a damaged installation. */
class ProcessTest {
  @TempDir Path folder;

  @Test
  void aReaderThatGoesAwayEndsItQuietlyWithTheTrueCode() {
    ChildDoctor.Ended ended = child().runIn("| head -1", "check", "checkout.found", "-v");
    assertEquals(1, ended.code(), ended::err);
    assertEquals(1, ended.out().lines().count());
    assertEquals("", ended.err());
  }

  @Test
  void aFullDiskIsSaid() {
    ChildDoctor.Ended ended = child().runIn("> /dev/full", "check", "checks.load");
    assertEquals(2, ended.code());
    assertTrue(ended.err().contains("the output could not be written"), ended::err);
    assertTrue(!ended.err().contains("\tat "), ended::err);
  }

  @Test
  void aDamagedCatalogueIsExitCode78() throws IOException {
    Path cards = folder.resolve("classes/com/posthog/doctor/check/catalog.bin");
    Files.createDirectories(cards.getParent());
    Files.write(cards, new byte[] {1, 2, 3});
    ChildDoctor.Ended ended = child().before(folder.resolve("classes")).run("check");
    assertEquals(78, ended.code(), ended::err);
    assertEquals(1, ended.err().lines().count(), ended::err);
    assertTrue(ended.err().contains("build again"), ended::err);
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSignalEndsItAtOnceWithoutAStack(String signal, int code) throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    // nobody reads the pipe, so it hangs in writing its report until the signal comes
    Process process = child().start(out, err, "check", "checks.load", "--output", pipe.toString());
    while (!Files.readString(out).contains("check")) {
      assertTrue(process.isAlive(), "it ended too early");
      Thread.onSpinWait();
    }
    new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
    assertTrue(process.waitFor(10, TimeUnit.SECONDS), "it did not end");
    assertEquals(code, process.exitValue());
    assertEquals("", Files.readString(err));
  }

  @Test
  void whereTheLocaleHasNoSymbolsTheTextIsAscii() {
    ChildDoctor.Ended ended =
        child().with("LC_ALL", "C").run("check", "checks.load", "checkout.found", "-v");
    assertTrue(ended.out().chars().allMatch(letter -> letter < 128), ended::out);
    assertTrue(ended.out().contains("x checkout.found"), ended::out);
  }

  @Test
  void aFileMayBeThePipeThatStandardOutputIs() {
    ChildDoctor.Ended ended =
        child().runIn("| cat", "check", "checks.load", "--output", "/dev/stdout");
    assertEquals(0, ended.code(), ended.err());
    assertEquals("", ended.err());
    assertTrue(ended.out().indexOf("1 check passed") < ended.out().lastIndexOf("1 check passed"));
  }

  @Test
  void withoutAPathAndWithoutAHomeItStillExamines() {
    ChildDoctor.Ended ended = child().with("PATH", "").with("HOME", "").run("check", "checks.load");
    assertEquals(0, ended.code(), ended::err);
  }

  private ChildDoctor child() {
    return ChildDoctor.in(folder).withHome(folder);
  }
}
