package com.posthog.doctor.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One GET against servers that behave and servers that do not. */
class HttpTest {

  @Test
  void aBodyOfKnownLengthIsRead() throws Exception {
    HttpAnswer answer =
        get("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: b\r\n\r\nhello world", 99);

    assertEquals(200, answer.status());
    assertEquals("hello", text(answer));
    assertEquals("b", answer.header("x-a").orElse(""));
    assertTrue(answer.whole());
  }

  @Test
  void aBodyInChunksIsRead() throws Exception {
    HttpAnswer answer =
        get(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhell\r\n1\r\no\r\n0\r\n\r\n",
            99);

    assertEquals("hello", text(answer));
  }

  @Test
  void aBodyUntilTheEndIsRead() throws Exception {
    assertEquals("hello", text(get("HTTP/1.0 500 No\r\n\r\nhello", 99)));
  }

  @Test
  void aBodyOverTheLimitIsCut() throws Exception {
    HttpAnswer answer = get("HTTP/1.1 200 OK\r\n\r\nhello world", 5);

    assertEquals("hello", text(answer));
    assertFalse(answer.whole());
  }

  @Test
  void anotherProtocolIsSaidAsSuch() {
    IOException problem = assertThrows(IOException.class, () -> get("SSH-2.0-OpenSSH_9.2\r\n", 99));

    assertEquals("something answers, but it does not speak HTTP", problem.getMessage());
  }

  @Test
  void aServerThatClosesInTheMiddleIsSaidAsSuch() {
    IOException problem = assertThrows(IOException.class, () -> get("HTTP/1.1 200 OK\r\nX", 99));

    assertTrue(String.valueOf(problem.getMessage()).contains("closed in the middle"));
  }

  @Test
  void aServerThatNeverAnswersEndsAtTheDeadline() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Endpoint endpoint = Endpoint.tcp("127.0.0.1", silent.getLocalPort());
      IOException problem =
          assertThrows(
              IOException.class,
              () -> Http.get(endpoint, "/", Map.of(), 99, Deadline.in(Duration.ofMillis(400))));

      assertTrue(String.valueOf(problem.getMessage()).contains("no answer within the time limit"));
    }
  }

  private static String text(HttpAnswer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static HttpAnswer get(String reply, int limit) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread serving =
          new Thread(
              () -> {
                try (Socket client = server.accept()) {
                  client.getInputStream().read(new byte[4096]);
                  client.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException closed) {
                  Thread.currentThread().interrupt();
                }
              });
      serving.setDaemon(true);
      serving.start();
      return Http.get(
          Endpoint.tcp("127.0.0.1", server.getLocalPort()),
          "/",
          Map.of(),
          limit,
          Deadline.in(Duration.ofSeconds(5)));
    }
  }
}
