package com.posthog.doctor.probe.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyMap;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.FactTree;
import com.posthog.doctor.facts.KafkaFacts;
import com.posthog.doctor.host.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListGroupsResult;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsResult;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

/** What becomes of answers that a small broker of a test does not give; the client is a mock. */
class KafkaTalkTest {
  private static final KafkaFacts KNOWN =
      FactTree.read(
          KafkaFacts.class,
          Map.of(
              "contact",
              Map.of("stage", "ready", "address", "127.0.0.1", "port", 9092),
              "expected",
              List.of(Map.of("name", "topic_9999"), Map.of("name", "none"))));

  private final Admin admin = mock(Admin.class);

  private void topics(KafkaFuture<Set<String>> names) {
    ListTopicsResult result = mock(ListTopicsResult.class);
    when(result.names()).thenReturn(names);
    when(admin.listTopics(any(ListTopicsOptions.class))).thenReturn(result);
  }

  private void groups(KafkaFuture<Collection<GroupListing>> groups) {
    ListGroupsResult result = mock(ListGroupsResult.class);
    when(result.valid()).thenReturn(groups);
    when(admin.listGroups(any(ListGroupsOptions.class))).thenReturn(result);
  }

  private static <T> KafkaFuture<T> failed(Exception problem) {
    KafkaFutureImpl<T> future = new KafkaFutureImpl<>();
    future.completeExceptionally(problem);
    return future;
  }

  private KafkaFacts ask(Duration limit) {
    KafkaFacts facts = KafkaTalk.complete(admin, KNOWN, Deadline.in(limit), 1000);
    verify(admin).close(Duration.ZERO);
    assertEquals(Contact.Stage.READY, facts.contact().stage());
    assertFalse(facts.problem().contains("Exception"), facts::problem);
    return facts;
  }

  @Test
  void tenThousandTopicsAreCountedAndLookedThrough() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      names.add("topic_" + i);
    }
    topics(KafkaFuture.completedFuture(names));
    groups(KafkaFuture.completedFuture(List.of()));
    KafkaFacts facts = ask(Duration.ofSeconds(3));
    assertEquals(10_000, facts.topicCount());
    assertEquals(
        List.of(new KafkaFacts.Topic("topic_9999", true), new KafkaFacts.Topic("none", false)),
        facts.expected());
  }

  @Test
  void aThousandGroupsWithoutMembersAreNotAskedForTheirPlaces() {
    List<GroupListing> many = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      many.add(
          new GroupListing(
              "group " + i,
              Optional.of(GroupType.CLASSIC),
              "consumer",
              Optional.of(GroupState.EMPTY)));
    }
    topics(KafkaFuture.completedFuture(Set.of()));
    groups(KafkaFuture.completedFuture(many));
    assertEquals(0, ask(Duration.ofSeconds(3)).groupCount());
  }

  @Test
  void aBrokerThatRefusesIsSaidInOurWords() {
    Map<Exception, String> problems =
        Map.of(
            new ClusterAuthorizationException("no"), "does not let this user see",
            new UnsupportedVersionException("v0"), "too old for these questions",
            new TimeoutException("late"), "does not answer questions about topics in time",
            new IllegalStateException("what"), "refuses to say which topics");
    problems.forEach(
        (problem, words) -> {
          Admin other = mock(Admin.class);
          ListTopicsResult result = mock(ListTopicsResult.class);
          when(result.names()).thenReturn(failed(problem));
          when(other.listTopics(any(ListTopicsOptions.class))).thenReturn(result);
          ListGroupsResult groups = mock(ListGroupsResult.class);
          when(groups.valid()).thenReturn(KafkaFuture.completedFuture(List.of()));
          when(other.listGroups(any(ListGroupsOptions.class))).thenReturn(groups);
          KafkaFacts facts =
              KafkaTalk.complete(other, KNOWN, Deadline.in(Duration.ofSeconds(3)), 1000);
          assertTrue(facts.problem().contains(words), facts::problem);
        });
  }

  @Test
  void aBrokerThatFallsSilentIsSaidBeforeTheTimeIsOver() {
    topics(new KafkaFutureImpl<>());
    groups(new KafkaFutureImpl<>());
    long start = System.nanoTime();
    KafkaFacts facts = ask(Duration.ofMillis(700));
    assertTrue(System.nanoTime() - start < 650_000_000L, "the time was over");
    assertTrue(facts.problem().contains("in time"), facts::problem);
  }

  @Test
  void placesOfGroupsThatCannotBeReadAreAProblemAndNothingElse() {
    topics(KafkaFuture.completedFuture(Set.of("topic_9999")));
    groups(
        KafkaFuture.completedFuture(
            List.of(
                new GroupListing(
                    "live",
                    Optional.of(GroupType.CLASSIC),
                    "consumer",
                    Optional.of(GroupState.STABLE)))));
    ListConsumerGroupOffsetsResult result = mock(ListConsumerGroupOffsetsResult.class);
    when(result.all()).thenReturn(failed(new CoordinatorNotAvailableException("moved")));
    when(admin.listConsumerGroupOffsets(anyMap(), any(ListConsumerGroupOffsetsOptions.class)))
        .thenReturn(result);
    assertTrue(ask(Duration.ofSeconds(3)).problem().contains("refuses to say"));
  }
}
