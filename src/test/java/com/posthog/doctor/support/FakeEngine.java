package com.posthog.doctor.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

/** A Unix socket with something behind it that is not quite an engine. */
public final class FakeEngine implements AutoCloseable {
  private final Path socket;
  private final ServerSocketChannel server;
  private final Queue<SocketChannel> open = new ConcurrentLinkedQueue<>();
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();

  private FakeEngine(Path socket, UnaryOperator<String> answers) throws IOException {
    this.socket = socket;
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread thread = new Thread(() -> serve(answers), "fake engine");
    thread.setDaemon(true);
    thread.start();
  }

  /** A socket that answers a path with these bytes; an empty text is no answer at all. */
  public static FakeEngine at(Path socket, UnaryOperator<String> answers) {
    try {
      return new FakeEngine(socket, answers);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /** A whole HTTP answer. */
  public static String http(String status, String body) {
    return "HTTP/1.1 "
        + status
        + "\r\nContent-Length: "
        + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\nConnection: close\r\n\r\n"
        + body;
  }

  /** An engine that has what these fields say, and nothing in it. */
  public static FakeEngine with(Path socket, String fields) {
    return at(
        socket,
        path ->
            switch (path) {
              case "/info" ->
                  http(
                      "200 OK",
                      "{\"ID\":\"X\",\"ServerVersion\":\"28.5.2\",\"Architecture\":\"x86_64\","
                          + fields
                          + "}");
              case "/system/df" -> http("200 OK", "{\"LayersSize\":0}");
              default -> http("200 OK", "[]");
            });
  }

  /** The value of {@code DOCKER_HOST} for it. */
  public String host() {
    return "unix://" + socket;
  }

  /** The first lines of all requests so far. */
  public Queue<String> asked() {
    return asked;
  }

  private void serve(UnaryOperator<String> answers) {
    while (server.isOpen()) {
      try {
        SocketChannel client = server.accept();
        open.add(client);
        ByteBuffer request = ByteBuffer.allocate(8192);
        client.read(request);
        String first =
            new String(request.array(), 0, request.position(), StandardCharsets.US_ASCII)
                .lines()
                .findFirst()
                .orElse("GET / HTTP/1.1");
        asked.add(first);
        String answer = answers.apply(first.split(" ", 3)[1]);
        if (!answer.isEmpty()) {
          client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
          client.close();
        }
      } catch (IOException closed) {
        // the doctor may hang up, and the test closes the server
      }
    }
  }

  /** Stops listening and leaves the socket's file behind, as an engine that was killed does. */
  public void crash() {
    try {
      server.close();
      for (SocketChannel one : open) {
        one.close();
      }
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** Ends as an engine that was stopped: its socket is gone too. */
  public void stop() {
    crash();
    try {
      Files.deleteIfExists(socket);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }
}
