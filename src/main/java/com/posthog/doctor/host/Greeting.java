package com.posthog.doctor.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** Says a few bytes to a TCP server and hears what it says first. */
final class Greeting {
  private Greeting() {}

  /**
   * What the server says, at most {@code limit} bytes: until so many are there, it hangs up, or the
   * time is over; whatever came by then is the answer.
   */
  static byte[] exchange(String address, int port, byte[] words, int limit, Deadline deadline)
      throws IOException {
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    try (Socket socket = new Socket()) {
      deadline.guard(socket);
      socket.connect(LocalNetwork.place(address, port), left(deadline));
      socket.setTcpNoDelay(true);
      if (words.length > 0) {
        socket.getOutputStream().write(words);
      }
      listen(socket, limit, deadline, heard);
    }
    return heard.toByteArray();
  }

  private static void listen(
      Socket socket, int limit, Deadline deadline, ByteArrayOutputStream heard) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[Math.min(limit, 8192)];
    while (heard.size() < limit && deadline.remainingWithin(deadline.limit()).toMillis() > 1) {
      socket.setSoTimeout(left(deadline));
      int read;
      try {
        read = in.read(buffer, 0, Math.min(buffer.length, limit - heard.size()));
      } catch (SocketTimeoutException quiet) {
        return;
      }
      if (read < 0) {
        return;
      }
      heard.write(buffer, 0, read);
    }
  }

  private static int left(Deadline deadline) {
    return (int) Math.max(1, deadline.remainingWithin(deadline.limit()).toMillis());
  }
}
