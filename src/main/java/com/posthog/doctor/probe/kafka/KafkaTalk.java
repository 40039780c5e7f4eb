package com.posthog.doctor.probe.kafka;

import com.posthog.doctor.facts.KafkaFacts;
import com.posthog.doctor.host.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListGroupsResult;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsResult;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** One conversation with the Kafka of the stack, by its ready-made client for administrators. */
final class KafkaTalk {
  private static final Set<GroupState> LIVE =
      Set.of(
          GroupState.STABLE,
          GroupState.PREPARING_REBALANCE,
          GroupState.COMPLETING_REBALANCE,
          GroupState.ASSIGNING,
          GroupState.RECONCILING);

  private static final String LATE = "the broker does not answer questions about topics in time";

  /** What is left for closing the client: what is known of the broker must not be lost. */
  private static final long RESERVE_MILLIS = 400;

  private KafkaTalk() {}

  /** The same facts, with topics and groups; or with why they could not be read. */
  static KafkaFacts complete(KafkaFacts known, Deadline deadline) {
    int millis = (int) deadline.remainingWithin(deadline.limit()).toMillis();
    Admin admin = Admin.create(settings(known, millis));
    deadline.guard(() -> admin.close(Duration.ZERO));
    return complete(admin, known, deadline, millis);
  }

  /** The same with a client that is there already; it is closed at the end. */
  static KafkaFacts complete(Admin admin, KafkaFacts known, Deadline deadline, int millis) {
    try {
      return ask(admin, known, deadline, millis);
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      return problem(known, sentence(cause == null ? failed : cause));
    } catch (IOException late) {
      return problem(known, String.valueOf(late.getMessage()));
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  static KafkaFacts problem(KafkaFacts known, String problem) {
    return new KafkaFacts(
        known.contact(),
        known.brokers(),
        0,
        known.expected(),
        known.expectedIn(),
        known.madeBy(),
        List.of(),
        0,
        problem);
  }

  private static Map<String, Object> settings(KafkaFacts known, int millis) {
    String address = known.contact().address();
    String host = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
    return Map.of(
        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
        host + ":" + known.contact().port(),
        AdminClientConfig.CLIENT_ID_CONFIG,
        "posthog-doctor",
        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
        millis,
        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
        millis,
        AdminClientConfig.METRIC_REPORTER_CLASSES_CONFIG,
        "",
        AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG,
        false);
  }

  private static KafkaFacts ask(Admin admin, KafkaFacts known, Deadline deadline, int millis)
      throws ExecutionException, IOException {
    ListTopicsResult topics = admin.listTopics(new ListTopicsOptions().timeoutMs(millis));
    ListGroupsResult groups = admin.listGroups(new ListGroupsOptions().timeoutMs(millis));
    Set<String> names = await(topics.names(), deadline);
    List<String> live = live(await(groups.valid(), deadline));
    return new KafkaFacts(
        known.contact(),
        known.brokers(),
        names.size(),
        known.expected().stream()
            .map(topic -> new KafkaFacts.Topic(topic.name(), names.contains(topic.name())))
            .toList(),
        known.expectedIn(),
        known.madeBy(),
        new GroupLags(admin, deadline).of(live),
        live.size(),
        "");
  }

  /** The groups of consumers that have members now. */
  private static List<String> live(Collection<GroupListing> groups) {
    List<String> live = new ArrayList<>();
    for (GroupListing group : groups) {
      boolean consumers = group.protocol().isEmpty() || group.protocol().equals("consumer");
      if (consumers && group.groupState().map(LIVE::contains).orElse(false)) {
        live.add(group.groupId());
      }
    }
    return live;
  }

  /** Waits for an answer, and leaves the time to say that none came. */
  static <T> T await(KafkaFuture<T> answer, Deadline deadline)
      throws ExecutionException, IOException {
    long millis = Math.max(1, deadline.remaining().toMillis() - RESERVE_MILLIS);
    try {
      return answer.get(millis, TimeUnit.MILLISECONDS);
    } catch (java.util.concurrent.TimeoutException late) {
      throw new IOException(LATE, late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }

  private static String sentence(Throwable cause) {
    if (cause instanceof TimeoutException) {
      return LATE;
    }
    if (cause instanceof UnsupportedVersionException) {
      return "the broker is too old for these questions";
    }
    return cause instanceof AuthorizationException
        ? "the broker does not let this user see topics and groups"
        : "the broker refuses to say which topics and groups it has";
  }
}
