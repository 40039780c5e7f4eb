package com.posthog.doctor.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Endpoint;
import com.posthog.doctor.host.LocalHands;
import com.posthog.doctor.host.Signature;
import com.posthog.doctor.support.Cure;
import com.posthog.doctor.support.Cures;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.KafkaServer;
import com.posthog.doctor.support.PostgresServer;
import com.posthog.doctor.support.ServiceCheckout;
import com.posthog.doctor.support.StorageServer;
import com.posthog.doctor.support.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers that lack something: it is made by their own clients, and taken away again. */
@Tag("real")
class ServiceRemedyRealTest {
  private static final String PROJECT = "svcremedy";

  @TempDir Path temporary;
  private Path state;

  @BeforeEach
  void aPlaceForRuns() throws IOException {
    state = Files.createDirectories(temporary.resolve("state"));
  }

  private Doctor postgres(PostgresServer server) throws IOException {
    ServiceCheckout checkout = ServiceCheckout.of(temporary, PROJECT);
    checkout.replace("docker-compose.dev.yml", "'5432:5432'", "'" + server.port() + ":5432'");
    checkout.replace(".env.services", "@db:5432", "@127.0.0.1:" + server.port());
    checkout.replace(".env.services", "PGHOST=db", "PGHOST=127.0.0.1\nPGPORT=" + server.port());
    return kept(checkout.doctor());
  }

  private Doctor kept(Doctor doctor) {
    return doctor.with("XDG_STATE_HOME", state.toString());
  }

  private Cure cure(Doctor doctor, String check) {
    return Cure.of(doctor, state, check, "data");
  }

  private static Doctor.Run apply(Doctor doctor, String check) {
    Doctor.Run run = doctor.run("fix", check, "--allow", "data", "--apply", "--yes");
    assertEquals(0, run.code(), () -> run.out() + run.err());
    return run;
  }

  @Test
  @Cures("create-database")
  void everyDatabaseThatIsMissingIsMadeAndRemovedAgain() throws IOException {
    assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed here");
    try (PostgresServer server = PostgresServer.startForPosthog()) {
      Doctor doctor = postgres(server);
      String place = "at 127.0.0.1 port " + server.port() + ", as posthog";
      cure(doctor, "postgres.databases")
          .undoable(
              "CREATE DATABASE \"cyclotron\"",
              "CREATE DATABASE \"agent-runtime-queue\"",
              "in the database postgres " + place);
      server.sql("postgres", "ALTER DATABASE posthog RENAME TO away");
      cure(doctor, "postgres.login").undoable("CREATE DATABASE \"posthog\"", place);
    }
  }

  @Test
  void aDatabaseThatIsUsedByNowIsNotRemoved() throws IOException {
    assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed here");
    try (PostgresServer server = PostgresServer.startForPosthog()) {
      Doctor doctor = postgres(server);
      server.sql("postgres", "ALTER DATABASE posthog RENAME TO away");
      apply(doctor, "postgres.login");
      server.sql("posthog", "CREATE TABLE mine (id int)");
      Doctor.Run undo = doctor.run("undo", "--yes");
      assertEquals(0, undo.code(), () -> undo.out() + undo.err());
      assertTrue(undo.out().contains("it is not empty"), undo.out());
      assertEquals("pass", doctor.check("postgres.login").status("postgres.login"));
    }
  }

  @Test
  @Cures("make-staff")
  void theOnlyUserBecomesStaffByOneStatement() throws IOException {
    assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed here");
    try (PostgresServer server = PostgresServer.startForPosthog()) {
      Doctor doctor = postgres(server);
      server.sql(
          "posthog",
          "SET ROLE posthog",
          "CREATE TABLE posthog_user (id serial, email varchar, is_active bool, is_staff bool)",
          "CREATE TABLE posthog_organization (id serial)",
          "CREATE TABLE posthog_team (id serial)",
          "INSERT INTO posthog_user (email, is_active, is_staff) VALUES ('a', true, false)");
      cure(doctor, "postgres.staff-user")
          .undoable(
              "UPDATE posthog_user SET is_staff = true WHERE id = 1 AND NOT is_staff",
              "in the database posthog at 127.0.0.1 port " + server.port() + ", as posthog");
    }
  }

  @Test
  void aPasswordIsInNoPlanNoJournalAndNoMessage() throws IOException {
    assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed here");
    String password = "quite-4-secret";
    try (PostgresServer server = PostgresServer.startForPosthog()) {
      server.sql("postgres", "ALTER ROLE posthog PASSWORD '" + password + "'");
      server.sql("postgres", "ALTER DATABASE posthog RENAME TO away");
      String url = "postgres://posthog:" + password + "@127.0.0.1:" + server.port() + "/own";
      Doctor doctor =
          postgres(server).with("DATABASE_URL", url).with("POSTHOG_POSTGRES_PASSWORD", null);
      List<Doctor.Run> runs = new ArrayList<>();
      runs.add(doctor.run("fix", "postgres.login", "--allow", "data"));
      runs.add(doctor.run("fix", "postgres.databases", "--allow", "data", "--format", "json"));
      runs.add(doctor.run("fix", "postgres.databases", "--allow", "data", "--apply", "--yes"));
      runs.add(doctor.run("undo", "--yes"));
      for (Doctor.Run run : runs) {
        assertFalse((run.out() + run.err()).contains(password), run.out());
      }
      try (Stream<Path> files = Files.walk(state)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          assertFalse(Files.readString(file).contains(password), file.toString());
        }
      }
      assertFalse(Tree.of(state).isEmpty());
    }
  }

  /** The topics that are said to be missing; a long list of them is cut in the report. */
  private static List<String> missing(Doctor doctor) {
    List<String> topics = new ArrayList<>();
    for (JsonObject finding : doctor.check("kafka.topics").findings("kafka.topics")) {
      for (JsonElement one : finding.getAsJsonArray("evidence")) {
        JsonObject evidence = one.getAsJsonObject();
        if (evidence.get("label").getAsString().equals("missing")) {
          topics.addAll(List.of(evidence.get("value").getAsString().split(", ")));
        }
      }
    }
    topics.removeIf(topic -> topic.endsWith("…"));
    return topics;
  }

  @Test
  @Cures("create-topic")
  void aTopicThatIsMissingIsMadeAndRemovedAgainWhileItIsEmpty() throws Exception {
    assumeTrue(KafkaServer.installed(), "Kafka is not installed");
    try (KafkaServer server = KafkaServer.start(temporary)) {
      Doctor doctor = kept(ServiceCheckout.of(temporary, PROJECT).kafka(server.port()).doctor());
      server.make(missing(doctor));
      List<String> left = missing(doctor);
      assertTrue(left.size() > 2, left::toString);
      server.make(left.subList(2, left.size()));
      List<String> topics = left.subList(0, 2);
      cure(doctor, "kafka.topics")
          .undoable(
              "make the topic " + topics.get(0),
              "make the topic " + topics.get(1),
              "at 127.0.0.1:" + server.port());
      apply(doctor, "kafka.topics");
      Map<String, Object> settings =
          Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + server.port());
      try (KafkaProducer<String, String> producer =
          new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
        producer.send(new ProducerRecord<>(topics.get(0), "a", "b")).get();
      }
      Doctor.Run undo = doctor.run("undo", "--yes");
      assertTrue(undo.out().contains("it is not empty: messages 1"), undo.out());
      assertTrue(server.topics().contains(topics.get(0)));
      assertFalse(server.topics().contains(topics.get(1)));
    }
  }

  @Test
  @Cures("create-bucket")
  void aBucketThatIsMissingIsMadeAndRemovedAgainWhileItIsEmpty() throws Exception {
    assumeTrue(StorageServer.installed(), "s3rver is not installed");
    try (StorageServer server = StorageServer.start(temporary, "posthog")) {
      Doctor doctor =
          kept(ServiceCheckout.of(temporary, PROJECT).storage(server.port()).doctor())
              .with("OBJECT_STORAGE_ACCESS_KEY_ID", StorageServer.KEY)
              .with("OBJECT_STORAGE_SECRET_ACCESS_KEY", StorageServer.KEY);
      cure(doctor, "storage.buckets")
          .undoable(
              "make the bucket ai-blobs", "PUT http://127.0.0.1:" + server.port() + "/ai-blobs");
      apply(doctor, "storage.buckets");
      put(server.port(), "/ai-blobs/mine");
      Doctor.Run undo = doctor.run("undo", "--yes");
      assertTrue(undo.out().contains("there is something in it by now"), undo.out());
      assertEquals(
          "The bucket ai-blobs is there",
          doctor
              .check("storage.buckets")
              .messages("storage.buckets", "pass")
              .lines()
              .filter(line -> line.contains("ai-blobs"))
              .findFirst()
              .orElse(""));
    }
  }

  private static void put(int port, String path) throws Exception {
    Endpoint endpoint = Endpoint.tcp("127.0.0.1", port);
    Map<String, String> headers =
        new Signature(StorageServer.KEY, StorageServer.KEY, "us-east-1")
            .headers("PUT", endpoint.host(), path, "", Instant.now());
    Deadline deadline = Deadline.in(Duration.ofSeconds(20));
    int status =
        new LocalHands().send(endpoint, "PUT", path, headers, new byte[0], deadline).status();
    assertEquals(200, status);
  }
}
