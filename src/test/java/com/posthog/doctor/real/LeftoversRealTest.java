package com.posthog.doctor.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.posthog.doctor.support.ClickHouseFront;
import com.posthog.doctor.support.Doctor;
import com.posthog.doctor.support.KafkaServer;
import com.posthog.doctor.support.Leftovers;
import com.posthog.doctor.support.PostgresServer;
import com.posthog.doctor.support.RedisServer;
import com.posthog.doctor.support.ServiceCheckout;
import com.posthog.doctor.support.StorageServer;
import com.posthog.doctor.support.ZooKeeperServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After every driver has talked to its real server, nothing of them is left. */
@Tag("real")
class LeftoversRealTest {
  @TempDir Path temporary;

  @Test
  void afterRealServersNoThreadAndNoConnectionIsLeft() throws IOException {
    assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed here");
    assumeTrue(KafkaServer.installed(), "Kafka is not installed");
    assumeTrue(StorageServer.installed(), "s3rver is not installed");
    try (PostgresServer postgres = PostgresServer.startForPosthog();
        RedisServer redis = RedisServer.start(temporary);
        KafkaServer kafka = KafkaServer.start(temporary);
        StorageServer storage = StorageServer.start(temporary, "posthog");
        ZooKeeperServer zookeeper = ZooKeeperServer.start(temporary);
        ClickHouseFront clickhouse = ClickHouseFront.start(temporary).migrated().withKeeper()) {
      Doctor doctor =
          ServiceCheckout.of(temporary, "leftovers")
              .postgres(postgres.port())
              .redis(redis.port())
              .kafka(kafka.port())
              .storage(storage.port())
              .zookeeper(zookeeper.port())
              .clickhouse(clickhouse.port())
              .doctor()
              .with("OBJECT_STORAGE_ACCESS_KEY_ID", StorageServer.KEY)
              .with("OBJECT_STORAGE_SECRET_ACCESS_KEY", StorageServer.KEY);
      Leftovers leftovers = Leftovers.before();
      Doctor.Run run =
          doctor.check("postgres", "clickhouse", "redis", "kafka", "zookeeper", "storage");
      assertEquals(List.of(), leftovers.threads());
      for (String check :
          List.of("clickhouse.login", "kafka.broker", "zookeeper.answers", "storage.answers")) {
        assertEquals("pass", run.status(check), run.out());
      }
      assertEquals("pass", run.status("postgres.login"), run.out());
      assertEquals(1, run.messages("redis.ping", "pass").lines().count(), run.out());
      for (int port :
          List.of(
              postgres.port(),
              redis.port(),
              kafka.port(),
              storage.port(),
              zookeeper.port(),
              clickhouse.port())) {
        assertEquals(0, Leftovers.connections(port), "connections to port " + port);
      }
    }
  }
}
