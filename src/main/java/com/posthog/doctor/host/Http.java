package com.posthog.doctor.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One request over a Unix socket or TCP, with a limit on time and size. Selecting rather than
 * blocking means that no thread is ever left in a native read when the process ends.
 */
final class Http {
  private final SocketChannel channel;
  private final Selector selector;
  private final Deadline deadline;
  private final ByteBuffer buffer = ByteBuffer.allocate(16 * 1024).limit(0);

  private Http(SocketChannel channel, Selector selector, Deadline deadline) {
    this.channel = channel;
    this.selector = selector;
    this.deadline = deadline;
  }

  static HttpAnswer get(
      Endpoint endpoint, String path, Map<String, String> headers, int limit, Deadline deadline)
      throws IOException {
    return exchange(endpoint, "GET", path, headers, new byte[0], limit, deadline);
  }

  static HttpAnswer exchange(
      Endpoint endpoint,
      String method,
      String path,
      Map<String, String> headers,
      byte[] body,
      int limit,
      Deadline deadline)
      throws IOException {
    boolean unix = !endpoint.socket().isEmpty();
    SocketAddress address =
        unix
            ? UnixDomainSocketAddress.of(Path.of(endpoint.socket()))
            : LocalNetwork.place(endpoint.name(), endpoint.port());
    try (SocketChannel channel =
            unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
        Selector selector = Selector.open()) {
      if (unix) {
        channel.connect(address); // a Unix socket connects or refuses at once
        channel.configureBlocking(false);
      } else {
        channel.configureBlocking(false);
        channel.connect(address);
      }
      Http http = new Http(channel, selector, deadline);
      if (channel.isConnectionPending()) {
        http.await(SelectionKey.OP_CONNECT);
        channel.finishConnect();
      }
      StringBuilder request = new StringBuilder(method).append(' ').append(path);
      request.append(" HTTP/1.1\r\nHost: ");
      request.append(endpoint.host()).append("\r\nAccept: */*\r\nConnection: close\r\n");
      headers.forEach(
          (header, value) -> request.append(header).append(": ").append(value).append("\r\n"));
      if (!method.equals("GET")) {
        request.append("Content-Length: ").append(body.length).append("\r\n");
      }
      http.send(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
      http.send(body);
      return http.receive(limit);
    }
  }

  private void await(int interest) throws IOException {
    channel.register(selector, interest);
    long millis = deadline.remainingWithin(deadline.limit()).toMillis();
    if (deadline.isOver() || selector.select(Math.max(1, millis)) == 0) {
      throw new IOException("connected, but no answer within the time limit");
    }
    selector.selectedKeys().clear();
  }

  private void send(byte[] text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text);
    while (bytes.hasRemaining()) {
      await(SelectionKey.OP_WRITE);
      channel.write(bytes);
    }
  }

  private HttpAnswer receive(int limit) throws IOException {
    String first = line();
    String[] words = first.split(" ", 3);
    if (words.length < 2 || !words[0].startsWith("HTTP/") || !words[1].matches("[0-9]{3}")) {
      throw new IOException("something answers, but it does not speak HTTP");
    }
    Map<String, List<String>> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers
            .computeIfAbsent(
                line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
            .add(line.substring(colon + 1).strip());
      }
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    boolean whole = body(headers, body, limit);
    return new HttpAnswer(Integer.parseInt(words[1]), headers, body.toByteArray(), whole);
  }

  private boolean body(Map<String, List<String>> headers, ByteArrayOutputStream body, int limit)
      throws IOException {
    List<String> none = List.of();
    if (headers.getOrDefault("transfer-encoding", none).contains("chunked")) {
      while (true) {
        long size = number(line().split(";", 2)[0].strip(), 16);
        if (size == 0) {
          return true;
        }
        if (!copy(body, size, limit)) {
          return false;
        }
        line();
      }
    }
    List<String> length = headers.getOrDefault("content-length", none);
    if (length.isEmpty()) {
      copy(body, Long.MAX_VALUE, limit);
      return body.size() < limit;
    }
    return copy(body, number(length.get(0), 10), limit);
  }

  private static long number(String text, int radix) throws IOException {
    try {
      return Long.parseLong(text, radix);
    } catch (NumberFormatException malformed) {
      throw new IOException("the answer is not well-formed HTTP", malformed);
    }
  }

  /** Copies bytes; false when the size limit or the end came before all of them. */
  private boolean copy(ByteArrayOutputStream body, long size, int limit) throws IOException {
    long left = size;
    while (left > 0) {
      if (body.size() >= limit || !fill()) {
        return false;
      }
      int count = (int) Math.min(Math.min(left, buffer.remaining()), limit - body.size());
      byte[] bytes = new byte[count];
      buffer.get(bytes);
      body.writeBytes(bytes);
      left -= count;
    }
    return true;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      if (!fill()) {
        throw new IOException("the connection was closed in the middle of the answer");
      }
      byte next = buffer.get();
      if (next == '\n') {
        byte[] bytes = line.toByteArray();
        int end = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? 1 : 0;
        return new String(Arrays.copyOf(bytes, bytes.length - end), StandardCharsets.ISO_8859_1);
      }
      line.write(next);
      if (line.size() > 16 * 1024) {
        throw new IOException("something answers, but it does not speak HTTP");
      }
    }
  }

  private boolean fill() throws IOException {
    while (!buffer.hasRemaining()) {
      await(SelectionKey.OP_READ);
      buffer.clear();
      int count = channel.read(buffer);
      buffer.flip();
      if (count < 0) {
        return false;
      }
    }
    return true;
  }
}
