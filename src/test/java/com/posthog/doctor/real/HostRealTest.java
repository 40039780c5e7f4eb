package com.posthog.doctor.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.PrivateDoctor;
import com.posthog.doctor.support.TestCheckout;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes each fault of the machine for real, sees its check fail, and sees it pass without the
 * fault. What other programs would notice is done in a process with mounts of its own.
 */
@Tag("real")
class HostRealTest {
  private static final String UBUNTU =
      "ID=ubuntu\nVERSION_ID=24.04\nPRETTY_NAME='Ubuntu 24.04.4 LTS'\n";
  private static final String NAMES =
      "127.0.0.1 db redis7 kafka clickhouse clickhouse-coordinator objectstorage seaweedfs temporal # posthog\n";

  @TempDir Path temporary;
  private Path layered = Path.of("");

  @BeforeEach
  void makeACheckout() {
    layered = TestCheckout.of("layered", temporary).folder();
  }

  @Test
  void anotherDistributionThanUbuntuIsAdvice() {
    Doctor.Run fedora =
        privately()
            .file("/etc/os-release", "ID=fedora\nPRETTY_NAME=\"Fedora Linux 43\"\n")
            .check("host.platform");
    Doctor.Run ubuntu = privately().file("/etc/os-release", UBUNTU).check("host.platform");

    assertFails(fedora, "host.platform", "advice", "This is Fedora Linux 43");
    assertPasses(ubuntu, "host.platform", "Ubuntu 24.04.4 LTS on ");
  }

  @Test
  void littleMemoryIsMeasuredWithTolerance() {
    assertFails(
        withMemory(4_000_000), "host.memory", "error", "3.8 GiB of memory; PostHog needs 8 GB");
    assertFails(withMemory(8_000_000), "host.memory", "warning", "7.6 GiB of memory");
    assertPasses(withMemory(16_000_000), "host.memory", "15.3 GiB of memory");
  }

  @Test
  void fewProcessorsWarn() {
    String one = "processor\t: %d\nvendor_id\t: GenuineIntel\n\n";
    String four = one.formatted(0) + one.formatted(1) + one.formatted(2) + one.formatted(3);

    assertFails(
        privately().file("/proc/cpuinfo", one.formatted(0)).check("host.cpus"),
        "host.cpus",
        "warning",
        "one processor; PostHog needs 4");
    assertPasses(
        privately().file("/proc/cpuinfo", four).check("host.cpus"), "host.cpus", "4 processors");
  }

  @Test
  void aDiskWithLittleRoomWarnsAndAFullOneFails() {
    assertFails(onDisk("1g"), "host.disk-free", "error", "PostHog needs 20 GiB");
    assertFails(onDisk("10g"), "host.disk-free", "warning", "10.0 GiB are free");
    Doctor.Run roomy = onDisk("40g");
    assertTrue(roomy.messages("host.disk-free", "pass").contains("40.0 GiB are free"), roomy::out);
  }

  @Test
  void aProcessorWithoutAvx2CannotRunTodaysClickHouse() throws IOException {
    String without = "processor\t: 0\nvendor_id\t: GenuineIntel\nflags\t\t: fpu sse4_2 avx\n";
    String with = without.replace("avx\n", "avx avx2\n");

    Doctor.Run failing = privately().file("/proc/cpuinfo", without).check("host.avx2");
    Doctor.Run passing = privately().file("/proc/cpuinfo", with).check("host.avx2");
    Files.writeString(
        layered.resolve(".env"),
        "CLICKHOUSE_SERVER_IMAGE=clickhouse/clickhouse-server:25.6.9.98\n");
    Doctor.Run older = privately().file("/proc/cpuinfo", without).check("host.avx2");

    assertFails(failing, "host.avx2", "error", "This processor has no AVX2; clickhouse/");
    assertPasses(passing, "host.avx2", "");
    assertPasses(older, "host.avx2", "runs without AVX2");
  }

  @Test
  void theLimitsOfFileWatchingAreReadFromTheKernel() {
    assertFollows("fs.inotify.max_user_watches", 8192, 524288, "host.inotify-watches");
    assertFollows("fs.inotify.max_user_instances", 128, 512, "host.inotify-instances");
  }

  @Test
  void theLimitOfOpenFilesIsThatOfTheShell() {
    Doctor.Run few = privately().shell("ulimit -Sn 256").check("host.open-files");
    Doctor.Run many = privately().shell("ulimit -Sn 12000").check("host.open-files");
    Doctor.Run launched =
        privately().option("-Dposthog.doctor.nofile=1024").check("host.open-files");

    assertFails(few, "host.open-files", "advice", "may open 256 files; 10240 are recommended");
    assertPasses(many, "host.open-files", "may open 12000 files");
    assertFails(launched, "host.open-files", "advice", "may open 1024 files");
  }

  @Test
  void redpandaNeedsFreeSlotsOfTheKernel() {
    Doctor.Run scarce = privately().file("/proc/sys/fs/aio-max-nr", "1000\n").check("host.aio-max");
    Doctor.Run enough =
        privately().file("/proc/sys/fs/aio-max-nr", "1048576\n").check("host.aio-max");

    assertFails(scarce, "host.aio-max", "warning", "Redpanda needs 20000 to start");
    assertPasses(enough, "host.aio-max", "slots are free");
  }

  @Test
  void openSearchNeedsMemoryMapsOnlyWithItsProfile() throws IOException {
    assertEquals("skipped", check(doctor(), "host.max-map-count").status("host.max-map-count"));

    Path processes = layered.resolve("bin/mprocs.yaml");
    Files.writeString(
        processes,
        Files.readString(processes)
            .replace("--profile temporal", "--profile temporal --profile opensearch"));

    assertFails(
        privately().file("/proc/sys/vm/max_map_count", "65530\n").check("host.max-map-count"),
        "host.max-map-count",
        "warning",
        "65530 memory maps are allowed to one program");
    assertPasses(
        privately().file("/proc/sys/vm/max_map_count", "262144\n").check("host.max-map-count"),
        "host.max-map-count",
        "262144 memory maps");
  }

  @Test
  void anEngineWhoseClockHasStoppedIsSeen() throws IOException {
    HttpServer engine =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    long[] behind = {0};
    engine.createContext(
        "/",
        exchange -> {
          String body =
              "{\"ID\":\"x\",\"Name\":\"orbstack\",\"OperatingSystem\":\"OrbStack\",\"ServerVersion\":\"28.5.2\","
                  + "\"NCPU\":4,\"MemTotal\":16000000000,\"DockerRootDir\":\"/var/lib/docker\","
                  + "\"SystemTime\":\""
                  + Instant.now().minusSeconds(behind[0])
                  + "\"}";
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.getResponseHeaders().set("Api-Version", "1.51");
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    engine.start();
    try {
      Doctor doctor =
          doctor().with("DOCKER_HOST", "tcp://127.0.0.1:" + engine.getAddress().getPort());
      assertPasses(check(doctor, "host.clock"), "host.clock", "");
      behind[0] = 30;
      assertFails(check(doctor, "host.clock"), "host.clock", "warning", "behind this machine's");
      behind[0] = 7200;
      assertFails(check(doctor, "host.clock"), "host.clock", "error", "less than 5 s are needed");
      behind[0] = -7200;
      assertFails(check(doctor, "host.clock"), "host.clock", "error", "ahead of this machine's");
    } finally {
      engine.stop(0);
    }
  }

  @Test
  void namesThatAreNotInTheHostsFileFailOneByOne() {
    Doctor.Run none = withHosts("");
    Doctor.Run line = withHosts(NAMES);

    assertFails(none, "host.names", "error", "kafka leads nowhere; 127.0.0.1 in /etc/hosts");
    assertEquals(6, none.findings("host.names").size(), none::out);
    assertTrue(
        none.out()
            .contains("127.0.0.1 db redis7 clickhouse kafka objectstorage temporal # posthog"));
    assertPasses(line, "host.names", "db is 127.0.0.1");
  }

  @Test
  void aLineOfAnEarlierEraIsNamedWithItsNumber() {
    Doctor.Run run = withHosts("127.0.0.1 kafka clickhouse clickhouse-coordinator objectstorage\n");

    assertFails(run, "host.names", "error", "db leads nowhere; /etc/hosts:2 has only");
    assertTrue(run.messages("host.names", "pass").contains("kafka is 127.0.0.1"), run::out);
  }

  @Test
  void theAddressOfAnotherMachineFails() {
    Doctor.Run run = withHosts("203.0.113.7 kafka\n" + NAMES);

    assertFails(run, "host.names", "error", "kafka leads to 203.0.113.7 by /etc/hosts:2");
    assertEquals(1, run.messages("host.names", "fail").lines().count(), run::out);
  }

  @Test
  void onlyTheSixthVersionOfTheAddressWarns() {
    Doctor.Run run = withHosts(NAMES.replace("127.0.0.1", "::1"));
    Doctor.Run both = withHosts(NAMES + NAMES.replace("127.0.0.1", "::1"));

    assertFails(run, "host.names", "warning", "kafka leads only to ::1 by /etc/hosts:2");
    assertPasses(both, "host.names", "");
  }

  @Test
  void theEarlierEraNeedsOnlyTheNameThatItsBrokerTells() {
    Path handbook = TestCheckout.of("handbook", temporary.resolve("handbook")).folder();
    PrivateDoctor without =
        PrivateDoctor.in(handbook, temporary).file("/etc/hosts", "127.0.0.1 localhost\n");
    PrivateDoctor with =
        PrivateDoctor.in(handbook, temporary).file("/etc/hosts", "127.0.0.1 localhost kafka\n");

    Doctor.Run failing = without.check("host.names");
    assertFails(failing, "host.names", "error", "kafka leads nowhere");
    assertEquals(1, failing.findings("host.names").size(), failing::out);
    assertPasses(with.check("host.names"), "host.names", "kafka is 127.0.0.1");
  }

  @Test
  void aProxyThatCapturesThisMachineWarns() {
    Doctor proxied = doctor().with("http_proxy", "http://192.0.2.9:3128");
    String names = "localhost,127.0.0.1,db,redis7,clickhouse,kafka,objectstorage,temporal";

    assertFails(
        check(proxied, "host.proxy"), "host.proxy", "warning", "requests for localhost, 127.0.0.1");
    assertFails(
        check(proxied.with("no_proxy", "localhost,127.0.0.1"), "host.proxy"),
        "host.proxy",
        "warning",
        "requests for db, redis7");
    assertPasses(
        check(proxied.with("no_proxy", names), "host.proxy"), "host.proxy", "http_proxy is set");
    assertPasses(check(doctor(), "host.proxy"), "host.proxy", "no proxy");
  }

  @Test
  void aMachineWithoutADisplayIsAdvice() {
    assertFails(check(doctor(), "host.browser"), "host.browser", "advice", "no display");
    assertFails(
        check(doctor().with("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22"), "host.browser"),
        "host.browser",
        "advice",
        "reached by SSH");
    assertPasses(check(doctor().with("DISPLAY", ":0"), "host.browser"), "host.browser", "");
  }

  private Doctor doctor() {
    Doctor doctor = Doctor.in(layered);
    for (String name :
        new String[] {
          "DISPLAY",
          "WAYLAND_DISPLAY",
          "SSH_CONNECTION",
          "TERM_PROGRAM",
          "CODESPACES",
          "CODER",
          "REMOTE_CONTAINERS",
          "http_proxy",
          "HTTP_PROXY",
          "all_proxy",
          "ALL_PROXY",
          "no_proxy",
          "NO_PROXY",
          "GITHUB_ACTIONS",
          "GITLAB_CI",
          "BUILDKITE",
          "CIRCLECI",
          "JENKINS_URL",
          "TF_BUILD"
        }) {
      doctor = doctor.with(name, null);
    }
    return doctor;
  }

  /** A check with time enough for a machine that does other work too. */
  private static Doctor.Run check(Doctor doctor, String check) {
    return doctor.check("--probe-limit", "60s", "--deadline", "100s", check);
  }

  private PrivateDoctor privately() {
    return PrivateDoctor.in(layered, temporary);
  }

  private Doctor.Run withMemory(long kibibytes) {
    return privately()
        .file("/proc/meminfo", "MemTotal:       " + kibibytes + " kB\n")
        .check("host.memory");
  }

  private Doctor.Run withHosts(String lines) {
    return privately().file("/etc/hosts", "127.0.0.1 localhost\n" + lines).check("host.names");
  }

  /** A check in a checkout on a disk of its own, which ends with the process that mounted it. */
  private Doctor.Run onDisk(String size) {
    String copy = temporary.resolve("disk").toString();
    return PrivateDoctor.in(temporary, temporary)
        .shell("mkdir -p " + copy)
        .shell("mount -t tmpfs -o size=" + size + " none " + copy)
        .shell("cp -r " + layered + "/. " + copy)
        .check("host.disk-free", "--repo", copy);
  }

  /** Sets a number of the kernel, twice, and puts it back. */
  private void assertFollows(String name, long bad, long good, String check) {
    // sysctl reads at once: such a file ends after the first byte for one who reads byte by byte
    String restore = "trap 'sysctl -q -w " + name + "='$(sysctl -n " + name + ") EXIT";

    Doctor.Run failing =
        privately().shell(restore).shell("sysctl -q -w " + name + "=" + bad).check(check);
    Doctor.Run passing =
        privately().shell(restore).shell("sysctl -q -w " + name + "=" + good).check(check);

    assertFails(failing, check, "advice", String.valueOf(bad));
    assertPasses(passing, check, String.valueOf(good));
  }

  private static void assertFails(Doctor.Run run, String check, String severity, String part) {
    assertEquals("fail", run.status(check), () -> run.out() + run.err());
    assertTrue(run.messages(check, "fail").contains(part), () -> run.messages(check, "fail"));
    assertTrue(
        run.findings(check).stream()
            .filter(finding -> finding.get("status").getAsString().equals("fail"))
            .allMatch(finding -> finding.get("severity").getAsString().equals(severity)),
        run::out);
  }

  private static void assertPasses(Doctor.Run run, String check, String part) {
    assertEquals("pass", run.status(check), () -> run.out() + run.err());
    assertTrue(run.messages(check, "pass").contains(part), () -> run.messages(check, "pass"));
  }
}
