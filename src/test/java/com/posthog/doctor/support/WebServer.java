package com.posthog.doctor.support;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A small web server of this process that answers as a test says; 404 for what was not said. */
public final class WebServer implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  private record Answer(int status, String type, String body) {}

  private WebServer(String address, int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(address, port), 50);
    server.createContext(
        "/",
        exchange -> {
          Answer answer =
              answers.getOrDefault(
                  exchange.getRequestURI().getPath(), new Answer(404, "text/html", "Not found"));
          byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", answer.type());
          exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  /** A server on a free port of 127.0.0.1. */
  public static WebServer local() throws IOException {
    return new WebServer("127.0.0.1", 0);
  }

  /** A server on this port of 127.0.0.1. */
  public static WebServer local(int port) throws IOException {
    return new WebServer("127.0.0.1", port);
  }

  /** A server on a free port of this address. */
  public static WebServer at(String address) throws IOException {
    return new WebServer(address, 0);
  }

  /** Answers a path with this from now on. */
  public WebServer says(String path, int status, String body) {
    String type = body.startsWith("{") ? "application/json" : "text/plain";
    answers.put(path, new Answer(status, type, body));
    return this;
  }

  /** The port that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
