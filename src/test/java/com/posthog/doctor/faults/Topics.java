package com.posthog.doctor.faults;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** Makes and drops topics of the stack's broker; as a program it makes those that are named. */
final class Topics {
  private Topics() {}

  /**
   * The program.
   *
   * @param args the port of the broker, then the topics
   */
  public static void main(String[] args) throws ExecutionException, InterruptedException {
    List<String> words = List.of(args);
    make(Integer.parseInt(words.get(0)), words.subList(1, words.size()));
  }

  /** Makes those of these topics that are not there, and waits until the broker tells of all. */
  static void make(int port, Collection<String> topics)
      throws ExecutionException, InterruptedException {
    try (Admin admin = admin(port)) {
      Collection<String> there = admin.listTopics().names().get();
      admin
          .createTopics(
              topics.stream()
                  .filter(name -> !there.contains(name))
                  .map(name -> new NewTopic(name, 1, (short) 1))
                  .toList())
          .all()
          .get();
      while (!admin.listTopics().names().get().containsAll(topics)) {
        Thread.onSpinWait(); // the broker learns of them a little later than the controller
      }
    }
  }

  /** Drops a topic, and waits until the broker no longer tells of it. */
  static void drop(int port, String topic) throws ExecutionException, InterruptedException {
    try (Admin admin = admin(port)) {
      admin.deleteTopics(List.of(topic)).all().get();
      while (admin.listTopics().names().get().contains(topic)) {
        Thread.onSpinWait();
      }
    }
  }

  private static Admin admin(int port) {
    return Admin.create(
        Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:" + port));
  }
}
