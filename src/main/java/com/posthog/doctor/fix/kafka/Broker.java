package com.posthog.doctor.fix.kafka;

import com.posthog.doctor.fix.Refused;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** A broker, asked by its ready-made client for administrators. */
final class Broker implements AutoCloseable {
  private static final int LIMIT_MILLIS = 30_000;

  private final Admin admin;

  Broker(String address) {
    this.admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                address,
                AdminClientConfig.CLIENT_ID_CONFIG,
                "posthog-doctor",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                LIMIT_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                LIMIT_MILLIS,
                AdminClientConfig.METRIC_REPORTER_CLASSES_CONFIG,
                "",
                AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG,
                false));
  }

  /** Makes a topic; false when it is there already. */
  boolean make(String topic) throws Refused, IOException {
    NewTopic one = new NewTopic(topic, Optional.empty(), Optional.empty());
    try {
      await(admin.createTopics(List.of(one)).all());
      return true;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw trouble(failed);
    }
  }

  /** How many messages a topic holds; -1 when there is none. */
  long messages(String topic) throws Refused, IOException {
    try {
      List<TopicPartitionInfo> parts =
          await(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
              .flatMap(one -> one.partitions().stream())
              .toList();
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      Map<TopicPartition, OffsetSpec> starts = new HashMap<>();
      for (TopicPartitionInfo part : parts) {
        ends.put(new TopicPartition(topic, part.partition()), OffsetSpec.latest());
        starts.put(new TopicPartition(topic, part.partition()), OffsetSpec.earliest());
      }
      return total(ends) - total(starts);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
        return -1;
      }
      throw trouble(failed);
    }
  }

  private long total(Map<TopicPartition, OffsetSpec> asked) throws ExecutionException, IOException {
    return await(admin.listOffsets(asked).all()).values().stream()
        .mapToLong(one -> one.offset())
        .sum();
  }

  void remove(String topic) throws Refused, IOException {
    try {
      await(admin.deleteTopics(List.of(topic)).all());
    } catch (ExecutionException failed) {
      throw trouble(failed);
    }
  }

  private static <T> T await(KafkaFuture<T> answer) throws ExecutionException, IOException {
    try {
      return answer.get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new IOException("the broker does not answer in time", late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("it was interrupted", interrupted);
    }
  }

  private static Refused trouble(ExecutionException failed) throws IOException {
    Throwable cause = failed.getCause();
    if (cause instanceof org.apache.kafka.common.errors.RetriableException) {
      throw new IOException("the broker does not answer in time", failed);
    }
    String said = cause == null ? "" : String.valueOf(cause.getMessage());
    return new Refused("the broker refuses it: " + said.replaceAll("\\p{Cntrl}", " "));
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
