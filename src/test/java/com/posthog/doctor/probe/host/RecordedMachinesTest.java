package com.posthog.doctor.probe.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.check.Catalog;
import com.posthog.doctor.engine.Examination;
import com.posthog.doctor.engine.Limits;
import com.posthog.doctor.engine.Listener;
import com.posthog.doctor.engine.Selection;
import com.posthog.doctor.model.Finding;
import com.posthog.doctor.model.Severity;
import com.posthog.doctor.model.Status;
import com.posthog.doctor.probe.Probes;
import com.posthog.doctor.support.Fixtures;
import com.posthog.doctor.support.RecordedMachine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a Mac or Windows can show, from the probes to the finding. */
class RecordedMachinesTest {
  private static final Limits PATIENT = new Limits(Duration.ofSeconds(60), Duration.ofSeconds(90));

  @TempDir Path temporary;

  @Test
  void aTerminalUnderRosettaWithItsHomebrewAndItsNodeFails() {
    RecordedMachine mac =
        mac()
            .launched("arch", "x86_64")
            .launched("translated", "1")
            .env("PATH", "/usr/local/bin:/usr/bin")
            .file("/usr/local/bin/brew", "#!/bin/bash\n")
            .bytes("/usr/local/bin/node", program(0x01000007));

    List<Finding> findings = examine(mac, "host.rosetta");

    assertEquals(List.of("shell", "brew", "node"), subjects(findings));
    assertTrue(findings.stream().allMatch(one -> one.status() == Status.FAIL), findings::toString);
    assertEquals(
        "This shell runs under Rosetta as x86_64; arm64 is needed", findings.get(0).message());
  }

  @Test
  void aNativeTerminalWithTranslatedJavaPasses() {
    RecordedMachine mac =
        mac()
            .launched("arch", "x86_64")
            .launched("translated", "0")
            .env("PATH", "/opt/homebrew/bin:/usr/bin")
            .file("/opt/homebrew/bin/brew", "#!/bin/bash\n")
            .bytes("/opt/homebrew/bin/node", program(0x0100000C));

    List<Finding> findings = examine(mac, "host.rosetta");

    assertEquals(List.of("shell", "brew", "node"), subjects(findings));
    assertTrue(findings.stream().allMatch(one -> one.status() == Status.PASS), findings::toString);
  }

  @Test
  void aMacThatTellsNothingIsUnknownAndHasNotZeroMemory() {
    List<Finding> findings =
        examine(
            RecordedMachine.of("macos", temporary).launched("arch", "aarch64"),
            "host.memory",
            "host.cpus");

    assertEquals(
        List.of(Status.UNKNOWN, Status.UNKNOWN), findings.stream().map(Finding::status).toList());
  }

  @Test
  void aCheckoutOnADriveOfWindowsWarns() {
    List<Finding> findings = examine(wsl("/mnt/c/posthog"), "host.wsl");

    assertEquals(List.of("checkout", "HOST_BIND"), subjects(findings));
    for (Finding finding : findings) {
      assertEquals(Status.FAIL, finding.status());
      assertEquals(Severity.WARNING, finding.severity());
    }
    assertEquals(
        "/mnt/c/posthog lies on a drive of Windows (/mnt/c); a folder of Linux is needed",
        findings.get(0).message());
  }

  @Test
  void aCheckoutOnLinuxOwnDiskWithItsAddressPasses() {
    List<Finding> findings =
        examine(wsl("/home/ada/posthog").env("HOST_BIND", "0.0.0.0"), "host.wsl");

    assertEquals(
        List.of(Status.PASS, Status.PASS), findings.stream().map(Finding::status).toList());
  }

  private RecordedMachine mac() {
    return RecordedMachine.of("macos", temporary)
        .answer("/usr/bin/sw_vers -productVersion", "26.5\n")
        .answer("/usr/sbin/sysctl -n hw.optional.arm64", "1\n")
        .answer("/usr/sbin/sysctl -n hw.memsize", "17179869184\n")
        .answer("/usr/sbin/sysctl -n hw.ncpu", "10\n");
  }

  private RecordedMachine wsl(String checkout) {
    return RecordedMachine.of("linux", temporary)
        .mount(checkout, Fixtures.at("checkouts/layered"))
        .env("POSTHOG_REPO", checkout)
        .file("/proc/sys/kernel/osrelease", "6.6.87.2-microsoft-standard-WSL2\n")
        .file(
            "/proc/mounts",
            "/dev/sdc / ext4 rw,relatime 0 0\n"
                + "C:\\134 /mnt/c 9p rw,noatime,aname=drvfs;path=C:\\;uid=1000 0 0\n")
        .answer(
            "/bin/df -Pk /",
            "Filesystem 1024-blocks Used Available Capacity Mounted on\n"
                + "/dev/sdc 100000000 10000000 90000000 10% /\n");
  }

  private List<Finding> examine(RecordedMachine machine, String... checks) {
    Catalog catalog = Catalog.builtIn();
    String repo = machine.host().environment().getOrDefault("POSTHOG_REPO", "");
    Probes probes = new Probes(repo.isEmpty() ? Optional.empty() : Optional.of(Path.of(repo)));
    return Examination.run(
            catalog,
            Selection.of(catalog, Selection.ALL, List.of(checks), List.of()),
            probes::find,
            machine.host(),
            PATIENT,
            new Listener() {})
        .findings();
  }

  private static List<String> subjects(List<Finding> findings) {
    return findings.stream().map(one -> one.subject() == null ? "" : one.subject().text()).toList();
  }

  /** The first bytes of a program for one kind of processor. */
  private static byte[] program(int processor) {
    return ByteBuffer.allocate(64)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0xFEEDFACF)
        .putInt(processor)
        .array();
  }
}
