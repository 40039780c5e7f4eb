package com.posthog.doctor.probe.kafka;

import com.posthog.doctor.facts.KafkaFacts;
import com.posthog.doctor.host.Deadline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far groups of consumers are behind. Whoever is behind is looked at twice: one that reads on
 * meanwhile only has a lot to do.
 */
final class GroupLags {
  private static final int MOST_GROUPS = 100;

  /** How long it is waited between the two looks. */
  private static final long PAUSE_MILLIS = 250;

  private final Admin admin;
  private final Deadline deadline;

  GroupLags(Admin admin, Deadline deadline) {
    this.admin = admin;
    this.deadline = deadline;
  }

  /** The place of every group in every partition that it reads, by group. */
  private record Look(Map<String, Map<TopicPartition, Long>> read, Map<TopicPartition, Long> ends) {

    long lag(String group) {
      long lag = 0;
      for (Map.Entry<TopicPartition, Long> one : read.getOrDefault(group, Map.of()).entrySet()) {
        lag += lag(one);
      }
      return lag;
    }

    private long lag(Map.Entry<TopicPartition, Long> one) {
      return Math.max(0, ends.getOrDefault(one.getKey(), 0L) - one.getValue());
    }

    /** The topic where a group is furthest behind. */
    String worst(String group) {
      Map<String, Long> byTopic = new HashMap<>();
      read.getOrDefault(group, Map.of())
          .entrySet()
          .forEach(one -> byTopic.merge(one.getKey().topic(), lag(one), Long::sum));
      return byTopic.entrySet().stream()
          .max(Map.Entry.comparingByValue())
          .map(Map.Entry::getKey)
          .orElse("");
    }
  }

  /** The groups that are behind, out of these. */
  List<KafkaFacts.Group> of(List<String> groups) throws ExecutionException, IOException {
    if (groups.isEmpty()) {
      return List.of();
    }
    List<String> some = groups.size() > MOST_GROUPS ? groups.subList(0, MOST_GROUPS) : groups;
    Look first = look(some);
    List<String> behind = some.stream().filter(group -> first.lag(group) > 0).sorted().toList();
    if (behind.isEmpty() || !pause()) {
      return groups(behind, first, first);
    }
    return groups(behind, first, look(behind));
  }

  private static List<KafkaFacts.Group> groups(List<String> behind, Look first, Look second) {
    List<KafkaFacts.Group> groups = new ArrayList<>();
    for (String group : behind) {
      boolean moving = !first.read().getOrDefault(group, Map.of()).equals(second.read().get(group));
      groups.add(new KafkaFacts.Group(group, second.worst(group), second.lag(group), moving));
    }
    return groups;
  }

  /** Waits a moment for groups to read on; false when there is no time for that. */
  private boolean pause() throws IOException {
    if (deadline.remaining().toMillis() < 4 * PAUSE_MILLIS) {
      return false;
    }
    try {
      Thread.sleep(PAUSE_MILLIS);
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }

  private Look look(List<String> groups) throws ExecutionException, IOException {
    int millis = (int) deadline.remainingWithin(deadline.limit()).toMillis();
    Map<String, ListConsumerGroupOffsetsSpec> all = new HashMap<>();
    groups.forEach(group -> all.put(group, new ListConsumerGroupOffsetsSpec()));
    Map<String, Map<TopicPartition, Long>> read = new HashMap<>();
    Set<TopicPartition> partitions = new HashSet<>();
    KafkaTalk.await(
            admin
                .listConsumerGroupOffsets(
                    all, new ListConsumerGroupOffsetsOptions().timeoutMs(millis))
                .all(),
            deadline)
        .forEach((group, offsets) -> read.put(group, known(offsets, partitions)));
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    partitions.forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
    Map<TopicPartition, Long> ends = new HashMap<>();
    if (!wanted.isEmpty()) {
      Map<TopicPartition, ListOffsetsResultInfo> latest =
          KafkaTalk.await(
              admin.listOffsets(wanted, new ListOffsetsOptions().timeoutMs(millis)).all(),
              deadline);
      latest.forEach((partition, info) -> ends.put(partition, info.offset()));
    }
    return new Look(read, ends);
  }

  /** The places that a group has; a partition that it has not begun has none. */
  private static Map<TopicPartition, Long> known(
      Map<TopicPartition, OffsetAndMetadata> offsets, Set<TopicPartition> partitions) {
    Map<TopicPartition, Long> known = new HashMap<>();
    offsets.forEach(
        (partition, place) -> {
          if (place != null) {
            known.put(partition, place.offset());
            partitions.add(partition);
          }
        });
    return known;
  }
}
