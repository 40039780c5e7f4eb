package com.posthog.doctor.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.FakeEngine;
import com.posthog.doctor.support.RealEngine;
import com.posthog.doctor.support.TestCheckout;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Makes each fault of an engine and of a stack for real, and takes it away again. */
@Tag("real")
class DockerRealTest {
  private static final String ROOM =
      "\"MemTotal\":16000000000,\"NCPU\":8,\"DockerRootDir\":\"/var/lib/docker\"";
  private static final String SOCKET = "/var/run/docker.sock";

  private final String project = "phtest" + ProcessHandle.current().pid();

  @TempDir Path temporary;

  /** A checkout whose stack has a name of its own, so that no other stack is in the way. */
  private TestCheckout checkout() throws IOException {
    TestCheckout checkout = TestCheckout.of("layered", temporary);
    Path processes = checkout.at("bin/mprocs.yaml");
    String text = Files.readString(processes);
    assertTrue(text.contains("docker compose -p posthog"), "the checkout pins no project");
    checkout.write(
        "bin/mprocs.yaml",
        text.replace("docker compose -p posthog", "docker compose -p " + project));
    return checkout;
  }

  private Doctor doctor(Path folder) {
    return Doctor.in(folder).with("DOCKER_HOST", null).with("DOCKER_CONTEXT", null);
  }

  private String real(TestCheckout checkout) throws IOException {
    return checkout.folder().toRealPath().toString();
  }

  @Test
  void anEngineThatAnswersPasses() {
    Doctor.Run run =
        doctor(temporary).check("--probe-limit", "20s", "docker.reachable", "docker.permission");
    assertEquals("pass", run.status("docker.reachable"), run.out());
    assertEquals("pass", run.status("docker.permission"), run.out());
    assertEquals(0, run.code());
  }

  @Test
  void aDockerHostThatPointsNowhereFailsAndNamesTheEngineThatAnswers() throws IOException {
    TestCheckout checkout = checkout();
    Doctor lost =
        doctor(checkout.folder()).with("DOCKER_HOST", "unix://" + temporary.resolve("none.sock"));
    Doctor.Run run = lost.check("--probe-limit", "20s", "docker");
    assertEquals(List.of("docker.reachable"), run.headlines(), run.out());
    String message = run.messages("docker.reachable", "fail");
    assertTrue(message.contains("none.sock (DOCKER_HOST)"), message);
    assertTrue(message.contains("answers at unix://" + SOCKET), message);
    assertEquals("blocked", run.status("docker.memory"));
    assertEquals(1, run.code());
    assertEquals(
        "pass",
        doctor(checkout.folder())
            .check("--probe-limit", "20s", "docker.reachable")
            .status("docker.reachable"));
  }

  @Test
  void aContextThatDoesNotExistFails() {
    Doctor.Run run =
        doctor(temporary)
            .with("DOCKER_CONTEXT", "no-such-context")
            .check("--probe-limit", "20s", "docker.reachable");
    assertTrue(
        run.messages("docker.reachable", "fail").contains("The Docker context no-such-context"),
        run.out());
  }

  @Test
  void anEngineThatStopsIsTheOneHeadline() throws IOException {
    TestCheckout checkout = checkout();
    Path socket = temporary.resolve("d.sock");
    try (FakeEngine engine = FakeEngine.with(socket, ROOM)) {
      Doctor doctor = doctor(checkout.folder()).with("DOCKER_HOST", engine.host());
      assertEquals(
          "pass",
          doctor.check("--probe-limit", "20s", "docker.reachable").status("docker.reachable"));
      engine.crash();
      Doctor.Run run = doctor.check("--probe-limit", "20s", "docker", "--profile", "services");
      assertEquals(List.of("docker.reachable"), run.headlines(), run.out());
      assertEquals("blocked", run.status("docker.stack-started"));
      engine.stop();
      assertEquals(
          List.of("docker.reachable"), doctor.check("--probe-limit", "20s", "docker").headlines());
    }
  }

  @Test
  void lookingSendsNothingButGet() throws IOException {
    TestCheckout checkout = checkout();
    try (FakeEngine engine = FakeEngine.with(temporary.resolve("d.sock"), ROOM)) {
      doctor(checkout.folder())
          .with("DOCKER_HOST", engine.host())
          .check("--probe-limit", "20s", "docker");
      assertTrue(engine.asked().size() >= 4, () -> "asked: " + engine.asked());
      for (String first : engine.asked()) {
        assertTrue(first.startsWith("GET /"), first);
      }
    }
  }

  @Test
  void aSocketThatNeverAnswersCouldNotBeTold() throws IOException {
    TestCheckout checkout = checkout();
    try (FakeEngine engine = FakeEngine.at(temporary.resolve("d.sock"), path -> "")) {
      // it would wait for ever if it waited for an answer
      Doctor.Run run = doctor(checkout.folder()).with("DOCKER_HOST", engine.host()).check("docker");
      assertEquals("unknown", run.status("docker.reachable"), run.out());
      assertEquals("blocked", run.status("docker.memory"));
      assertEquals(3, run.code());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 500 Internal Server Error;Content-Length: 24;;{\"message\":\"not today\"}"
            + " |fail|it answers HTTP 500: not today",
        "HTTP/1.1 200 OK;Content-Length: 13;;<html></html>|fail|its answer is not what Docker"
            + " answers",
        "HTTP/1.1 200 OK;Content-Length: 500;;{\"ID\":\"X\",\"Serv|fail|breaks off in the middle",
        "HTTP/1.1 200 OK;Content-Length: 15;;{\"ID\":\"X\",\"Serv|fail|not what Docker answers",
        "HTTP/1.1 400 Bad Request;Content-Length:"
            + " 79;;{\"ID\":\"\",\"Labels\":[\"com.docker.desktop.address=unix:///var/run/docker-cli.sock\"]}|unknown|docker"
            + " info",
        "SSH-2.0-OpenSSH_9.2;|fail|does not speak HTTP"
      })
  void whatIsNoEngineGetsOneSentence(String answer, String status, String sentence) {
    String bytes = answer.strip().replace(";", "\r\n");
    try (FakeEngine engine = FakeEngine.at(temporary.resolve("d.sock"), path -> bytes)) {
      Doctor.Run run =
          doctor(temporary)
              .with("DOCKER_HOST", engine.host())
              .check("--probe-limit", "20s", "docker.reachable");
      assertEquals(status, run.status("docker.reachable"), run.out());
      assertTrue(run.findings("docker.reachable").get(0).toString().contains(sentence), run.out());
    }
  }

  @Test
  void aSocketThatThisUserMayNotUseFailsAsAPermission() throws Exception {
    Path folder = Files.createDirectories(temporary.resolve("open"));
    for (Path path = folder; path.startsWith(temporary); path = path.getParent()) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    try (FakeEngine engine = FakeEngine.with(folder.resolve("d.sock"), ROOM)) {
      Files.setPosixFilePermissions(
          folder.resolve("d.sock"), PosixFilePermissions.fromString("rw-------"));
      String denied = asNobody(folder, engine.host());
      assertTrue(denied.contains("may not use " + engine.host()), denied);
      assertTrue(denied.contains("sudo usermod -aG docker nobody"), denied);
      assertTrue(denied.contains("\"because\": \"docker.permission\""), denied);
      Files.setPosixFilePermissions(
          folder.resolve("d.sock"), PosixFilePermissions.fromString("rw-rw-rw-"));
      String allowed = asNobody(folder, engine.host());
      assertTrue(!allowed.contains("may not use"), allowed);
    }
  }

  /** Runs the tool in a process of another user, with copies of what it is made of. */
  private static String asNobody(Path folder, String host) throws Exception {
    Path copies = Files.createDirectories(folder.resolve("classes"));
    List<String> path = new ArrayList<>();
    for (Path entry : classPath()) {
      Path target = copies.resolve(path.size() + "-" + entry.getFileName());
      copy(entry, target);
      path.add(target.toString());
    }
    List<String> argv =
        List.of(
            "setpriv",
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            String.join(":", path),
            "com.posthog.doctor.cli.Main",
            "check",
            "docker.permission",
            "docker.reachable",
            "--format",
            "json");
    ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
    builder.directory(folder.toFile());
    builder.environment().put("DOCKER_HOST", host);
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("USER", "nobody");
    Process process = builder.start();
    try (InputStream in = process.getInputStream()) {
      String output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return output;
    }
  }

  private static List<Path> classPath() throws Exception {
    List<Path> path = new ArrayList<>();
    if (Thread.currentThread().getContextClassLoader() instanceof URLClassLoader loader) {
      for (URL url : loader.getURLs()) {
        path.add(Path.of(url.toURI()));
      }
    } else {
      for (String entry : System.getProperty("java.class.path").split(":", -1)) {
        path.add(Path.of(entry));
      }
    }
    path.removeIf(entry -> !Files.exists(entry));
    return path;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path one : all.toList()) {
        Path target = to.resolve(from.relativize(one).toString());
        if (Files.isDirectory(one)) {
          Files.createDirectories(target);
        } else {
          Files.copy(one, target, StandardCopyOption.REPLACE_EXISTING);
          Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
        }
      }
    }
  }

  @Test
  void anEngineWithTooLittleMemoryFailsAndWithMoreItPasses() throws IOException {
    TestCheckout checkout = checkout();
    Path socket = temporary.resolve("d.sock");
    String rest = ",\"NCPU\":8,\"OperatingSystem\":\"OrbStack\"";
    try (FakeEngine engine = FakeEngine.with(socket, "\"MemTotal\":2082000000" + rest)) {
      Doctor.Run run =
          doctor(checkout.folder())
              .with("DOCKER_HOST", engine.host())
              .check("--probe-limit", "20s", "docker.memory");
      assertEquals(
          "Docker may use 1.9 GiB; PostHog needs at least 4 GB, better 8 GB\n",
          run.messages("docker.memory", "fail"));
      assertEquals(1, run.code());
    }
    try (FakeEngine engine = FakeEngine.with(socket, "\"MemTotal\":16000000000" + rest)) {
      Doctor.Run run =
          doctor(checkout.folder())
              .with("DOCKER_HOST", engine.host())
              .check("--probe-limit", "20s", "docker.memory");
      assertEquals("pass", run.status("docker.memory"), run.out());
    }
  }

  @Test
  void anEngineWithTooFewCpusWarnsAndWithMoreItPasses() {
    Path socket = temporary.resolve("d.sock");
    String rest = ",\"MemTotal\":16000000000,\"OperatingSystem\":\"OrbStack\"";
    try (FakeEngine engine = FakeEngine.with(socket, "\"NCPU\":1" + rest)) {
      Doctor.Run run =
          doctor(temporary)
              .with("DOCKER_HOST", engine.host())
              .check("--probe-limit", "20s", "docker.cpus");
      assertEquals("Docker may use 1 CPUs; 4 are needed\n", run.messages("docker.cpus", "fail"));
    }
    try (FakeEngine engine = FakeEngine.with(socket, "\"NCPU\":8" + rest)) {
      Doctor.Run run =
          doctor(temporary)
              .with("DOCKER_HOST", engine.host())
              .check("--probe-limit", "20s", "docker.cpus");
      assertEquals("pass", run.status("docker.cpus"), run.out());
    }
  }

  @Test
  void anEngineOnASmallDiskWarns() {
    Path small =
        Stream.of("/dev/shm", "/run/lock", "/run", "/dev")
            .map(Path::of)
            .filter(
                p -> p.toFile().getTotalSpace() > 0 && p.toFile().getUsableSpace() < (14L << 30))
            .findFirst()
            .orElseThrow();
    String rest = "\"MemTotal\":16000000000,\"NCPU\":8,\"DockerRootDir\":\"";
    try (FakeEngine engine = FakeEngine.with(temporary.resolve("d.sock"), rest + small + "\"")) {
      Doctor.Run run =
          doctor(temporary)
              .with("DOCKER_HOST", engine.host())
              .check("--probe-limit", "20s", "docker.disk");
      String message = run.messages("docker.disk", "fail");
      assertTrue(message.contains("are free at " + small), run.out());
    }
    try (FakeEngine engine =
        FakeEngine.with(temporary.resolve("e.sock"), ROOM + ",\"OperatingSystem\":\"OrbStack\"")) {
      Doctor.Run run =
          doctor(temporary)
              .with("DOCKER_HOST", engine.host())
              .check("--probe-limit", "20s", "docker.disk");
      assertEquals("pass", run.status("docker.disk"), run.out());
    }
  }

  @Test
  void aStackWithoutContainersWasNotStarted() throws IOException {
    TestCheckout checkout = checkout();
    try (RealEngine engine = new RealEngine(temporary)) {
      Doctor doctor = doctor(checkout.folder());
      Doctor.Run run = doctor.check("--probe-limit", "20s", "docker.stack-started");
      assertTrue(
          run.messages("docker.stack-started", "fail")
              .contains("The project " + project + " has no container"),
          run.out());
      assertEquals(0, run.code(), "it is advice");
      assertEquals(
          1,
          doctor
              .check("--probe-limit", "20s", "docker.stack-started", "--profile", "services")
              .code());
      engine.start(project, "db", real(checkout));
      assertEquals(
          "pass",
          doctor
              .check("--probe-limit", "20s", "docker.stack-started")
              .status("docker.stack-started"));
    }
  }

  @Test
  void containersOfThisCheckoutUnderAnotherProjectAreADrift() throws IOException {
    TestCheckout checkout = checkout();
    try (RealEngine engine = new RealEngine(temporary)) {
      Doctor doctor = doctor(checkout.folder());
      engine.start(project, "db", real(checkout));
      assertEquals(
          "pass", doctor.check("--probe-limit", "20s", "docker.project").status("docker.project"));
      String stray = engine.start(project + "fork", "db", real(checkout));
      Doctor.Run run = doctor.check("--probe-limit", "20s", "docker.project");
      String message = run.messages("docker.project", "fail");
      assertTrue(message.contains("run as the compose project " + project + "fork"), run.out());
      assertEquals(1, run.code());
      engine.docker("rm", "-f", stray);
      assertEquals(
          "pass", doctor.check("--probe-limit", "20s", "docker.project").status("docker.project"));
    }
  }

  @Test
  void aFixedNameThatSomebodyElseHasFails() throws IOException {
    TestCheckout checkout = checkout();
    String name = project + "-localstack";
    try (RealEngine engine = new RealEngine(temporary)) {
      Doctor doctor = doctor(checkout.folder()).with("LOCALSTACK_DOCKER_NAME", name);
      String other = engine.start("shop", "localstack", "/srv/shop", "--name", name);
      String message =
          doctor.check("--probe-limit", "20s", "docker.project").messages("docker.project", "fail");
      assertTrue(
          message.contains("The name " + name + " is taken by a container of shop"), message);
      engine.docker("rm", "-f", other);
      assertEquals(
          "pass", doctor.check("--probe-limit", "20s", "docker.project").status("docker.project"));
    }
  }

  @Test
  void aVolumeOfAnotherPostgresWarnsAndAnOrphanIsAdvice() throws IOException {
    TestCheckout checkout = checkout();
    try (RealEngine engine = new RealEngine(temporary)) {
      Doctor doctor = doctor(checkout.folder());
      engine.volume(project, "postgres-15-data");
      String volume = project + "_postgres-15-data";
      engine.docker(
          "run",
          "--rm",
          "-v",
          volume + ":/v",
          engine.image(),
          "sh",
          "-c",
          "echo 12 > /v/PG_VERSION");
      String message =
          doctor.check("--probe-limit", "20s", "docker.volumes").messages("docker.volumes", "fail");
      assertTrue(message.contains("was made by Postgres 12; postgres:15"), message);
      engine.docker(
          "run",
          "--rm",
          "-v",
          volume + ":/v",
          engine.image(),
          "sh",
          "-c",
          "echo 15 > /v/PG_VERSION");
      assertEquals(
          "pass", doctor.check("--probe-limit", "20s", "docker.volumes").status("docker.volumes"));
      engine.volume(project, "minio-data");
      Doctor.Run run = doctor.check("--probe-limit", "20s", "docker.volumes");
      assertTrue(
          run.messages("docker.volumes", "fail").contains(project + "_minio-data"), run.out());
      assertEquals(0, run.code(), "an orphan is advice");
    }
  }

  @Test
  void aContainerOfAnotherImageThanDeclaredWarns() throws IOException {
    TestCheckout checkout = checkout();
    try (RealEngine engine = new RealEngine(temporary)) {
      engine.start(project, "clickhouse", real(checkout));
      Doctor doctor = doctor(checkout.folder());
      Doctor.Run run = doctor.check("--probe-limit", "20s", "docker.images");
      String message = run.messages("docker.images", "fail");
      assertTrue(
          message.contains(
              "clickhouse runs " + engine.image() + "; the checkout declares clickhouse/"),
          run.out());
      Doctor.Run same =
          doctor
              .with("CLICKHOUSE_SERVER_IMAGE", engine.image())
              .check("--probe-limit", "20s", "docker.images");
      assertEquals("pass", same.status("docker.images"), same.out());
      assertTrue(
          same.messages("docker.images", "pass").contains("clickhouse runs " + engine.image()));
    }
  }
}
