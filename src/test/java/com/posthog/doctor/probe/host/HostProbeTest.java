package com.posthog.doctor.probe.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.support.RecordedMachine;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostProbeTest {
  private static final String UBUNTU =
      """
      PRETTY_NAME="Ubuntu 24.04.4 LTS"
      NAME="Ubuntu"
      VERSION_ID="24.04"
      ID=ubuntu
      ID_LIKE=debian
      """;

  @TempDir Path temporary;

  @Test
  void aMacWithAppleSiliconTellsItsNameItsMemoryAndItsProcessors() throws Exception {
    HostFacts host = read(silicon().launched("arch", "aarch64").launched("translated", "0"));

    assertEquals("macOS 26.5", host.osName());
    assertEquals("arm64", host.arch());
    assertEquals("arm64", host.processArch());
    assertFalse(host.translated());
    assertEquals(17179869184L, host.memoryBytes());
    assertEquals(10, host.cpus());
    assertEquals("zsh", host.shell());
  }

  @Test
  void aShellUnderRosettaIsSeenAlthoughJavaIsNative() throws Exception {
    HostFacts host = read(silicon().launched("arch", "aarch64").launched("translated", "1"));

    assertTrue(host.translated());
    assertEquals("arm64", host.arch());
  }

  @Test
  void aNativeShellIsSeenAlthoughJavaIsTranslated() throws Exception {
    HostFacts host = read(silicon().launched("arch", "x86_64").launched("translated", "0"));

    assertFalse(host.translated());
    assertEquals("arm64", host.arch());
    assertEquals("x86_64", host.processArch());
  }

  @Test
  void withoutALauncherTheSystemIsAskedWhetherItTranslates() throws Exception {
    HostFacts host =
        read(
            silicon()
                .launched("arch", "x86_64")
                .answer("/usr/sbin/sysctl -n sysctl.proc_translated", "1\n"));

    assertTrue(host.translated());
  }

  @Test
  void anIntelMacHasNoSuchKeys() throws Exception {
    HostFacts host =
        read(
            mac()
                .launched("arch", "x86_64")
                .failure(
                    "/usr/sbin/sysctl -n hw.optional.arm64",
                    1,
                    "sysctl: unknown oid 'hw.optional.arm64'\n"));

    assertEquals("x86_64", host.arch());
    assertFalse(host.translated());
  }

  @Test
  void aMacWhoseCommandsFailTellsNothingRatherThanZeroBytes() throws Exception {
    HostFacts host =
        read(
            RecordedMachine.of("macos", temporary)
                .launched("arch", "aarch64")
                .launched("translated", "0"));

    assertEquals(0, host.memoryBytes());
    assertEquals(0, host.cpus());
    assertEquals("macOS", host.osName());
  }

  @Test
  void anUbuntuMachineIsReadFromItsFiles() throws Exception {
    HostFacts host =
        read(
            linux()
                .file("/proc/sys/kernel/arch", "x86_64\n")
                .entry("/run/systemd/system", "folder"));

    assertEquals("Ubuntu 24.04.4 LTS", host.osName());
    assertEquals("ubuntu", host.distro());
    assertEquals("24.04", host.osVersion());
    assertEquals("x86_64", host.arch());
    assertEquals(2, host.cpus());
    assertEquals(24684084L * 1024, host.memoryBytes());
    assertEquals("/proc/meminfo", host.memorySource());
    assertTrue(host.systemd());
    assertEquals("", host.container());
  }

  @Test
  void anOldKernelTellsItsArchitectureByItsProcessor() throws Exception {
    assertEquals("x86_64", read(linux()).arch());
  }

  @Test
  void aContainersLimitsAreWhatCounts() throws Exception {
    HostFacts host =
        read(
            linux()
                .file("/.dockerenv", "")
                .file("/sys/fs/cgroup/memory.max", "4294967296\n")
                .file("/sys/fs/cgroup/cpu.max", "50000 100000\n"));

    assertEquals("docker", host.container());
    assertEquals(4294967296L, host.memoryBytes());
    assertEquals("/sys/fs/cgroup/memory.max", host.memorySource());
    assertEquals(1, host.cpus());
  }

  @Test
  void aContainerOfTheFirstControlGroupsIsLimitedToo() throws Exception {
    HostFacts host =
        read(linux().file("/sys/fs/cgroup/memory/memory.limit_in_bytes", "2147483648\n"));

    assertEquals(2147483648L, host.memoryBytes());
  }

  @Test
  void aGroupWithoutLimitsLeavesTheWholeMachine() throws Exception {
    HostFacts host =
        read(
            linux()
                .file("/sys/fs/cgroup/memory.max", "max\n")
                .file("/sys/fs/cgroup/cpu.max", "max 100000\n")
                .file("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n"));

    assertEquals("/proc/meminfo", host.memorySource());
    assertEquals(2, host.cpus());
  }

  @Test
  void podmanAndKubernetesAreContainersToo() throws Exception {
    assertEquals(
        "podman", read(linux().file("/run/.containerenv", "engine=\"podman\"")).container());
    assertEquals(
        "kubernetes", read(linux().env("KUBERNETES_SERVICE_HOST", "10.0.0.1")).container());
  }

  @Test
  void wslIsToldByItsKernelButNotInsideAContainer() throws Exception {
    String kernel = "6.6.87.2-microsoft-standard-WSL2\n";

    HostFacts wsl = read(linux().file("/proc/sys/kernel/osrelease", kernel));
    HostFacts container =
        read(linux().file("/proc/sys/kernel/osrelease", kernel).file("/.dockerenv", ""));

    assertTrue(wsl.wsl());
    assertFalse(wsl.isWslOne());
    assertFalse(container.wsl());
  }

  @Test
  void theFirstWslHasAKernelNumberOfItsOwn() throws Exception {
    HostFacts host = read(linux().file("/proc/sys/kernel/osrelease", "4.4.0-19041-Microsoft\n"));

    assertTrue(host.isWslOne());
  }

  @Test
  void aGitHookIsToldByWhatTheFrameworkOrGitSets() throws Exception {
    assertEquals("", read(linux()).hook());
    assertEquals("", read(linux().env("PRE_COMMIT", "")).hook());
    assertEquals("PRE_COMMIT", read(linux().env("PRE_COMMIT", "1")).hook());
    assertEquals("GIT_INDEX_FILE", read(linux().env("GIT_INDEX_FILE", ".git/index")).hook());
    assertEquals("GIT_DIR", read(linux().env("GIT_DIR", ".git")).hook());
  }

  @Test
  void continuousIntegrationIsToldByItsVariables() throws Exception {
    assertEquals(false, read(linux()).ci());
    assertEquals(false, read(linux().env("CI", "false")).ci());
    assertEquals(true, read(linux().env("CI", "true")).ci());
    assertEquals(true, read(linux().env("GITHUB_ACTIONS", "true")).ci());
  }

  @Test
  void hostedWorkspacesAreToldByTheirVariables() throws Exception {
    assertEquals("codespaces", read(linux().env("CODESPACES", "true")).hosted());
    assertEquals("coder", read(linux().env("CODER", "true")).hosted());
    assertEquals("devcontainer", read(linux().env("REMOTE_CONTAINERS", "true")).hosted());
  }

  @Test
  void quotesOfTheReleaseFileAreOptional() throws Exception {
    HostFacts host =
        read(
            RecordedMachine.of("linux", temporary)
                .file(
                    "/etc/os-release",
                    "NAME='Arch Linux'\n# a comment\nID=arch\nPRETTY_NAME=Arch\n"));

    assertEquals("arch", host.distro());
    assertEquals("Arch", host.osName());
    assertEquals("", host.osVersion());
  }

  private HostFacts read(RecordedMachine machine) throws Exception {
    return machine.read(new HostProbe(), HostFacts.KEY);
  }

  private RecordedMachine mac() {
    return RecordedMachine.of("macos", temporary)
        .env("SHELL", "/bin/zsh")
        .answer("/usr/bin/sw_vers -productVersion", "26.5\n")
        .answer("/usr/sbin/sysctl -n hw.memsize", "17179869184\n")
        .answer("/usr/sbin/sysctl -n hw.ncpu", "10\n");
  }

  private RecordedMachine silicon() {
    return mac().answer("/usr/sbin/sysctl -n hw.optional.arm64", "1\n");
  }

  private RecordedMachine linux() {
    return RecordedMachine.of("linux", temporary)
        .file("/etc/os-release", UBUNTU)
        .file("/proc/sys/kernel/osrelease", "6.8.0-51-generic\n")
        .file("/proc/meminfo", "MemTotal:       24684084 kB\nMemFree:         100 kB\n")
        .file(
            "/proc/cpuinfo",
            "processor\t: 0\nvendor_id\t: GenuineIntel\n\nprocessor\t: 1\nvendor_id\t: GenuineIntel\n");
  }
}
