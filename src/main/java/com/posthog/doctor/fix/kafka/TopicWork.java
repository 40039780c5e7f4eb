package com.posthog.doctor.fix.kafka;

import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.KafkaFacts;
import com.posthog.doctor.fix.Act;
import com.posthog.doctor.fix.Refused;
import com.posthog.doctor.fix.Sight;
import com.posthog.doctor.fix.Undo.Reversal;
import com.posthog.doctor.fix.Undo.Way;
import com.posthog.doctor.fix.Work;
import com.posthog.doctor.host.Hands;
import com.posthog.doctor.model.Prospect;
import com.posthog.doctor.model.Prospect.Effect;
import com.posthog.doctor.model.ServiceStep.CreateTopic;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Makes a topic, and removes it again as long as nothing was written to it. */
public final class TopicWork implements Work<CreateTopic> {
  private final Sight sight;

  /** Work on the broker that is seen there. */
  public TopicWork(Sight sight) {
    this.sight = sight;
  }

  @Override
  public Job look(CreateTopic step) throws Refused, IOException {
    String name = step.name();
    if (!name.matches("[A-Za-z0-9._-]{1,249}") || name.matches("\\.{1,2}")) {
      throw new Refused("no topic can have this name");
    }
    KafkaFacts kafka = sight.see(KafkaFacts.KEY);
    if (!kafka.contact().ready() || !kafka.problem().isEmpty()) {
      throw new Refused("Kafka does not say which topics it has");
    }
    boolean there =
        kafka.expected().stream().anyMatch(one -> one.name().equals(name) && one.exists());
    if (there) {
      return new Job(Prospect.of(step, Effect.NOTHING, "it is there already"), Map.of());
    }
    Map<String, String> about = new LinkedHashMap<>();
    about.put("broker", address(kafka.contact()));
    about.put("topic", name);
    String note = "at " + about.get("broker") + ", with the partitions that the broker gives";
    return new Job(Prospect.of(step, Effect.RUNS, note), about);
  }

  private static String address(Contact contact) {
    String address = contact.address();
    return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + contact.port();
  }

  @Override
  public boolean perform(
      CreateTopic step, Map<String, String> about, Hands hands, Consumer<String> output)
      throws Refused, IOException {
    try (Broker broker = new Broker(about.getOrDefault("broker", ""))) {
      return broker.make(step.name());
    }
  }

  @Override
  public Reversal reversal(Act act) {
    String topic = act.about().getOrDefault("topic", "");
    try (Broker broker = new Broker(act.about().getOrDefault("broker", ""))) {
      long messages = broker.messages(topic);
      if (messages < 0) {
        return new Reversal(act, Way.NOTHING, "it is gone", "");
      }
      return messages == 0
          ? new Reversal(act, Way.RESTORES, "the topic is empty, and is removed", "")
          : new Reversal(act, Way.CANNOT, "it is not empty: messages " + messages, "");
    } catch (Refused refused) {
      return new Reversal(act, Way.CANNOT, refused.sentence(), "");
    } catch (IOException unseen) {
      return new Reversal(act, Way.CANNOT, String.valueOf(unseen.getMessage()), "");
    }
  }

  @Override
  public void undo(Act act, Hands hands) throws IOException {
    try (Broker broker = new Broker(act.about().getOrDefault("broker", ""))) {
      broker.remove(act.about().getOrDefault("topic", ""));
    } catch (Refused refused) {
      throw new IOException(refused.sentence(), refused);
    }
  }
}
