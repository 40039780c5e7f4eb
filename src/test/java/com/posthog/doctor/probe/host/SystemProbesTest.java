package com.posthog.doctor.probe.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.facts.BinaryFacts;
import com.posthog.doctor.facts.DiskFacts;
import com.posthog.doctor.facts.FactTree;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.HostFacts;
import com.posthog.doctor.facts.OpenFilesFacts;
import com.posthog.doctor.facts.ProcessorFacts;
import com.posthog.doctor.facts.SysctlFacts;
import com.posthog.doctor.support.RecordedMachine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemProbesTest {
  private static final int MACH_64 = 0xFEEDFACF;
  private static final int UNIVERSAL = 0xCAFEBABE;
  private static final int INTEL = 0x01000007;
  private static final int SILICON = 0x0100000C;

  @TempDir Path temporary;

  @Test
  void aKernelSettingIsReadFromItsFile() throws Exception {
    SysctlFacts facts =
        linux()
            .file("/proc/sys/fs/inotify/max_user_watches", "65536\n")
            .read(new SysctlProbe(), SysctlFacts.key("fs.inotify.max_user_watches"));

    assertEquals(65536, facts.value());
    assertEquals("/proc/sys/fs/inotify/max_user_watches", facts.source());
  }

  @Test
  void aKernelWithoutTheSettingSaysSo() {
    assertEquals(
        "this kernel has no /proc/sys/fs/aio-max-nr",
        failure(() -> linux().read(new SysctlProbe(), SysctlFacts.key("fs.aio-max-nr"))));
  }

  @Test
  void aKernelSettingThatIsNoNumberSaysSo() {
    RecordedMachine machine = linux().file("/proc/sys/fs/aio-nr", "none\n");

    assertEquals(
        "/proc/sys/fs/aio-nr holds no number",
        failure(() -> machine.read(new SysctlProbe(), SysctlFacts.key("fs.aio-nr"))));
  }

  @Test
  void whatTheLauncherAskedTheShellIsTheLimitOfOpenFiles() throws Exception {
    assertEquals(
        new OpenFilesFacts(256, "256", "ulimit -Sn"), openFiles(linux().launched("nofile", "256")));
  }

  @Test
  void noLimitOfOpenFilesIsMoreThanAnyLimit() throws Exception {
    assertEquals(
        new OpenFilesFacts(Long.MAX_VALUE, "unlimited", "ulimit -Sn"),
        openFiles(linux().launched("nofile", "unlimited")));
  }

  @Test
  void withoutALauncherTheParentProcessTellsTheLimit() throws Exception {
    RecordedMachine machine =
        linux()
            .file("/proc/self/stat", "4711 (my (odd) java) S 4700 4711 4700 0 -1\n")
            .file(
                "/proc/4700/limits",
                "Limit                     Soft Limit           Hard Limit           Units     \n"
                    + "Max open files            1024                 1048576              files\n");

    assertEquals(new OpenFilesFacts(1024, "1024", "/proc/4700/limits"), openFiles(machine));
  }

  @Test
  void withoutALauncherLaunchdTellsTheLimitOnAMac() throws Exception {
    RecordedMachine machine =
        mac()
            .answer(
                "/bin/launchctl limit maxfiles", "\tmaxfiles    256            unlimited      \n");

    assertEquals(new OpenFilesFacts(256, "256", "launchctl limit maxfiles"), openFiles(machine));
  }

  @Test
  void aMacWithoutAnAnswerSaysSo() {
    assertEquals(
        "launchctl does not tell the limit of open files", failure(() -> openFiles(mac())));
  }

  @Test
  void theRoomOfAnApfsVolumeIsWhatItSaysOfThePath() throws Exception {
    DiskFacts facts =
        mac()
            .answer(
                "/bin/df -Pk /Users/ada",
                "Filesystem   1024-blocks      Used Available Capacity Mounted on\n"
                    + "/dev/disk3s5    971350180 235925064 723545416    25%    /System/Volumes/Data\n")
            .read(new DiskProbe(), DiskFacts.key("/Users/ada/posthog"));

    assertEquals(971350180L * 1024, facts.totalBytes());
    assertEquals(723545416L * 1024, facts.freeBytes());
    assertEquals("/dev/disk3s5", facts.device());
    assertFalse(facts.windowsDrive());
  }

  @Test
  void namesOfDevicesAndMountsMayHoldBlanks() throws Exception {
    DiskFacts facts =
        mac()
            .answer(
                "/bin/df -Pk /Volumes",
                "Filesystem   1024-blocks      Used Available Capacity Mounted on\n"
                    + "map auto home         100        40        60   40%    /Volumes/My Disk\n")
            .read(new DiskProbe(), DiskFacts.key("/Volumes/My Disk"));

    assertEquals(60 * 1024, facts.freeBytes());
    assertEquals("map auto home", facts.device());
  }

  @Test
  void aPathWithoutAnAnswerSaysSo() {
    assertEquals(
        "the free space at /nowhere cannot be told",
        failure(() -> linux().read(new DiskProbe(), DiskFacts.key("/nowhere"))));
  }

  @Test
  void aDriveOfWindowsIsToldByItsMount() throws Exception {
    String mounts =
        """
        drivers /usr/lib/wsl/drivers 9p ro,nosuid,nodev,noatime,aname=drivers;fmask=222 0 0
        /dev/sdc / ext4 rw,relatime,discard,errors=remount-ro,data=ordered 0 0
        C:\\134 /mnt/c 9p rw,noatime,aname=drvfs;path=C:\\;uid=1000;gid=1000 0 0
        C:\\134Program\\040Files /Docker/host 9p rw,aname=drvfs;path=C:\\Program Files\\Docker;x 0 0
        """;

    DiskFacts windows = disk(mounts, "/mnt/c/posthog");
    DiskFacts beside = disk(mounts, "/mnt/code/posthog");

    assertTrue(windows.windowsDrive());
    assertEquals("/mnt/c", windows.mountPoint());
    assertEquals("9p", windows.type());
    assertFalse(beside.windowsDrive());
    assertEquals("ext4", beside.type());
    assertTrue(disk(mounts, "/Docker/host/x").windowsDrive());
    assertFalse(disk(mounts, "/usr/lib/wsl/drivers/x").windowsDrive());
  }

  @Test
  void anIntelProcessorTellsItsFeatures() throws Exception {
    Facts linux = machine("linux");

    assertTrue(
        linux()
            .file("/proc/cpuinfo", "processor\t: 0\nmodel name\t: A CPU\nflags\t\t: fpu avx avx2\n")
            .read(new ProcessorProbe(), ProcessorFacts.KEY, linux)
            .avx2());
    assertFalse(
        linux()
            .file("/proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu sse4_2 avx\n")
            .read(new ProcessorProbe(), ProcessorFacts.KEY, linux)
            .avx2());
  }

  @Test
  void anIntelMacTellsItsFeaturesBySysctl() throws Exception {
    ProcessorFacts facts =
        mac()
            .answer(
                "/usr/sbin/sysctl -n machdep.cpu.leaf7_features",
                "RDWRFSGS TSC_THREAD_OFFSET BMI1 AVX2 SMEP BMI2\n")
            .read(new ProcessorProbe(), ProcessorFacts.KEY, machine("macos"));

    assertTrue(facts.avx2());
  }

  @Test
  void aProcessorThatDoesNotTellIsNotOneWithoutAvx2() {
    assertEquals(
        "/proc/cpuinfo does not tell the features of the processor",
        failure(() -> linux().read(new ProcessorProbe(), ProcessorFacts.KEY, machine("linux"))));
  }

  @Test
  void theHeaderOfAProgramTellsItsArchitectures() throws Exception {
    ByteOrder little = ByteOrder.LITTLE_ENDIAN;
    ByteOrder big = ByteOrder.BIG_ENDIAN;
    byte[] both =
        header(big, UNIVERSAL, 2, INTEL, 3, 0x4000, 0x100, 14, SILICON, 0, 0x8000, 0x100, 14);

    assertEquals(List.of("x86_64"), archs(header(little, MACH_64, INTEL)));
    assertEquals(List.of("arm64"), archs(header(little, MACH_64, SILICON)));
    assertEquals(List.of("x86_64", "arm64"), archs(both));
    assertEquals(List.of(), archs(header(big, UNIVERSAL, 61, INTEL)), "a Java class");
    assertEquals(List.of(), archs("#!/bin/bash\necho\n".getBytes(StandardCharsets.UTF_8)));
    assertEquals(List.of(), archs(new byte[0]));
  }

  @Test
  void aProgramThatIsNotOnPathHasNoPath() throws Exception {
    assertEquals(
        new BinaryFacts("node", "", List.of()),
        mac().read(new BinaryProbe(), BinaryFacts.key("node")));
  }

  private List<String> archs(byte[] content) throws Exception {
    BinaryFacts facts =
        mac()
            .env("PATH", "/usr/bin:/opt/homebrew/bin")
            .bytes("/opt/homebrew/bin/node", content)
            .read(new BinaryProbe(), BinaryFacts.key("node"));
    assertEquals("/opt/homebrew/bin/node", facts.path());
    return facts.archs();
  }

  private static byte[] header(ByteOrder order, int... words) {
    ByteBuffer bytes = ByteBuffer.allocate(64).order(order);
    for (int word : words) {
      bytes.putInt(word);
    }
    return bytes.array();
  }

  private OpenFilesFacts openFiles(RecordedMachine machine) throws Exception {
    return machine.read(new OpenFilesProbe(), OpenFilesFacts.KEY);
  }

  private DiskFacts disk(String mounts, String path) throws Exception {
    return linux()
        .file("/proc/mounts", mounts)
        .answer(
            "/bin/df -Pk /",
            "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/sdc 10 5 5 50% /\n")
        .read(new DiskProbe(), DiskFacts.key(path));
  }

  private RecordedMachine linux() {
    return RecordedMachine.of("linux", temporary);
  }

  private RecordedMachine mac() {
    return RecordedMachine.of("macos", temporary);
  }

  /** A read that is expected to fail. */
  private interface Reading {
    Object read() throws Exception;
  }

  private static String failure(Reading reading) {
    return String.valueOf(assertThrows(IOException.class, reading::read).getMessage());
  }

  private static Facts machine(String os) {
    return Facts.of(Map.of())
        .with(HostFacts.KEY, FactTree.read(HostFacts.class, Map.of("os", os, "arch", "x86_64")));
  }
}
