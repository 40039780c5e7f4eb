package com.posthog.doctor.probe.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.facts.DockerFacts;
import com.posthog.doctor.support.RecordedMachine;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which engine is asked, what it is, and every way in which it does not answer. */
class DockerProbeTest {
  private static final String SOCKET = "/var/run/docker.sock";
  private static final String INFO = "unix://" + SOCKET + " /info";
  private static final String HOME = "/Users/ada";

  @TempDir Path temporary;

  private RecordedMachine linux() {
    return RecordedMachine.of("linux", temporary).env("HOME", HOME);
  }

  private RecordedMachine mac() {
    return RecordedMachine.of("macos", temporary).env("HOME", HOME);
  }

  private static String info(String os, String kernel, String name, String more) {
    return "{\"ID\":\"X\",\"ServerVersion\":\"28.5.2\",\"OperatingSystem\":\""
        + os
        + "\",\"KernelVersion\":\""
        + kernel
        + "\",\"Name\":\""
        + name
        + "\",\"NCPU\":6,\"MemTotal\":16826000000,\"Architecture\":\"aarch64\",\"Driver\":\"overlay2\","
        + "\"DockerRootDir\":\"/var/lib/docker\",\"SystemTime\":\"2026-05-01T10:00:07.5Z\""
        + more
        + "}";
  }

  private static DockerFacts read(RecordedMachine machine) throws Exception {
    return machine.read(new DockerProbe(), DockerFacts.KEY);
  }

  @Test
  void orbstackIsKnownByItsInfo() throws Exception {
    DockerFacts docker =
        read(
            mac()
                .now("2026-05-01T10:00:00Z")
                .link(SOCKET, HOME + "/.orbstack/run/docker.sock")
                .entry(HOME + "/.orbstack/run/docker.sock", "other")
                .http(
                    INFO,
                    200,
                    "api-version",
                    "1.51",
                    info("OrbStack", "6.17.8-orbstack-00308", "orbstack", "")));
    assertTrue(docker.reachable());
    assertEquals("orbstack", docker.engine());
    assertEquals("OrbStack", docker.engineName());
    assertTrue(docker.virtual());
    assertEquals("28.5.2", docker.serverVersion());
    assertEquals("1.51", docker.apiVersion());
    assertEquals(16826000000L, docker.memoryBytes());
    assertEquals(6, docker.cpus());
    assertEquals("arm64", docker.arch());
    assertEquals(HOME + "/.orbstack/run/docker.sock", docker.socket());
    assertEquals(Duration.ofMillis(7500), docker.clockSkew().orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({
    "Docker Desktop, 6.12.54-linuxkit, docker-desktop, '', docker-desktop, true",
    "Ubuntu 24.04.2 LTS, 6.8.0-generic, colima-work, '', colima, true",
    "Alpine Linux v3.24, 6.18.37-0-virt, lima-rancher-desktop, '', rancher-desktop, true",
    "Debian GNU/Linux 12 (bookworm), 6.1.0, vm, '', docker, false",
    "Ubuntu 24.04.2 LTS, 6.8.0, vm, ',\"SecurityOptions\":[\"name=seccomp,profile=builtin\",\"name=rootless\"]', rootless, false",
    "Ubuntu 24.04.2 LTS, 6.8.0, vm, ',\"DockerRootDir\":\"/var/snap/docker/common/var-lib-docker\"', snap, false",
    "linux, 5.15.167.4-microsoft-standard-WSL2, pc, ',\"Labels\":[\"com.docker.desktop.address=unix:///var/run/docker-cli.sock\"]', docker-desktop, true"
  })
  void everyEngineIsKnownByItsInfo(
      String os, String kernel, String name, String more, String engine, boolean virtual)
      throws Exception {
    String body =
        info(os, kernel, name, more)
            .replace(
                ",\"DockerRootDir\":\"/var/lib/docker\"",
                more.contains("DockerRootDir") ? "" : ",\"DockerRootDir\":\"/var/lib/docker\"");
    DockerFacts docker = read(linux().entry(SOCKET, "other").http(INFO, 200, body));
    assertEquals(engine, docker.engine());
    assertEquals(virtual, docker.virtual());
    assertTrue(docker.clockSkew().isEmpty(), "a clock that was not recorded is not judged");
  }

  @Test
  void podmanIsKnownByTheHeaderOfItsAnswers() throws Exception {
    DockerFacts docker =
        read(
            linux()
                .entry(SOCKET, "other")
                .http(INFO, 200, "libpod-api-version", "6.0.2", info("fedora", "6.1", "vm", "")));
    assertEquals("podman", docker.engine());
  }

  @Test
  void dockerHostDecidesBeforeAContext() throws Exception {
    DockerFacts docker =
        read(
            linux()
                .env("DOCKER_HOST", "unix:///run/mine.sock")
                .env("DOCKER_CONTEXT", "colima")
                .entry("/run/mine.sock", "other")
                .http("unix:///run/mine.sock /info", 200, info("Debian", "6.1", "vm", "")));
    assertTrue(docker.reachable());
    assertEquals("DOCKER_HOST", docker.origin());
    assertEquals("unix:///run/mine.sock", docker.endpoint());
  }

  @Test
  void theCurrentContextIsReadFromFiles() throws Exception {
    DockerFacts docker =
        read(
            mac()
                .file(HOME + "/.docker/config.json", "{\"currentContext\":\"orbstack\"}")
                .file(
                    HOME + "/.docker/contexts/meta/" + sha("orbstack") + "/meta.json",
                    "{\"Name\":\"orbstack\",\"Endpoints\":{\"docker\":{\"Host\":\"unix://"
                        + HOME
                        + "/.orbstack/run/docker.sock\",\"SkipTLSVerify\":false}}}")
                .entry(HOME + "/.orbstack/run/docker.sock", "other")
                .http(
                    "unix://" + HOME + "/.orbstack/run/docker.sock /info",
                    200,
                    info("OrbStack", "6.17.8-orbstack", "orbstack", "")));
    assertTrue(docker.reachable());
    assertEquals("~/.docker/config.json", docker.origin());
    assertEquals("orbstack", docker.context());
  }

  private static String sha(String name) throws Exception {
    return java.util.HexFormat.of()
        .formatHex(
            java.security.MessageDigest.getInstance("SHA-256")
                .digest(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  @Test
  void aContextThatDoesNotExistIsSaid() throws Exception {
    DockerFacts docker = read(linux().env("DOCKER_CONTEXT", "gone"));
    assertFalse(docker.reachable());
    assertEquals("no-context", docker.outcome());
    assertEquals(
        "Docker does not answer at the context gone: there is no such context", docker.problem());
  }

  @Test
  void anUnreadableConfigurationIsNoContext() throws Exception {
    DockerFacts docker =
        read(
            linux()
                .file(HOME + "/.docker/config.json", "{ nonsense")
                .entry(SOCKET, "other")
                .http(INFO, 200, info("Debian", "6.1", "vm", "")));
    assertTrue(docker.reachable());
    assertEquals("built in (~/.docker/config.json cannot be read)", docker.origin());
  }

  @Test
  void anotherEngineThatAnswersIsNamedAndDoesNotMakeItAPass() throws Exception {
    DockerFacts docker =
        read(
            linux()
                .env("DOCKER_HOST", "unix:///nowhere.sock")
                .entry(SOCKET, "other")
                .http(INFO, 200, info("Debian", "6.1", "vm", "")));
    assertFalse(docker.reachable());
    assertEquals("absent", docker.outcome());
    assertEquals("unix://" + SOCKET, docker.elsewhere().orElseThrow().endpoint());
    assertEquals(2, docker.attempts().size());
  }

  @Test
  void aLinkToTheChosenSocketIsNotAnotherEngine() throws Exception {
    DockerFacts docker =
        read(
            mac()
                .env("DOCKER_HOST", "unix://" + SOCKET)
                .link(SOCKET, HOME + "/.orbstack/run/docker.sock")
                .entry(HOME + "/.orbstack/run/docker.sock", "other")
                .refused(INFO, "Connection refused"));
    assertEquals("refused", docker.outcome());
    assertEquals("orbstack", docker.engine(), "the link tells which engine should answer");
    assertEquals(1, docker.attempts().size());
  }

  @ParameterizedTest
  @CsvSource({
    "Connection refused, refused, nobody listens there",
    "Permission denied, denied, the system refuses this user",
    "No such file or directory, absent, there is no such socket",
    "Unix domain path too long, malformed, the path is too long for a socket",
    "'connected, but no answer within the time limit', silent, it takes the connection and does not answer",
    "'something answers, but it does not speak HTTP', strange, 'something answers, but it does not speak HTTP'",
    "the connection was closed in the middle of the answer, failed, the connection was closed in the middle of the answer"
  })
  void whatTheSystemSaysBecomesOneSentence(String words, String outcome, String detail)
      throws Exception {
    DockerFacts docker = read(linux().entry(SOCKET, "other").refused(INFO, words));
    assertFalse(docker.reachable());
    assertEquals(outcome, docker.outcome());
    assertEquals("Docker does not answer at unix://" + SOCKET + ": " + detail, docker.problem());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500|{\"message\":\"the VM is starting\"}|failed|it answers HTTP 500: the VM is starting",
        "500|<html>no</html>|failed|it answers HTTP 500",
        "503|Docker Desktop is manually paused.|failed|it answers HTTP 503: Docker Desktop is manually paused.",
        "200|<html>hello</html>|strange|its answer is not what Docker answers",
        "200|{\"ID\":\"X\",\"ServerV|strange|its answer is not what Docker answers",
        "200|{\"ID\":\"\",\"ServerVersion\":\"\"}|strange|its answer has no engine's version",
        "200|{\"status\":\"up\"}|strange|its answer has no engine's version",
        "301|{}|strange|its answer is not what Docker answers",
        "400|{\"ID\":\"\",\"ServerVersion\":\"\",\"Labels\":[\"com.docker.desktop.address=unix:///var/run/docker-cli.sock\"]}|untold|Docker Desktop's proxy answers the docker command only"
      })
  void answersThatAreNotDockersBecomeOneSentence(
      int status, String body, String outcome, String detail) throws Exception {
    DockerFacts docker = read(linux().entry(SOCKET, "other").http(INFO, status, body));
    assertFalse(docker.reachable());
    assertEquals(outcome, docker.outcome());
    assertEquals(detail, docker.attempts().get(0).detail());
  }

  @ParameterizedTest
  @CsvSource({
    "ssh://me@there, untold",
    "tcp://127.0.0.1:2376, untold",
    "npipe:////./pipe/docker_engine, untold",
    "https://127.0.0.1:2375, untold",
    "tcp://127.0.0.1:99999, malformed",
    "tcp://:2375, malformed",
    "foo://bar, malformed",
    "unix://relative, malformed",
    "unix://, malformed",
    "tcp://no-such-name:2375, failed"
  })
  void addressesThatCannotBeAskedAreSaid(String address, String outcome) throws Exception {
    assertEquals(outcome, read(linux().env("DOCKER_HOST", address)).outcome());
  }

  @Test
  void certificatesAreNotSpoken() throws Exception {
    RecordedMachine machine =
        linux().env("DOCKER_HOST", "tcp://127.0.0.1:2375").env("DOCKER_TLS_VERIFY", "1");
    assertEquals("untold", read(machine).outcome());
  }

  @Test
  void aNameOfTheNetworkIsResolvedBeforeItIsAsked() throws Exception {
    DockerFacts docker =
        read(
            linux()
                .env("DOCKER_HOST", "tcp://engine:2375")
                .name("engine", "127.0.0.9")
                .http("tcp://127.0.0.9:2375 /info", 200, info("Debian", "6.1", "vm", "")));
    assertTrue(docker.reachable());
    assertEquals("tcp://engine:2375", docker.endpoint());
  }

  @ParameterizedTest
  @CsvSource({"file, 'it is a file, not a socket'", "folder, 'it is a folder, not a socket'"})
  void somethingElseThanASocketIsSaid(String kind, String detail) throws Exception {
    DockerFacts docker = read(linux().entry(SOCKET, kind));
    assertEquals("absent", docker.outcome());
    assertEquals(detail, docker.attempts().get(0).detail());
  }

  @Test
  void aDanglingLinkIsWhatAnUninstalledEngineLeaves() throws Exception {
    DockerFacts docker = read(mac().link(SOCKET, HOME + "/.orbstack/run/docker.sock"));
    assertEquals("absent", docker.outcome());
    assertEquals("it is a link to a socket that is not there", docker.attempts().get(0).detail());
  }

  @Test
  void aFolderThatMayNotBeEnteredIsDenied() throws Exception {
    assertEquals("denied", read(linux().entry(SOCKET, "denied")).outcome());
  }

  @Test
  void nothingButGetIsEverSent() {
    GetTransport transport =
        new GetTransport(
            linux().host(),
            com.posthog.doctor.host.Endpoint.unix(SOCKET),
            com.posthog.doctor.host.Deadline.in(Duration.ofSeconds(1)),
            java.util.Map.of());
    var request =
        com.github.dockerjava.transport.DockerHttpClient.Request.builder()
            .method(com.github.dockerjava.transport.DockerHttpClient.Request.Method.POST)
            .path("/containers/create")
            .build();
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> transport.execute(request));
    assertEquals("the doctor only looks: POST is refused", refused.getMessage());
  }
}
