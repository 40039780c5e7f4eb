package com.posthog.doctor.probe.kafka;

import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.KafkaFacts;
import com.posthog.doctor.facts.SettingsFacts;
import com.posthog.doctor.probe.ServerProbe;
import java.io.IOException;
import java.util.Optional;

/**
 * Where the Kafka of the stack is asked: as {@code KAFKA_HOSTS} says, else at its published port.
 */
final class KafkaPlace {
  private static final int USUAL = 9092;
  private static final String SERVICE = "kafka";

  private KafkaPlace() {}

  static ServerProbe.Place of(ComposeFacts compose, Optional<SettingsFacts> settings)
      throws IOException {
    Optional<ComposeFacts.Service> service = KafkaFacts.service(compose);
    String name = service.map(ComposeFacts.Service::name).orElse(SERVICE);
    Optional<SettingsFacts.Value> setting =
        settings.flatMap(known -> known.find("KAFKA_HOSTS")).filter(value -> !value.computed());
    if (setting.isPresent()) {
      // any one of several knows the others
      String first = setting.get().setting().raw().reveal().split(",", 2)[0].strip();
      String source = "KAFKA_HOSTS (" + setting.get().source() + ")";
      int scheme = first.indexOf("://");
      return place(name, scheme < 0 ? first : first.substring(scheme + 3), source);
    }
    ComposeFacts.Port port =
        service
            .flatMap(one -> one.ports().stream().findFirst())
            .orElseThrow(() -> new IOException("the checkout does not say where its Kafka is"));
    return new ServerProbe.Place(name, "localhost", port.host(), port.source());
  }

  private static ServerProbe.Place place(String service, String text, String source)
      throws IOException {
    int colon = text.lastIndexOf(':');
    boolean withPort =
        colon > text.indexOf(']') && (text.startsWith("[") || text.indexOf(':') == colon);
    String host = withPort ? text.substring(0, colon) : text;
    String port = withPort ? text.substring(colon + 1) : String.valueOf(USUAL);
    if (host.isEmpty() || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
      throw new IOException(source + " is not a host and a port");
    }
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return new ServerProbe.Place(service, bare, Integer.parseInt(port), source);
  }
}
