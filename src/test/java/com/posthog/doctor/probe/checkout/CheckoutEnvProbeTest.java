package com.posthog.doctor.probe.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.posthog.doctor.facts.CheckoutEnvFacts;
import com.posthog.doctor.facts.CheckoutEnvFacts.EnvFile;
import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.support.SmallHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Env files are looked at line by line, and never run or expanded. */
class CheckoutEnvProbeTest {
  @TempDir Path temporary;

  @Test
  void aLineThatIsNoAssignmentIsGivenByItsNumber() {
    assertEquals(
        List.of("2", "5"),
        CheckoutEnvProbe.badLines("A=1\nhello\n# comment\n\n1X=2\nexport B=3\nC.d-e=4\n"));
  }

  @Test
  void aQuotedValueMaySpanLines() {
    assertEquals(List.of(), CheckoutEnvProbe.badLines("KEY=\"one\ntwo \\\" three\nfour\"\nA=1\n"));
  }

  @Test
  void aQuoteThatNothingClosesHidesNoOtherLine() {
    assertEquals(List.of("2"), CheckoutEnvProbe.badLines("KEY=\"one\nnothing\nA=1\n"));
  }

  @Test
  void aByteOrderMarkAndWindowsLinesAreNoBadLines() {
    assertEquals(List.of(), CheckoutEnvProbe.badLines("\uFEFFA=1\r\n\r\nB='2'\r\n"));
  }

  @Test
  void commandsInValuesStayText() {
    assertEquals(
        List.of(), CheckoutEnvProbe.badLines("DATABASE_URL=$(touch /tmp/x)\nB=`touch /tmp/x`\n"));
  }

  @Test
  void todaysEraHasFourFilesAndTheEarlierOne() throws IOException {
    SmallHost host =
        SmallHost.in(temporary)
            .text("/home/u/posthog/.env.services", "A=1\n")
            .thing("/home/u/posthog/.env.development", "folder")
            .text("/home/u/posthog/.env.example", "");
    assertEquals(
        List.of(
            new EnvFile(".env.services", "file", true, true, "", "", List.of()),
            new EnvFile(".env.development", "folder", true, true, "", "", List.of()),
            new EnvFile(".env.local", "missing", false, false, ".env.local.example", "", List.of()),
            new EnvFile(".env", "missing", true, false, ".env.example", "", List.of())),
        read(host, "layered").files());
    assertEquals(
        List.of(new EnvFile(".env", "missing", true, false, ".env.example", "", List.of())),
        read(host, "handbook").files());
  }

  @Test
  void aBinaryAndAGiganticFileAreProblems() throws IOException {
    SmallHost host =
        SmallHost.in(temporary)
            .bytes("/home/u/posthog/.env.services", new byte[] {'A', '=', 0}, "")
            .text("/home/u/posthog/.env", "", "size: 1073741824");
    assertEquals("is binary, not text", read(host, "layered").files().get(0).problem());
    assertEquals("is larger than 1024 KiB", read(host, "handbook").files().get(0).problem());
  }

  private static CheckoutEnvFacts read(SmallHost host, String era) throws IOException {
    Facts soFar = Facts.none().with(CheckoutFacts.KEY, SmallHost.checkout(era));
    return new CheckoutEnvProbe()
        .read(CheckoutEnvFacts.KEY, host.open(), soFar, Deadline.in(Duration.ofSeconds(5)));
  }
}
