package com.posthog.doctor.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.posthog.doctor.host.Deadline;
import com.posthog.doctor.host.LocalHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bad servers are bad in the way that they say. */
class BadServerTest {
  private static final LocalHost HERE = new LocalHost(Map.of(), Path.of("/"));

  private static String greet(BadServer.Kind kind, String words) throws IOException {
    try (BadServer server = BadServer.of(kind)) {
      byte[] heard =
          HERE.greet(
              "127.0.0.1",
              server.port(),
              words.getBytes(StandardCharsets.US_ASCII),
              100,
              Deadline.in(Duration.ofMillis(600)));
      assertEquals(1, server.taken());
      return new String(heard, StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void aBlackHoleSaysNothing() throws IOException {
    assertEquals("", greet(BadServer.Kind.BLACK_HOLE, "hello"));
  }

  @Test
  void aTalkerSaysWhatNobodyUnderstands() throws IOException {
    assertEquals(100, greet(BadServer.Kind.GARBAGE, "hello").length());
  }

  @Test
  void aWebServerGivesPagesAndTurnsOthersAway() throws IOException {
    assertTrue(greet(BadServer.Kind.HTTP, "GET / HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 200 "));
    assertTrue(greet(BadServer.Kind.HTTP, "hello").startsWith("HTTP/1.1 400 "));
  }

  @Test
  void anSshServerSpeaksFirst() throws IOException {
    assertTrue(greet(BadServer.Kind.SSH, "").startsWith("SSH-2.0-"));
  }

  @Test
  void aDrippingServerSaysOneByteInOneSecond() throws IOException {
    assertEquals("H", greet(BadServer.Kind.DRIP, "hello"));
  }

  @Test
  void aServerThatClosesSaysNothing() throws IOException {
    assertEquals("", greet(BadServer.Kind.CLOSES, ""));
  }

  @Test
  void aTlsServerAnswersPlainWordsWithAnAlert() throws IOException {
    assertEquals("\u0015\u0003\u0003", greet(BadServer.Kind.TLS, "hello").substring(0, 3));
  }
}
