package com.posthog.doctor.probe.kafka;

import com.posthog.doctor.facts.KafkaFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Two questions in Kafka's own protocol, each a few bytes: which versions the broker speaks, and
 * where it sends its clients. The ready-made client cannot say either of what is no Kafka, or of a
 * broker that gives an address that leads nowhere: it tries again until its time is over.
 */
final class KafkaWire {
  private static final int MARK = 0x70686472; // the answer repeats this number of the request
  private static final short METADATA = 3;
  private static final short API_VERSIONS = 18;
  private static final byte[] CLIENT = "posthog-doctor".getBytes(StandardCharsets.US_ASCII);
  private static final int HEAD = 8;
  private static final int LARGEST = 1 << 20;

  /** The size of an answer, its mark, and the error code of {@code ApiVersions}. */
  private static final int GREETING = HEAD + 2;

  private final Host host;
  private final String address;
  private final int port;
  private final Deadline deadline;

  KafkaWire(Host host, String address, int port, Deadline deadline) {
    this.host = host;
    this.address = address;
    this.port = port;
    this.deadline = deadline;
  }

  /** What the server says to a client that asks for its versions. */
  byte[] greeting(Deadline patience) {
    try {
      return host.greet(address, port, request(API_VERSIONS, 0), GREETING, patience);
    } catch (IOException hungUp) {
      return new byte[0];
    }
  }

  /** Whether this is how a Kafka answers. */
  static boolean isKafka(byte[] greeting) {
    if (greeting.length < GREETING) {
      return false;
    }
    ByteBuffer answer = ByteBuffer.wrap(greeting);
    int size = answer.getInt();
    return size >= GREETING - 4 && size < LARGEST && answer.getInt() == MARK;
  }

  /** The brokers as the server tells its clients to reach them, not yet tried. */
  List<KafkaFacts.Broker> brokers() throws IOException {
    // version 1 with an empty list of topics: the brokers, and nothing that could make a topic
    byte[] request = request(METADATA, 1, 0);
    ByteBuffer head = ByteBuffer.wrap(host.greet(address, port, request, HEAD, deadline));
    int size = head.remaining() < HEAD ? -1 : head.getInt();
    if (size < 8 || size > LARGEST || head.getInt() != MARK) {
      throw new IOException("the broker does not say where it sends its clients");
    }
    byte[] whole = host.greet(address, port, request, size + 4, deadline);
    try {
      return read(ByteBuffer.wrap(whole).position(HEAD));
    } catch (BufferUnderflowException | IllegalArgumentException cut) {
      throw new IOException("the broker's answer is not whole", cut);
    }
  }

  private static List<KafkaFacts.Broker> read(ByteBuffer answer) {
    int count = answer.getInt();
    List<KafkaFacts.Broker> brokers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int id = answer.getInt();
      String name = text(answer).orElse("");
      int port = answer.getInt();
      text(answer); // its rack
      brokers.add(new KafkaFacts.Broker(id, name, port, List.of(), ""));
    }
    return brokers;
  }

  private static Optional<String> text(ByteBuffer answer) {
    short length = answer.getShort();
    if (length < 0) {
      return Optional.empty();
    }
    byte[] bytes = new byte[length];
    answer.get(bytes);
    return Optional.of(new String(bytes, StandardCharsets.UTF_8));
  }

  /** A request of this kind and version, and the numbers that follow its head. */
  private static byte[] request(short kind, int version, int... numbers) {
    int size = 2 + 2 + 4 + 2 + CLIENT.length + 4 * numbers.length;
    ByteBuffer request = ByteBuffer.allocate(4 + size);
    request.putInt(size).putShort(kind).putShort((short) version).putInt(MARK);
    request.putShort((short) CLIENT.length).put(CLIENT);
    for (int number : numbers) {
      request.putInt(number);
    }
    return request.array();
  }
}
