package com.posthog.doctor.probe.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.facts.CheckoutFacts;
import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.ComposeFacts.Port;
import com.posthog.doctor.facts.ComposeFacts.Service;
import com.posthog.doctor.facts.EnvironmentFacts;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.LocalHost;
import com.posthog.doctor.probe.host.EnvironmentProbe;
import com.posthog.doctor.support.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The compose files of both eras, and of nobody who means well. */
class ComposeProbeTest {
  private static final Deadline SOON = Deadline.in(Duration.ofSeconds(30));

  @TempDir Path temporary;

  private static ComposeFacts read(Path folder, Map<String, String> environment) throws Exception {
    LocalHost host = new LocalHost(environment, folder);
    Facts none = Facts.none();
    CheckoutFacts checkout =
        new CheckoutProbe(java.util.Optional.of(folder)).read(CheckoutFacts.KEY, host, none, SOON);
    Facts facts =
        none.with(CheckoutFacts.KEY, checkout)
            .with(
                EnvironmentFacts.KEY,
                new EnvironmentProbe().read(EnvironmentFacts.KEY, host, none, SOON));
    return new ComposeProbe().read(ComposeFacts.KEY, host, facts, SOON);
  }

  /** A folder that counts as a checkout, with this development stack. */
  private Path checkout(String dev) throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("My.PostHog"));
    Files.createDirectories(folder.resolve("bin"));
    for (String landmark : List.of("manage.py", "package.json", "pyproject.toml", "bin/start")) {
      Files.writeString(folder.resolve(landmark), "");
    }
    Files.writeString(folder.resolve("docker-compose.dev.yml"), dev);
    return folder;
  }

  private static Service service(ComposeFacts facts, String name) {
    return facts.find(name).orElseThrow();
  }

  private static List<Integer> ports(Service service) {
    return service.ports().stream().map(Port::host).toList();
  }

  @Test
  void todaysStackIsReadWholeWithoutAProblem() throws Exception {
    ComposeFacts facts = read(Fixtures.at("checkouts/layered"), Map.of());
    assertEquals(List.of(), facts.problems());
    assertEquals("posthog", facts.project());
    assertTrue(facts.projectSource().startsWith("bin/mprocs.yaml:"), facts.projectSource());
    assertEquals(
        List.of("dev_tools", "etcd", "localstack", "observability", "replay", "temporal"),
        facts.profilesOn());
    assertEquals(
        List.of("docker-compose.dev.yml", "docker-compose.base.yml", "docker-compose.profiles.yml"),
        facts.files());
    assertTrue(facts.volumes().contains("postgres-15-data"));
    Service db = service(facts, "db");
    assertEquals("postgres:15.12-alpine", db.image());
    assertEquals(List.of("postgres-15-data"), db.volumes());
    assertEquals(List.of("docker/postgres-init-scripts", "products"), db.bindMounts());
    assertTrue(db.healthCheck());
    assertTrue(db.active());
    assertFalse(db.oneShot());
    assertEquals("posthog", db.environment().get("POSTGRES_USER").shown());
    assertTrue(db.command().contains("max_connections=1000"));
    assertEquals("docker-compose.dev.yml", db.ports().get(0).source().replaceAll(":[0-9]+$", ""));
  }

  @Test
  void todaysServicesKnowTheirProfilesLimitsNamesAndPorts() throws Exception {
    ComposeFacts facts = read(Fixtures.at("checkouts/layered"), Map.of());
    Service clickhouse = service(facts, "clickhouse");
    assertEquals(8L << 30, clickhouse.memoryBytes());
    assertEquals("clickhouse", clickhouse.hostname());
    assertEquals("clickhouse/clickhouse-server:26.6.2.158", clickhouse.image());
    assertEquals(List.of(8123, 8443, 9000, 9440, 9009), ports(clickhouse));
    assertEquals(new Port("127.0.0.1", 8010, 8000, "tcp", ""), bare(service(facts, "proxy")));
    assertTrue(service(facts, "kafka-init").oneShot());
    assertTrue(service(facts, "temporal").active());
    assertFalse(service(facts, "opensearch").active());
    assertFalse(service(facts, "duckgres").active());
    assertEquals(
        List.of("batch-exports", "azure"), service(facts, "objectstorage-azure").profiles());
    assertEquals("localstack-main", service(facts, "localstack").containerName());
    assertEquals(51, ports(service(facts, "localstack")).size());
    assertTrue(service(facts, "kafka").command().contains("--advertise-kafka-addr"));
    assertTrue(service(facts, "objectstorage").command().startsWith("server -master.port"));
    assertTrue(service(facts, "feature-flags").built());
  }

  private static Port bare(Service service) {
    Port port = service.ports().get(0);
    return new Port(port.address(), port.host(), port.container(), port.protocol(), "");
  }

  @Test
  void theHandbooksStackHasNoProfilesAndTakesItsNameFromTheFolder() throws Exception {
    ComposeFacts facts = read(Fixtures.at("checkouts/handbook"), Map.of());
    assertEquals(List.of(), facts.problems());
    assertEquals("handbook", facts.project());
    assertTrue(facts.projectSource().contains("folder"), facts.projectSource());
    assertEquals(List.of(), facts.profilesOn());
    assertEquals(List.of(6379), ports(service(facts, "redis")));
    assertEquals(List.of(6479), ports(service(facts, "redis7")));
    assertEquals(List.of(7233), ports(service(facts, "temporal")));
    assertEquals(facts.services(), facts.active(), "without profiles every service starts");
    assertEquals(
        "PLAINTEXT://kafka:9092",
        service(facts, "kafka").environment().get("KAFKA_CFG_ADVERTISED_LISTENERS").shown());
  }

  @Test
  void theShellThenTheFilesOfTheEraGiveTheValuesOfVariables() throws Exception {
    Path folder =
        checkout(
            """
            services:
              a:
                image: ${SHELL_ONE}/${LOCAL_ONE}/${COMPOSE_ONE-none}/$$x/${UNSET:-${NESTED:-deep}}
                hostname: "${EMPTY-kept}${EMPTY:-filled}${SHELL_ONE:+set}$UNSET."
                container_name: ${MUST:?set it first}
            """);
    Files.writeString(folder.resolve(".env.services"), "SHELL_ONE=no\nLOCAL_ONE=no\n");
    Files.writeString(folder.resolve(".env.local"), "export LOCAL_ONE='local' # ours\n");
    Files.writeString(folder.resolve(".env"), "COMPOSE_ONE=\"own\"\nEMPTY=\n");
    ComposeFacts facts = read(folder, Map.of("SHELL_ONE", "shell"));
    Service a = service(facts, "a");
    assertEquals("shell/local/own/$x/deep", a.image());
    assertEquals("filledset.", a.hostname());
    assertEquals(
        List.of("docker-compose.dev.yml:5 needs the variable MUST: set it first"),
        facts.problems());
  }

  @Test
  void everyFormOfAPortIsUnderstood() throws Exception {
    Path folder =
        checkout(
            """
            services:
              a:
                ports:
                  - 8080
                  - 127.0.0.1::80
                  - "[::1]:6000:60"
                  - "5000-5001:50-51/udp"
                  - 22:22
                  - "9000-9005:90"
                  - target: 80
                    published: "8081"
                    host_ip: 127.0.0.1
                  - "${P:-7000}:70"
                  - "7000:71"
                  - "70000:1"
                  - "80-81:1-3"
            """);
    ComposeFacts facts = read(folder, Map.of());
    assertEquals(
        List.of("[::1]6000", "5000/udp", "5001/udp", "22", "127.0.0.1:8081", "7000"),
        service(facts, "a").ports().stream()
            .map(
                p ->
                    (p.address().equals("0.0.0.0")
                            ? ""
                            : p.address().contains(":")
                                ? "[" + p.address() + "]"
                                : p.address() + ":")
                        + p.host()
                        + (p.protocol().equals("tcp") ? "" : "/" + p.protocol()))
            .toList());
    assertEquals(
        List.of(
            "docker-compose.dev.yml:15 is not a port mapping",
            "docker-compose.dev.yml:16 maps ranges of different sizes"),
        facts.problems());
  }

  @Test
  void mergeKeysAnchorsAndExtendsAreResolvedAndOverlaysReplaceMounts() throws Exception {
    Path folder =
        checkout(
            """
            x-common: &common
              restart: "no"
              environment: &env { A: one, B: two }
            services:
              base:
                image: base:1
                command: [run, it]
                depends_on: [other]
                volumes: ["./a:/data", "named:/n", "/abs:/abs", "~/h:/h", "/only"]
                networks: { default: { aliases: [alias] } }
                ports: ["1000:1"]
              other:
                <<: *common
                image: other:1
                environment: { <<: *env, B: three, SECRET_KEY: very-secret }
              top:
                extends: base
                command: run this
                environment: [C=four, HOME]
                volumes: ["./b:/data"]
                ports: ["2000:2"]
                depends_on: { other: { condition: service_completed_successfully } }
              reset:
                extends: { service: base }
                ports: !override ["3000:3"]
                volumes: !reset []
            volumes: { named: }
            """);
    ComposeFacts facts = read(folder, Map.of("HOME", "/home/u"));
    assertEquals(List.of(), facts.problems());
    Service top = service(facts, "top");
    assertEquals("base:1", top.image());
    assertEquals("run this", top.command());
    assertEquals(List.of("b"), top.bindMounts());
    assertEquals(
        List.of("/abs", "/home/u/h", folder.resolve("b").toString()),
        top.mounts().stream().map(ComposeFacts.Mount::path).sorted().toList());
    assertEquals(List.of("named"), top.volumes());
    assertEquals(List.of("alias"), top.aliases());
    assertEquals(List.of(1000, 2000), ports(top));
    assertEquals("/home/u", top.environment().get("HOME").shown());
    Service other = service(facts, "other");
    assertTrue(other.oneShot());
    assertEquals("one", other.environment().get("A").shown());
    assertEquals("three", other.environment().get("B").shown());
    assertEquals("(hidden)", other.environment().get("SECRET_KEY").shown());
    assertEquals(List.of(3000), ports(service(facts, "reset")));
    assertEquals(List.of(), service(facts, "reset").volumes());
    assertEquals("myposthog", facts.project());
    assertEquals("docker-compose.dev.yml:12", other.source());
  }

  @Test
  void aCircleOrAMissingFileOfExtendsIsASentenceAndNotACrash() throws Exception {
    Path folder =
        checkout(
            """
            services:
              a: { extends: b, image: a:1 }
              b: { extends: { file: docker-compose.dev.yml, service: a } }
              c: { extends: { file: nowhere.yml, service: c }, ports: ["80:80"] }
              d: { extends: { file: docker-compose.dev.yml, service: gone } }
            """);
    ComposeFacts facts = read(folder, Map.of());
    assertEquals("a:1", service(facts, "a").image());
    assertEquals(List.of(80), ports(service(facts, "c")));
    String problems = String.join("\n", facts.problems());
    assertTrue(problems.contains("which leads back to itself"), problems);
    assertTrue(problems.contains("nowhere.yml is missing"), problems);
    assertTrue(problems.contains("has no such service"), problems);
  }

  @Test
  void theGeneratedConfigurationDecidesWhichProfilesAreOn() throws Exception {
    Path folder = checkout("services: { a: { image: a:1, profiles: [x] }, b: { profiles: [y] } }");
    Files.writeString(
        folder.resolve("bin/mprocs.yaml"),
        "procs: { d: { shell: 'docker compose -p main -f docker-compose.dev.yml --profile x up -d' } }");
    assertEquals(List.of("x"), read(folder, Map.of()).profilesOn());
    Files.createDirectories(folder.resolve(".posthog/.generated"));
    Path generated = folder.resolve(".posthog/.generated/mprocs.yaml");
    Files.writeString(
        generated,
        """
        procs:
          docker-compose:
            shell: |-
              docker compose --project-name=other \\
                -f docker-compose.dev.yml --profile=y up -d && docker compose logs -f
        """);
    ComposeFacts facts = read(folder, Map.of("COMPOSE_PROFILES", "x,y"));
    assertEquals(List.of("y", "x"), facts.profilesOn());
    assertEquals("other", facts.project());
    assertEquals(".posthog/.generated/mprocs.yaml:3", facts.projectSource());
    Files.writeString(generated, "procs: [");
    facts = read(folder, Map.of());
    assertEquals("main", facts.project());
    assertTrue(
        facts.problems().get(0).startsWith(".posthog/.generated/mprocs.yaml:1 is not well-formed"),
        facts.problems().toString());
  }

  @Test
  void theProjectIsPinnedByTheEnvironmentOrByBinStart() throws Exception {
    Path folder = checkout("services: { a: { image: a:1 } }");
    Files.writeString(
        folder.resolve("bin/start"),
        "#!/bin/bash\nexport COMPOSE_PROJECT_NAME=\"${COMPOSE_PROJECT_NAME:-pinned}\"\n");
    ComposeFacts facts = read(folder, Map.of());
    assertEquals("pinned", facts.project());
    assertEquals("bin/start:2", facts.projectSource());
    assertEquals("mine", read(folder, Map.of("COMPOSE_PROJECT_NAME", "mine")).project());
  }

  @Test
  void whateverIsWrongWithTheFirstFileIsOneSentenceSoon() throws Exception {
    String aliases = "x0: &x0 {" + "a: 1, ".repeat(50) + "z: 1}\n";
    for (int i = 1; i < 12; i++) {
      aliases += "x" + i + ": &x" + i + " [" + ("*x" + (i - 1) + ", ").repeat(9) + "1]\n";
    }
    StringBuilder merges = new StringBuilder("x0: &x0 {");
    for (int i = 0; i < 2000; i++) {
      merges.append("k").append(i).append(": 1, ");
    }
    merges.append("z: 1}\nservices:\n");
    for (int i = 0; i < 1000; i++) {
      merges.append("  s").append(i).append(": { <<: *x0 }\n");
    }
    assertSentence("services: [unclosed", "docker-compose.dev.yml:1 is not well-formed YAML");
    assertSentence("services:\n\ta: b", "docker-compose.dev.yml:2 is not well-formed YAML");
    assertSentence("services: &a { b: *a }", "contains itself by an alias");
    assertSentence("a: " + "[".repeat(100_000), "nested more than 60 levels");
    assertSentence(merges.toString(), "holds more than 200000 values");
    assertSentence("", "docker-compose.dev.yml declares no services");
    assertSentence("just text", "docker-compose.dev.yml declares no services");
    assertSentence("a: " + "x".repeat(3 << 20), "docker-compose.dev.yml is larger than 2048 KiB");
    assertSentence(aliases, "docker-compose.dev.yml declares no services");
  }

  private void assertSentence(String dev, String sentence) throws IOException {
    Path folder = checkout(dev);
    IOException problem =
        assertTimeoutPreemptively(
            Duration.ofSeconds(10),
            () -> assertThrows(IOException.class, () -> read(folder, Map.of())));
    assertTrue(problem.getMessage().contains(sentence), problem.getMessage());
    assertTrue(problem.getMessage().lines().count() == 1, problem.getMessage());
  }

  @Test
  void aFileThatIsMissingOrAFolderIsOneSentence() throws Exception {
    Path folder = checkout("services: {}");
    Files.delete(folder.resolve("docker-compose.dev.yml"));
    IOException missing = assertThrows(IOException.class, () -> read(folder, Map.of()));
    assertEquals("docker-compose.dev.yml is missing", missing.getMessage());
    Files.createDirectory(folder.resolve("docker-compose.dev.yml"));
    IOException wrong = assertThrows(IOException.class, () -> read(folder, Map.of()));
    assertEquals("docker-compose.dev.yml is a folder, not a file", wrong.getMessage());
  }
}
