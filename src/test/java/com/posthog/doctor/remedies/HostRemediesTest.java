package com.posthog.doctor.remedies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.posthog.doctor.support.Cures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The remedies of what is wrong with the machine, for somebody who is not the administrator: what
 * is a file of the system lies in a folder of the test, also for the programs that {@code sudo}
 * starts.
 */
class HostRemediesTest {
  private static final String NAMES = "127.0.0.1 localhost\n";

  @TempDir Path temporary;

  /** Somebody on a machine whose {@code /etc} and {@code /proc/sys} are folders of the test. */
  private Ward ward() throws IOException {
    Ward ward = Ward.of("layered", temporary).allowing("privileged");
    Path etc = Files.createDirectories(ward.system("etc"));
    Files.createDirectories(etc.resolve("sysctl.d"));
    Files.writeString(etc.resolve("hosts"), NAMES);
    Files.writeString(etc.resolve("os-release"), "ID=ubuntu\nVERSION_ID=24.04\n");
    Path kernel = Files.createDirectories(ward.system("kernel"));
    ward.on(host -> host.asUser().place("/etc", etc).place("/proc/sys", kernel));
    ward.machine()
        .script(
            "sudo",
            ("if [ \"$1\" = sh ]; then\n")
                + ("PATH='" + ward.machine().path() + ":/usr/bin:/bin'\n")
                + ("sed 's#/etc/#" + etc + "/#g' \"$2\" | sh\nexit $?\nfi\n")
                + ("PATH='" + ward.machine().path() + ":/usr/bin:/bin'\n")
                + "exec \"$@\"");
    return ward;
  }

  private static void kernel(Ward ward, String name, long value) throws IOException {
    Path file = ward.system("kernel").resolve(name.replace('.', '/'));
    Files.createDirectories(file.getParent());
    Files.writeString(file, value + "\n");
  }

  /** A {@code sysctl} that sets what the file says, in the folder that stands for the kernel. */
  private static void sysctl(Ward ward) throws IOException {
    ward.machine()
        .script(
            "sysctl",
            ("case \"$1\" in -p) ;;\n")
                + ("-w) echo \"${2#*=}\" > '" + ward.system("kernel") + "'/$(echo \"${2%%=*}\" |")
                + (" tr . /); exit 0 ;;\n*) exit 64 ;; esac\n[ \"$#\" = 2 ] || exit 64\n")
                + ("file=$(echo \"$2\" | sed 's#^/etc/#" + ward.system("etc") + "/#')\n")
                + "grep = \"$file\" | while IFS='=' read -r name value; do\n"
                + ("echo \"$value\" > '"
                    + ward.system("kernel")
                    + "'/$(echo $name | tr . /)\ndone"));
  }

  @Test
  @Cures({
    "raise-inotify-watches",
    "raise-inotify-instances",
    "raise-aio-max",
    "raise-max-map-count"
  })
  void aLimitOfTheKernelIsRaisedForGood() throws IOException {
    Ward ward = ward();
    sysctl(ward);
    kernel(ward, "fs.inotify.max_user_watches", 8192);
    kernel(ward, "fs.inotify.max_user_instances", 512);
    raised(ward, "host.inotify-watches", "raise-inotify-watches", "fs.inotify.max_user_watches");
    kernel(ward, "fs.inotify.max_user_watches", 524288);
    kernel(ward, "fs.inotify.max_user_instances", 128);
    raised(
        ward, "host.inotify-instances", "raise-inotify-instances", "fs.inotify.max_user_instances");
    kernel(ward, "fs.aio-nr", 0);
    kernel(ward, "fs.aio-max-nr", 1000);
    raised(ward, "host.aio-max", "raise-aio-max", "fs.aio-max-nr");
    String processes = Files.readString(ward.at("bin/mprocs.yaml"));
    ward.write(
        "bin/mprocs.yaml",
        processes.replace("--profile temporal", "--profile temporal --profile opensearch"));
    kernel(ward, "vm.max_map_count", 65530);
    raised(ward, "host.max-map-count", "raise-max-map-count", "vm.max_map_count");
  }

  private static void raised(Ward ward, String check, String remedy, String name)
      throws IOException {
    Path file = ward.system("kernel").resolve(name.replace('.', '/'));
    String before = Files.readString(file);
    ward.cures(check, remedy);
    assertEquals(before, Files.readString(file));
  }

  @Test
  @Cures("hosts-line")
  void namesComeToTheFileOfHosts() throws IOException {
    Ward ward = ward();
    for (String name :
        List.of("db", "redis7", "clickhouse", "kafka", "objectstorage", "temporal")) {
      ward.on(host -> host.name(name, addresses(ward, name)));
    }
    ward.cures("host.names", List.of("hosts-line"), List.of());
    assertEquals(NAMES, Files.readString(ward.system("etc").resolve("hosts")));
  }

  private static List<String> addresses(Ward ward, String name) {
    try (var lines = Files.lines(ward.system("etc").resolve("hosts"))) {
      return lines.anyMatch(line -> List.of(line.split(" ", -1)).contains(name))
          ? List.of("127.0.0.1")
          : List.of();
    } catch (IOException gone) {
      return List.of();
    }
  }

  @Test
  @Cures("except-localhost")
  void thisMachineIsExceptedFromTheProxyInNewShells() throws IOException {
    Ward ward = Ward.of("layered", temporary).with("http_proxy", "http://192.0.2.9:3128");
    for (String name : List.of("no_proxy", "NO_PROXY", "all_proxy", "HTTP_PROXY", "ALL_PROXY")) {
      ward.with(name, null);
    }
    Files.writeString(ward.machine().home(".zshrc"), "alias x=y\n");
    ward.curesInNewShell("host.proxy", "except-localhost", ".zshrc");
  }

  @Test
  @Cures("except-localhost-fish")
  void thisMachineIsExceptedFromTheProxyInNewShellsOfFish() throws IOException {
    Ward ward = Ward.of("layered", temporary).with("http_proxy", "http://192.0.2.9:3128");
    for (String name : List.of("no_proxy", "NO_PROXY", "all_proxy", "HTTP_PROXY", "ALL_PROXY")) {
      ward.with(name, null);
    }
    ward.with("SHELL", "/usr/bin/fish");
    Files.createDirectories(ward.machine().home(".config/fish"));
    ward.curesInNewShell("host.proxy", "except-localhost-fish", ".config/fish/config.fish");
  }

  @Test
  @Cures("older-clickhouse")
  void aProcessorWithoutAvx2GetsAnOlderImage() throws IOException {
    Ward ward = Ward.of("layered", temporary);
    Path cpu =
        Files.writeString(
            ward.system("cpuinfo"), "processor\t: 0\nvendor_id\t: GenuineIntel\nflags\t\t: avx\n");
    ward.on(host -> host.place("/proc/cpuinfo", cpu)).write(".env", "A=1\n");
    ward.cures("host.avx2", "older-clickhouse");
  }

  @Test
  @Cures("set-host-bind")
  void postHogListensForTheBrowserOfWindows() throws IOException {
    Ward ward = Ward.of("layered", temporary).write(".env.local", "A=1\n");
    Path release =
        Files.writeString(ward.system("osrelease"), "5.15.90.1-microsoft-standard-WSL2\n");
    Path none = ward.system("none");
    ward.on(host -> host.place("/proc/sys/kernel/osrelease", release).place("/.dockerenv", none));
    ward.cures("host.wsl", "set-host-bind");
  }
}
