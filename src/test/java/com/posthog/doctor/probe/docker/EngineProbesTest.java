package com.posthog.doctor.probe.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.facts.ContainerFacts;
import com.posthog.doctor.facts.ContainersFacts;
import com.posthog.doctor.facts.ContainersFacts.Container;
import com.posthog.doctor.facts.ContainersFacts.Published;
import com.posthog.doctor.facts.DiskUsageFacts;
import com.posthog.doctor.facts.DockerFacts;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.ImagesFacts;
import com.posthog.doctor.facts.VolumesFacts;
import com.posthog.doctor.facts.VolumesFacts.Volume;
import com.posthog.doctor.support.RecordedMachine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an engine lists, in the forms of engines from 20.10 on. */
class EngineProbesTest {
  private static final String AT = "unix:///var/run/docker.sock ";
  private static final String INFO =
      "{\"ID\":\"X\",\"ServerVersion\":\"28.5.2\",\"OperatingSystem\":\"Debian\",\"DockerRootDir\":\"/d\"}";

  @TempDir Path temporary;

  private RecordedMachine machine() {
    return RecordedMachine.of("linux", temporary)
        .env("HOME", "/home/ada")
        .entry("/var/run/docker.sock", "other")
        .http(AT + "/info", 200, INFO);
  }

  private static Facts engine(RecordedMachine machine) throws Exception {
    return Facts.none().with(DockerFacts.KEY, machine.read(new DockerProbe(), DockerFacts.KEY));
  }

  private static ContainersFacts containers(RecordedMachine machine) throws Exception {
    return machine.read(new ContainersProbe(), ContainersFacts.KEY, engine(machine));
  }

  private static final String LIST = AT + "/containers/json?all=true";

  @Test
  void aContainerIsKnownWithItsProjectPortsHealthAndAddresses() throws Exception {
    String json =
        """
        [{"Id":"abc","Names":["/other/db","/posthog-db-1"],"Image":"postgres:15.12-alpine","ImageID":"sha256:1",
          "Created":1746093600,"State":"running","Status":"Up 3 minutes (healthy)",
          "Labels":{"com.docker.compose.project":"posthog","com.docker.compose.service":"db",
            "com.docker.compose.project.working_dir":"/home/ada/link","com.docker.compose.oneoff":"False",
            "com.docker.compose.project.config_files":"/a.yml,/b.yml"},
          "Ports":[{"IP":"0.0.0.0","PrivatePort":5432,"PublicPort":5432,"Type":"tcp"},
            {"IP":"::","PrivatePort":5432,"PublicPort":5432,"Type":"tcp"},{"PrivatePort":9999,"Type":"tcp"}],
          "NetworkSettings":{"Networks":{"posthog_default":{"IPAddress":"172.18.0.2"},"none":{"IPAddress":""}}},
          "Mounts":[{"Type":"volume","Name":"posthog_postgres-15-data","Source":"","Destination":"/v"},
            {"Type":"bind","Source":"/home/ada/posthog/x","Destination":"/x"}]}]
        """;
    ContainersFacts facts =
        containers(
            machine()
                .link("/home/ada/link", "/home/ada/posthog")
                .entry("/home/ada/posthog", "folder")
                .http(LIST, 200, json));
    Container db = facts.find("posthog", "db").orElseThrow();
    assertEquals("posthog-db-1", db.name());
    assertEquals("/home/ada/posthog", db.workingDir(), "the folder is known by its real path");
    assertEquals("healthy", db.health());
    assertTrue(db.running());
    assertFalse(db.oneOff());
    assertEquals(-1, db.exitCode());
    assertEquals(
        List.of(
            new Published("0.0.0.0", 5432, 5432, "tcp"), new Published("::", 5432, 5432, "tcp")),
        db.ports());
    assertTrue(db.publishes(5432));
    assertFalse(db.publishes(9999));
    assertEquals(Map.of("posthog_default", "172.18.0.2"), db.addresses());
    assertEquals(List.of("posthog_postgres-15-data"), db.volumes());
    assertEquals(Instant.ofEpochSecond(1746093600), db.created());
  }

  @Test
  void statesAndCodesAreReadFromWhatDockerPsPrints() throws Exception {
    String json =
        """
        [{"Id":"1","Names":["/a"],"State":"exited","Status":"Exited (137) 2 minutes ago","Labels":null},
         {"Id":"2","Names":["/b"],"State":"running","Status":"Up 2 seconds (health: starting)","Labels":{}},
         {"Id":"3","Names":["/c"],"State":"running","Status":"Up 2 hours (unhealthy)"},
         {"Id":"4","Names":["/d"],"State":"restarting","Status":"Restarting (1) 5 seconds ago"},
         {"Id":"5","Names":null,"State":"created","Status":"Created","Ports":null,"Mounts":null,"NetworkSettings":null}]
        """;
    List<Container> all = containers(machine().http(LIST, 200, json)).containers();
    assertEquals(List.of(137, -1, -1, -1, -1), all.stream().map(Container::exitCode).toList());
    assertEquals(
        List.of("", "starting", "unhealthy", "", ""), all.stream().map(Container::health).toList());
    assertEquals("", all.get(4).name());
    assertEquals(List.of(), all.get(0).ports());
  }

  @Test
  void theRunningContainerOfAServiceIsPreferredAndRunsAreLeftOut() throws Exception {
    String json =
        """
        [{"Id":"1","Names":["/p-db-run"],"State":"running","Labels":{"com.docker.compose.project":"p","com.docker.compose.service":"db","com.docker.compose.oneoff":"True"}},
         {"Id":"2","Names":["/p-db-2"],"State":"exited","Labels":{"com.docker.compose.project":"p","com.docker.compose.service":"db"}},
         {"Id":"3","Names":["/p-db-1"],"State":"running","Labels":{"com.docker.compose.project":"p","com.docker.compose.service":"db"}}]
        """;
    ContainersFacts facts = containers(machine().http(LIST, 200, json));
    assertEquals("p-db-1", facts.find("p", "db").orElseThrow().name());
    assertEquals(2, facts.of("p").size());
  }

  @Test
  void anErrorOfTheEngineIsOneSentence() {
    RecordedMachine machine = machine().http(LIST, 500, "{\"message\":\"the database is locked\"}");
    IOException problem = assertThrows(IOException.class, () -> containers(machine));
    assertEquals("it answers HTTP 500: the database is locked", problem.getMessage());
  }

  @Test
  void anAnswerThatIsNoListIsOneSentence() {
    RecordedMachine machine = machine().http(LIST, 200, "<html>");
    IOException problem = assertThrows(IOException.class, () -> containers(machine));
    assertEquals("its answer is not what Docker answers", problem.getMessage());
  }

  @Test
  void withoutAnEngineTheReasonIsItsOwn() {
    RecordedMachine machine = RecordedMachine.of("linux", temporary).env("HOME", "/home/ada");
    IOException problem = assertThrows(IOException.class, () -> containers(machine));
    assertEquals(
        "Docker does not answer at unix:///var/run/docker.sock: there is no such socket",
        problem.getMessage());
  }

  @Test
  void aContainerThatWasKilledIsSeenWithTheEndOfItsLog() throws Exception {
    String json =
        """
        {"Id":"abc","Name":"/posthog-kafka-1","RestartCount":4,"Config":{"Image":"redpanda:1","Tty":false},
         "HostConfig":{"Memory":1073741824},
         "State":{"Status":"exited","ExitCode":137,"OOMKilled":true,"Error":"","StartedAt":"2026-05-01T10:00:00.5Z",
           "FinishedAt":"0001-01-01T00:00:00Z",
           "Health":{"Status":"unhealthy","Log":[{"ExitCode":1,"Output":"old"},{"ExitCode":1,"Output":"curl: (7)\\nrefused\\n"}]}}}
        """;
    RecordedMachine machine =
        machine()
            .http(AT + "/containers/posthog-kafka-1/json", 200, json)
            .http(
                AT + "/containers/posthog-kafka-1/logs?stdout=1&stderr=1&tail=20",
                200,
                "plain line\npostgres://me:secret@db:5432/x\n");
    ContainerFacts facts =
        machine.read(new ContainerProbe(), ContainerFacts.key("posthog-kafka-1"), engine(machine));
    assertTrue(facts.found());
    assertEquals("posthog-kafka-1", facts.name());
    assertEquals("unhealthy", facts.health());
    assertEquals("refused", facts.healthLog());
    assertEquals(137, facts.exitCode());
    assertTrue(facts.oomKilled());
    assertEquals(4, facts.restartCount());
    assertEquals(1L << 30, facts.memoryBytes());
    assertEquals(Instant.parse("2026-05-01T10:00:00.5Z"), facts.startedAt());
    assertEquals(Instant.EPOCH, facts.finishedAt());
    assertEquals(List.of("plain line", "postgres://me:***@db:5432/x"), facts.log());
  }

  @Test
  void framesOfALogAreTakenOff() {
    byte[] framed = {1, 0, 0, 0, 0, 0, 0, 3, 'o', 'u', 't', 2, 0, 0, 0, 0, 0, 0, 9, 'e', 'r'};
    assertEquals(
        "outer",
        new String(ContainerProbe.withoutFrames(framed), java.nio.charset.StandardCharsets.UTF_8));
    byte[] plain = "no frames here".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertEquals(
        "no frames here",
        new String(ContainerProbe.withoutFrames(plain), java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void aContainerThatDoesNotExistIsNotFoundAndANameIsNoPath() throws Exception {
    RecordedMachine machine =
        machine()
            .http(AT + "/containers/gone/json", 404, "{\"message\":\"No such container: gone\"}");
    Facts engine = engine(machine);
    assertFalse(machine.read(new ContainerProbe(), ContainerFacts.key("gone"), engine).found());
    FactKey<ContainerFacts> path = ContainerFacts.key("../info");
    assertThrows(IOException.class, () -> machine.read(new ContainerProbe(), path, engine));
  }

  @Test
  void volumesAreKnownWithTheirProjectAndThePostgresInThem() throws Exception {
    String json =
        """
        {"Volumes":[
          {"Name":"posthog_postgres-15-data","Driver":"local","Mountpoint":"/d/volumes/p/_data","CreatedAt":"2026-03-01T09:00:00Z",
           "Labels":{"com.docker.compose.project":"posthog","com.docker.compose.volume":"postgres-15-data"}},
          {"Name":"%s","Driver":"local","Mountpoint":"/d/volumes/q/_data","Labels":null}],"Warnings":null}
        """
            .formatted("0123456789abcdef".repeat(4));
    RecordedMachine machine =
        machine().http(AT + "/volumes", 200, json).file("/d/volumes/p/_data/PG_VERSION", "15\n");
    VolumesFacts facts = machine.read(new VolumesProbe(), VolumesFacts.KEY, engine(machine));
    Volume named = facts.find("posthog_postgres-15-data").orElseThrow();
    assertEquals("posthog", named.project());
    assertEquals("postgres-15-data", named.label());
    assertEquals("15", named.postgresVersion());
    assertEquals(Instant.parse("2026-03-01T09:00:00Z"), named.created());
    assertFalse(named.anonymous());
    assertTrue(facts.volumes().get(1).anonymous());
  }

  @Test
  void onlyImagesInUseAreAskedForTheirArchitecture() throws Exception {
    RecordedMachine machine =
        machine()
            .http(
                LIST,
                200,
                "[{\"Id\":\"1\",\"State\":\"running\",\"ImageID\":\"sha256:1\",\"Labels\":{\"com.docker.compose.project\":\"p\"}}]")
            .http(
                AT + "/images/json",
                200,
                "[{\"Id\":\"sha256:1\",\"RepoTags\":[\"a:1\"],\"Size\":7,\"Created\":1},{\"Id\":\"sha256:2\",\"RepoTags\":null}]")
            .http(
                AT + "/images/sha256:1/json",
                200,
                "{\"Id\":\"sha256:1\",\"Architecture\":\"amd64\"}");
    Facts facts = engine(machine).with(ContainersFacts.KEY, containers(machine));
    ImagesFacts images = machine.read(new ImagesProbe(), ImagesFacts.KEY, facts);
    assertEquals("x86_64", images.find("sha256:1").orElseThrow().arch());
    assertEquals("", images.find("sha256:2").orElseThrow().arch());
    assertEquals(List.of(), images.find("sha256:2").orElseThrow().tags());
  }

  @Test
  void whatCanBeHadBackIsCountedWithoutVolumes() throws Exception {
    String json =
        """
        {"LayersSize":1000,
         "Images":[{"Id":"sha256:1","Size":600,"SharedSize":100},{"Id":"sha256:2","Size":400,"SharedSize":-1}],
         "Containers":[{"Id":"c","ImageID":"sha256:1","SizeRw":5},{"Id":"d","ImageID":"sha256:1"}],
         "Volumes":[{"Name":"v","UsageData":{"Size":50,"RefCount":0}},{"Name":"w","UsageData":{"Size":70,"RefCount":1}},{"Name":"x","UsageData":null}],
         "BuildCache":[{"Size":30,"InUse":false,"Shared":false},{"Size":40,"InUse":true}]}
        """;
    RecordedMachine machine = machine().http(AT + "/system/df", 200, json);
    DiskUsageFacts usage = machine.read(new DiskUsageProbe(), DiskUsageFacts.KEY, engine(machine));
    assertEquals(new DiskUsageFacts(1000, 400, 70, 30, 5, 120, 50), usage);
    assertEquals(430, usage.reclaimableBytes());
  }

  @Test
  void aCountThatCannotBeReadIsOneSentence() throws Exception {
    for (String body : List.of("", "[]", "{ half", "{\"LayersSize\":\"many\"}")) {
      RecordedMachine machine =
          RecordedMachine.of("linux", temporary)
              .env("HOME", "/home/ada")
              .entry("/var/run/docker.sock", "other")
              .http(AT + "/info", 200, INFO)
              .http(AT + "/system/df", 200, body);
      Facts engine = engine(machine);
      IOException problem =
          assertThrows(
              IOException.class,
              () -> machine.read(new DiskUsageProbe(), DiskUsageFacts.KEY, engine));
      assertEquals("Docker's answer about its disk cannot be read", problem.getMessage(), body);
    }
  }
}
