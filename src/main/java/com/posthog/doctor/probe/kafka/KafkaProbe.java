package com.posthog.doctor.probe.kafka;

import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.FactKey;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.KafkaFacts;
import com.posthog.doctor.facts.KafkaFacts.Broker;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import com.posthog.doctor.probe.ServerProbe;
import com.posthog.doctor.probe.Stranger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Asks the Kafka of the stack: first whether it is one and where it sends its clients, in a few
 * bytes; then, when its clients can follow, for topics and groups with the ready-made client.
 */
public final class KafkaProbe implements ServerProbe<KafkaFacts> {

  @Override
  public Set<FactKey<?>> needs(FactKey<KafkaFacts> key) {
    return Set.of(ComposeFacts.KEY);
  }

  @Override
  public Set<FactKey<?>> uses(FactKey<KafkaFacts> key) {
    return Set.of(SettingsFacts.KEY);
  }

  @Override
  public Place place(FactKey<KafkaFacts> key, Facts soFar) throws IOException {
    return KafkaPlace.of(soFar.get(ComposeFacts.KEY), soFar.find(SettingsFacts.KEY));
  }

  @Override
  public KafkaFacts closed(Contact contact) {
    return new KafkaFacts(contact, List.of(), 0, List.of(), "", "", List.of(), 0, "");
  }

  @Override
  public KafkaFacts ask(
      FactKey<KafkaFacts> key, Contact contact, Host host, Facts soFar, Deadline deadline)
      throws IOException {
    KafkaWire wire = new KafkaWire(host, contact.address(), contact.port(), deadline);
    Deadline patience = Stranger.patience(deadline);
    byte[] greeting = wire.greeting(patience);
    if (!KafkaWire.isKafka(greeting)) {
      return closed(
          contact.at(
              Contact.Stage.GREETING, Stranger.sentence(contact, greeting, patience, "Kafka")));
    }
    List<Broker> brokers;
    try {
      brokers = tried(wire.brokers(), host, deadline);
    } catch (IOException silent) {
      return closed(
          contact.at(
              Contact.Stage.QUERY,
              "the Kafka on "
                  + contact.address()
                  + " port "
                  + contact.port()
                  + " takes clients and does not say where to go"));
    }
    TopicBlock block = TopicBlock.of(soFar.get(ComposeFacts.KEY));
    KafkaFacts known =
        new KafkaFacts(
            contact.at(Contact.Stage.READY, ""),
            brokers,
            0,
            block.topics().stream().map(name -> new KafkaFacts.Topic(name, false)).toList(),
            block.source(),
            block.service(),
            List.of(),
            0,
            "");
    if (brokers.stream().anyMatch(broker -> !broker.open())) {
      return KafkaTalk.problem(known, "it sends its clients to an address that they cannot reach");
    }
    return KafkaTalk.complete(known, deadline);
  }

  /** The brokers, with what a client of this machine meets at each. */
  private static List<Broker> tried(List<Broker> brokers, Host host, Deadline deadline)
      throws IOException {
    List<Broker> tried = new ArrayList<>();
    for (Broker broker : brokers) {
      Place place = new Place("", broker.name(), broker.port(), "");
      Contact contact = ServerProbe.contact(place, host, deadline);
      tried.add(
          new Broker(
              broker.id(),
              broker.name(),
              broker.port(),
              contact.addresses(),
              contact.reach().toLowerCase(Locale.ROOT)));
    }
    return tried;
  }
}
