package com.posthog.doctor.probe.zookeeper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.posthog.doctor.facts.ComposeFacts;
import com.posthog.doctor.facts.Contact;
import com.posthog.doctor.facts.Fact;
import com.posthog.doctor.facts.FactTree;
import com.posthog.doctor.facts.Facts;
import com.posthog.doctor.facts.ZooKeeperFacts;
import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.Host;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a port has to say for ZooKeeper to be there. */
class ZooKeeperProbeTest {
  private static final String STATE =
      "Zookeeper version: 3.7.0-e3704b390a6697bfdf4b0bef79e3da7a4f6bac4b, built on 2021-03-17\n"
          + "Latency min/avg/max: 0/0.0/0\nMode: standalone\nNode count: 5\n";
  private static final String NO_WORD =
      "srvr is not executed because it is not in the whitelist.\n";

  private final List<byte[]> said = new ArrayList<>();

  private ZooKeeperFacts ask(byte[]... answers) throws IOException {
    Host host = mock(Host.class);
    when(host.greet(anyString(), anyInt(), any(), anyInt(), any()))
        .thenAnswer(
            call -> {
              said.add(call.getArgument(2));
              byte[] answer = answers[said.size() - 1];
              if (answer == null) {
                throw new IOException("Connection reset");
              }
              return answer;
            });
    Contact contact =
        new Contact(
            "zookeeper",
            "127.0.0.1",
            2181,
            "",
            List.of("127.0.0.1"),
            "127.0.0.1",
            "open",
            Contact.Stage.GREETING,
            "");
    Facts none = Facts.of(Map.of());
    return new ZooKeeperProbe()
        .ask(ZooKeeperFacts.KEY, contact, host, none, Deadline.in(Duration.ofSeconds(10)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] session(int millis) {
    return ByteBuffer.allocate(41)
        .putInt(37)
        .putInt(0)
        .putInt(millis)
        .putLong(72057594037927936L)
        .putInt(16)
        .array();
  }

  @Test
  void itIsAskedAtThePortThatIsPublished() {
    Object tree =
        Map.of(
            "services",
            List.of(
                Map.of(
                    "name",
                    "zookeeper",
                    "ports",
                    List.of(
                        Map.of(
                            "address",
                            "0.0.0.0",
                            "host",
                            12181,
                            "container",
                            2181,
                            "source",
                            "docker-compose.dev.yml:9")))));
    Facts facts =
        Facts.of(
            Map.of(
                ComposeFacts.KEY, Fact.of(FactTree.read(ComposeFacts.class, tree), Duration.ZERO)));
    var place = new ZooKeeperProbe().place(ZooKeeperFacts.KEY, facts);
    assertEquals("127.0.0.1", place.name());
    assertEquals(12181, place.port());
    assertEquals("docker-compose.dev.yml:9", place.source());
  }

  @Test
  void aServerThatSaysItsStateAndGivesASessionIsReady() throws IOException {
    ZooKeeperFacts server = ask(bytes(STATE), session(4000));
    assertEquals(Contact.Stage.READY, server.contact().stage());
    assertEquals("3.7.0", server.version());
    assertEquals("standalone", server.mode());
    assertEquals(2, said.size());
  }

  @Test
  void aServerThatGivesASessionAndNothingElseIsReady() throws IOException {
    ZooKeeperFacts server = ask(bytes(NO_WORD), session(4000));
    assertEquals(Contact.Stage.READY, server.contact().stage());
    assertEquals("a session", server.asked());
    byte[] words = said.get(1);
    assertEquals(45, ByteBuffer.wrap(words).getInt());
    // the session is ended in the same breath: length 8, request 1, kind -11
    assertArrayEquals(
        ByteBuffer.allocate(12).putInt(8).putInt(1).putInt(-11).array(),
        Arrays.copyOfRange(words, words.length - 12, words.length));
  }

  @Test
  void aServerThatGivesNoSessionIsNot() throws IOException {
    ZooKeeperFacts server = ask(bytes(STATE), session(0));
    assertEquals(Contact.Stage.LOGIN, server.contact().stage());
    assertEquals("ZooKeeper on 127.0.0.1 port 2181 gives no session", server.contact().problem());
  }

  @Test
  void aServerThatDoesNotServeIsNotReady() throws IOException {
    ZooKeeperFacts server =
        ask(bytes("This ZooKeeper instance is not currently serving requests\n"));
    assertEquals(Contact.Stage.QUERY, server.contact().stage());
  }

  @Test
  void anotherServerIsNamed() throws IOException {
    assertEquals(
        "what answers on 127.0.0.1 port 2181 is a web server, not ZooKeeper",
        ask(bytes("HTTP/1.1 400 Bad Request\r\n\r\n")).contact().problem());
  }

  @Test
  void oneThatHangsUpIsToldFromOneThatSaysNothing() throws IOException {
    assertEquals(
        "what listens on 127.0.0.1 port 2181 hangs up at once",
        ask(null, null).contact().problem());
  }
}
