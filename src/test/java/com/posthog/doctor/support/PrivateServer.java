package com.posthog.doctor.support;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server process that a test starts for itself and ends when it is closed. */
final class PrivateServer implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final Path log;

  private PrivateServer(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** A folder of a server that {@code src/test/servers/install} fetched. */
  static Path installed(String server, String part) {
    String place = System.getenv("POSTHOG_DOCTOR_SERVERS");
    String cache = System.getenv("XDG_CACHE_HOME");
    Path caches =
        cache == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
    Path servers =
        place == null ? caches.resolve("posthog-doctor").resolve("servers") : Path.of(place);
    return servers.resolve(server).resolve(part);
  }

  /** A port that nobody listens on. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Starts a program whose output goes to a file. */
  static PrivateServer start(Path log, List<String> argv) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(argv)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(log.toFile());
    return new PrivateServer(builder.start(), log);
  }

  /** Waits until the port takes connections. */
  void awaitPort(int port) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < end) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
        return;
      } catch (IOException notYet) {
        if (!process.isAlive()) {
          throw new IOException("the server ended: " + Files.readString(log), notYet);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      }
    }
    close();
    throw new IOException("no server on port " + port + ": " + Files.readString(log));
  }

  /** Sends a signal such as {@code STOP}. */
  void signal(String name) throws IOException {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
