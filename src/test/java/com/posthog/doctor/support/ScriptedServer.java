package com.posthog.doctor.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** A server that answers by a rule of a test: for what no real server here can be made to say. */
public final class ScriptedServer implements AutoCloseable {
  private final ServerSocket listener;

  private ScriptedServer(ServerSocket listener) {
    this.listener = listener;
  }

  /** A server on a free port that gives this answer to what a client says. */
  public static ScriptedServer saying(UnaryOperator<byte[]> answers) throws IOException {
    ScriptedServer server =
        new ScriptedServer(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")));
    daemon(() -> server.takeAll(answers));
    return server;
  }

  /** Its port on 127.0.0.1. */
  public int port() {
    return listener.getLocalPort();
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "scripted server");
    thread.setDaemon(true);
    thread.start();
  }

  private void takeAll(UnaryOperator<byte[]> answers) {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        daemon(() -> serve(client, answers));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void serve(Socket client, UnaryOperator<byte[]> answers) {
    try (client) {
      InputStream in = client.getInputStream();
      OutputStream out = client.getOutputStream();
      byte[] heard = new byte[8192];
      for (int count = in.read(heard); count >= 0; count = in.read(heard)) {
        out.write(answers.apply(Arrays.copyOf(heard, count)));
      }
    } catch (IOException hungUp) {
      // the client has had enough
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
