package com.posthog.doctor.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** A real Kafka broker in KRaft mode, on ports and in a folder of its own. */
public final class KafkaServer implements AutoCloseable {
  private static final String CLUSTER = "MkU3OEVBNTcwNTJENDM2Qk";

  private final ServerProcess process;
  private final int port;
  private final int inner;

  private KafkaServer(ServerProcess process, int port, int inner) {
    this.process = process;
    this.port = port;
    this.inner = inner;
  }

  /** Whether the broker was installed on this machine. */
  public static boolean installed() {
    return Files.exists(ServerProcess.installed("kafka").resolve("complete"));
  }

  /** Starts one on a free port that sends its clients to where they found it. */
  public static KafkaServer start(Path temporary) throws IOException {
    int port = ServerProcess.freePort();
    return start(temporary, port, "localhost:" + port);
  }

  /** Starts one that sends its clients to this name and port. */
  public static KafkaServer start(Path temporary, int port, String advertised) throws IOException {
    Path folder = Files.createTempDirectory(temporary, "kafka");
    int controller = ServerProcess.freePort();
    int inner = ServerProcess.freePort();
    String inside = "INSIDE://127.0.0.1:" + inner;
    Files.writeString(
        folder.resolve("server.properties"),
        String.join(
            "\n",
            "process.roles=broker,controller",
            "node.id=1",
            "controller.quorum.voters=1@127.0.0.1:" + controller,
            "listeners=CLIENTS://127.0.0.1:"
                + port
                + ","
                + inside
                + ",CONTROLLER://127.0.0.1:"
                + controller,
            "advertised.listeners=CLIENTS://" + advertised + "," + inside,
            "listener.security.protocol.map=CLIENTS:PLAINTEXT,INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "inter.broker.listener.name=INSIDE",
            "controller.listener.names=CONTROLLER",
            "log.dirs=" + folder.resolve("data"),
            "offsets.topic.replication.factor=1",
            "offsets.topic.num.partitions=1",
            "group.initial.rebalance.delay.ms=0",
            "transaction.state.log.replication.factor=1",
            "transaction.state.log.min.isr=1",
            "auto.create.topics.enable=true",
            ""));
    try (ServerProcess format =
        ServerProcess.start(
            folder, java(folder, "kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c"))) {
      format.succeed(Duration.ofSeconds(60));
    }
    ServerProcess process = ServerProcess.start(folder, java(folder, "kafka.Kafka"));
    KafkaServer server =
        new KafkaServer(process.await(port, "", Duration.ofSeconds(60)), port, inner);
    try (Admin admin = server.admin()) {
      admin.describeCluster().nodes().get();
      return server;
    } catch (ExecutionException | InterruptedException silent) {
      server.close();
      throw new IOException(silent);
    }
  }

  private static List<String> java(Path folder, String... words) {
    List<String> argv =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xms128m",
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                ServerProcess.installed("kafka").resolve("lib") + "/*"));
    argv.addAll(List.of(words));
    argv.add(folder.resolve("server.properties").toString());
    return argv;
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** Makes topics of one partition each, and waits until the broker tells of all of them. */
  public KafkaServer make(Collection<String> topics)
      throws ExecutionException, InterruptedException {
    try (Admin admin = admin()) {
      admin
          .createTopics(topics.stream().map(name -> new NewTopic(name, 1, (short) 1)).toList())
          .all()
          .get();
      while (!admin.listTopics().names().get().containsAll(topics)) {
        Thread.onSpinWait(); // the broker learns of them a little later than the controller
      }
    }
    return this;
  }

  /** Takes a topic away, and waits until the broker no longer tells of it. */
  public KafkaServer drop(String topic) throws ExecutionException, InterruptedException {
    try (Admin admin = admin()) {
      admin.deleteTopics(List.of(topic)).all().get();
      while (admin.listTopics().names().get().contains(topic)) {
        Thread.onSpinWait(); // the broker learns of it a little later than the controller
      }
    }
    return this;
  }

  /** The topics that there are. */
  public Set<String> topics() throws ExecutionException, InterruptedException {
    try (Admin admin = admin()) {
      return admin.listTopics().names().get();
    }
  }

  private Admin admin() {
    return Admin.create(
        Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + inner));
  }

  @Override
  public void close() {
    process.close();
  }
}
