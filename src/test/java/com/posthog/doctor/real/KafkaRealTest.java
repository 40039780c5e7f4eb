package com.posthog.doctor.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.posthog.doctor.support.BadServer;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.KafkaServer;
import com.posthog.doctor.support.ServerProcess;
import com.posthog.doctor.support.ServiceCheckout;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real Kafka 4.1 in KRaft mode, with each fault made for real. */
@Tag("real")
class KafkaRealTest {
  private static final String PROJECT = "doctorkafka";

  private static final List<String> EXPECTED =
      List.of(
          "document_embeddings_input",
          "document_embedding_results",
          "error_tracking_ingestion_notifications",
          "clickhouse_events_json",
          "clickhouse_ai_events_json",
          "clickhouse_heatmap_events",
          "clickhouse_flag_evaluations",
          "clickhouse_ingestion_warnings",
          "events_plugin_ingestion_ai",
          "events_plugin_ingestion_dlq",
          "events_plugin_ingestion_overflow",
          "events_plugin_ingestion_async",
          "ingestion-clientwarnings-main-1",
          "heatmaps_ingestion",
          "clickhouse_groups",
          "clickhouse_person",
          "clickhouse_person_distinct_id",
          "clickhouse_app_metrics2",
          "log_entries",
          "clickhouse_property_values",
          "clickhouse_tophog");

  @TempDir Path temporary;

  private Doctor doctor(int port) throws IOException {
    return ServiceCheckout.of(temporary, PROJECT).kafka(port).doctor();
  }

  private static Doctor.Run check(Doctor doctor) {
    return doctor.check("kafka.broker", "kafka.advertised", "kafka.topics", "kafka.lag");
  }

  private static void assumeKafka() {
    assumeTrue(KafkaServer.installed(), "Kafka is not installed");
  }

  @Test
  void aBrokerWithItsTopicsPassesAndWhatIsMissingIsNamed() throws Exception {
    assumeKafka();
    try (KafkaServer server = KafkaServer.start(temporary)) {
      Doctor doctor = doctor(server.port());
      Doctor.Run empty = check(doctor);
      empty.expect("kafka.broker", "pass", "answers at localhost:" + server.port());
      empty.expect("kafka.topics", "fail", "None of the 21 topics is there that kafka-init");
      assertEquals(0, server.topics().size(), "asking has made topics");
      server.make(EXPECTED);
      Doctor.Run run = check(doctor);
      run.expect("kafka.advertised", "pass", "sends its clients to localhost:" + server.port());
      run.expect("kafka.topics", "pass", "21 of the topics that the checkout makes are there");
      assertEquals("pass", run.status("kafka.topics"), run.out());
      run.expect("kafka.lag", "pass", "No group of consumers has members now");
      server.drop("clickhouse_tophog");
      Doctor.Run missing = check(doctor);
      missing.expect("kafka.topics", "fail", "The topic clickhouse_tophog is missing; kafka-init");
      missing.expect("kafka.topics", "pass", "20 of the topics");
    }
  }

  /** A broker needs minutes to make ten thousand; it tells of them as it does of these. */
  @Test
  void aThousandTopicsAreNoBurden() throws Exception {
    assumeKafka();
    try (KafkaServer server = KafkaServer.start(temporary)) {
      Doctor doctor = doctor(server.port());
      List<String> many = new ArrayList<>(EXPECTED);
      while (many.size() < 1000) {
        many.add("topic_number_" + many.size());
      }
      server.make(many);
      Doctor.Run run = check(doctor);
      run.expect("kafka.broker", "pass", "topics: 1000");
      run.expect("kafka.topics", "pass", "21 of the topics");
    }
  }

  @Test
  void anAdvertisedNameThatLeadsNowhereIsTheFinding() throws Exception {
    assumeKafka();
    int port = ServerProcess.freePort();
    String name = "kafka-of-nobody.invalid";
    try (KafkaServer server = KafkaServer.start(temporary, port, name + ":" + port)) {
      Doctor.Run run = check(doctor(server.port()));
      run.expect("kafka.broker", "pass", "answers at localhost:" + port);
      run.expect("kafka.advertised", "fail", name + " leads nowhere on this machine");
      assertEquals("blocked", run.status("kafka.topics"), run.out());
      assertEquals("blocked", run.status("kafka.lag"), run.out());
    }
  }

  @Test
  void anAdvertisedPortThatNobodyListensOnIsTheFinding() throws Exception {
    assumeKafka();
    int port = ServerProcess.freePort();
    int closed = ServerProcess.freePort();
    try (KafkaServer server = KafkaServer.start(temporary, port, "localhost:" + closed)) {
      Doctor.Run run = check(doctor(server.port()));
      run.expect(
          "kafka.advertised",
          "fail",
          "sends its clients to localhost:" + closed + ", where nothing takes connections");
      assertEquals("blocked", run.status("kafka.topics"), run.out());
    }
  }

  @Test
  void aGroupWithAMemberThatDoesNotReadIsBehindAndOneThatHasReadIsNot() throws Exception {
    assumeKafka();
    try (KafkaServer server = KafkaServer.start(temporary)) {
      Doctor doctor = doctor(server.port());
      server.make(EXPECTED);
      String topic = "clickhouse_events_json";
      TopicPartition partition = new TopicPartition(topic, 0);
      say(server, topic, 1500);
      try (KafkaConsumer<String, String> consumer = consumer(server)) {
        consumer.subscribe(List.of(topic));
        while (consumer.assignment().isEmpty()) {
          consumer.poll(Duration.ofMillis(100));
        }
        consumer.commitSync(Map.of(partition, new OffsetAndMetadata(100)));
        check(doctor)
            .expect(
                "kafka.lag",
                "fail",
                "readers has members, is 1400 messages behind, most of them in " + topic);
        consumer.commitSync(Map.of(partition, new OffsetAndMetadata(1499)));
        check(doctor).expect("kafka.lag", "pass", "readers is 1 messages behind");
        consumer.commitSync(Map.of(partition, new OffsetAndMetadata(1500)));
        check(doctor).expect("kafka.lag", "pass", "have read everything: 1");
      }
      say(server, topic, 2000);
      // nobody reads now: a program that was not started is no fault
      check(doctor).expect("kafka.lag", "pass", "No group of consumers has members now");
    }
  }

  private static void say(KafkaServer server, String topic, int count) {
    Map<String, Object> settings =
        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + server.port());
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < count; i++) {
        producer.send(new ProducerRecord<>(topic, "event " + i));
      }
      producer.flush();
    }
  }

  private static KafkaConsumer<String, String> consumer(KafkaServer server) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            "127.0.0.1:" + server.port(),
            ConsumerConfig.GROUP_ID_CONFIG,
            "readers",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false);
    return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
  }

  @Test
  void aBrokerThatIsStoppedIsSaidOnlyOfAStackThatWasStarted() throws IOException {
    int port = ServerProcess.freePort();
    Doctor doctor = doctor(port);
    assertEquals("blocked", check(doctor).status("kafka.broker"));
    try (TestEngine engine = new TestEngine(temporary)) {
      engine.publish(PROJECT, "db", ServerProcess.freePort() + ":80");
      Doctor.Run run = check(doctor);
      run.expect("kafka.broker", "fail", "nothing listens on 127.0.0.1 port " + port);
      assertEquals("blocked", run.status("kafka.topics"));
    }
  }

  @ParameterizedTest
  @EnumSource(BadServer.Kind.class)
  void whateverElseAnswersIsSaidInASentenceWithinTheLimit(BadServer.Kind kind) throws IOException {
    String part =
        switch (kind) {
          case BLACK_HOLE -> "takes connections and says nothing";
          case GARBAGE -> "does not speak the language of Kafka";
          case HTTP -> "is a web server, not Kafka";
          case SSH -> "is an SSH server, not Kafka";
          case DRIP -> "it is not Kafka, or stuck";
          case CLOSES -> "hangs up at once";
          case TLS -> "is a server that wants TLS, not Kafka";
        };
    try (BadServer server = BadServer.of(kind)) {
      Doctor.Run run = doctor(server.port()).check("kafka.broker", "--probe-limit", "2s");
      run.expect("kafka.broker", "fail", part);
    }
  }
}
