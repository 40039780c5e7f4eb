package com.posthog.doctor.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server program that a test starts in a folder of its own and ends by its process. */
public final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final Path log;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts a program whose output goes to a file {@code log} in its folder. */
  public static ServerProcess start(Path folder, List<String> argv) throws IOException {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(argv)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new ServerProcess(process, log);
  }

  /** A port of this machine that nobody listens on. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /** Where {@code src/test/servers/install} put a server. */
  public static Path installed(String name) {
    String given = System.getenv("POSTHOG_DOCTOR_SERVERS");
    String cache = System.getenv("XDG_CACHE_HOME");
    Path place =
        given != null
            ? Path.of(given)
            : (cache != null ? Path.of(cache) : Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("posthog-doctor/servers");
    return place.resolve(name);
  }

  /** Waits until the port takes connections and the log holds this text. */
  public ServerProcess await(int port, String text, Duration most) throws IOException {
    long end = System.nanoTime() + most.toNanos();
    while (!takes(port) || !said().contains(text)) {
      try {
        if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
          throw new IOException("it has ended with " + process.exitValue() + ": " + said());
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IOException(interrupted);
      }
      if (System.nanoTime() > end) {
        close();
        throw new IOException("it does not answer on port " + port + ": " + said());
      }
    }
    return this;
  }

  /** Waits until it has ended well. */
  public void succeed(Duration most) throws IOException {
    try {
      if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
        throw new IOException("it did not end well: " + said());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }

  private static boolean takes(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  private String said() throws IOException {
    return Files.exists(log) ? Files.readString(log) : "";
  }

  /** Its number. */
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
